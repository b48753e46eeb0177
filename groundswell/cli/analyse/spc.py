"""`groundswell analyse spc`: control charts of a file's series."""

import csv
import json
import sys
from pathlib import Path

import click
import numpy as np

from groundswell.analysis.spc import (
    KINDS,
    RULE_SETS,
    Charts,
    Direction,
    Kind,
    Variation,
    chart,
    expected_false_signals,
)
from groundswell.analysis.spc.limits import WITH_SIZES

from .spc_table import COLUMNS, Row, read_cuts, read_table, rows_of

_SEED = 20180401  # noise for the board's sentence: the same file, the same sentence
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--series", help="Column that names a row's series. [all rows are one series]")
@click.option("--date", required=True, help="Column of dates, as 2024-04-01 or 2024-04.")
@click.option("--value", required=True, help="Column of values (p and u charts: of counts).")
@click.option("--size", help="Column of sizes: p and u charts.")
@click.option("--chart", "kind", type=click.Choice(KINDS), default="xmr", show_default=True)
@click.option(
    "--improvement", type=click.Choice(["increase", "decrease", "neutral"]), required=True
)
@click.option(
    "--rules", type=click.Choice(list(RULE_SETS)), default="groundswell", show_default=True
)
@click.option("--target", type=float, help="A target, on the scale drawn.")
@click.option("--target-column", help="Column of targets that change over time.")
@click.option("--multiplier", type=float, default=1.0, help="p and u charts: 100 for per cent.")
@click.option("--rebase", type=_FILE, help="CSV of dates that start a segment: date[, series].")
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw an SVG file.")
def spc(
    file: Path,
    series: str | None,
    date: str,
    value: str,
    size: str | None,
    kind: Kind,
    improvement: Direction,
    rules: str,
    target: float | None,
    target_column: str | None,
    multiplier: float,
    rebase: Path | None,
    output: str,
    plot: Path | None,
) -> None:
    """Chart every series of FILE: limits, special causes, variation and assurance.

    A blank value is a gap. `label` is the rule that a point falls under, `variation` what the
    point means: the last point of a series is its icon. `assurance` is the series'. Limits are
    blank where a segment is insufficient.
    """
    if target is not None and target_column:
        raise click.UsageError("Give --target or --target-column, not both.")
    if (kind in WITH_SIZES) != (size is not None):
        raise click.UsageError(f"--size is for p and u charts, and they need it; not {kind}.")
    table = read_table(file, kind, series, date, value, size, target_column)
    cuts = None if rebase is None else read_cuts(rebase, table)
    targets = table.targets if target is None else np.array(target)
    try:
        charts = chart(
            table.values,
            kind=kind,
            sizes=table.sizes,
            multiplier=multiplier,
            new_segment=cuts,
            improvement=improvement,
            target=targets,
            rules=RULE_SETS[rules],
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    rows = rows_of(table, charts)
    board = _write(rows, charts, output)
    for line in (*charts.warnings, *board):
        click.echo(f"Mind: {line}", err=True)
    if plot is not None:
        from .spc_plot import draw

        plot.write_text(draw(table, charts, targets), encoding="utf-8")


def _write(rows: list[Row], charts: Charts, output: str) -> tuple[str, ...]:
    judged = charts.variation_icon > Variation.INSUFFICIENT
    board: tuple[str, ...] = ()
    if judged.sum() > 1:
        board = (expected_false_signals(charts, np.random.default_rng(_SEED)).text,)
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    else:
        told = {
            "method": charts.method,
            "warnings": [*charts.warnings, *board],
            "rows": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
        }
        json.dump(told, sys.stdout, indent=2)
        sys.stdout.write("\n")
    return board
