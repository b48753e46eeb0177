"""`groundswell analyse curve`: spread curves of a file's series."""

import csv
import json
import re
import sys
from pathlib import Path

import click

from groundswell.analysis.curves.fitting import ESTIMATORS, CurveFits, fit
from groundswell.analysis.curves.shapes import SHAPES

from .curve_table import Table, read_table
from .files import each, read_columns

COLUMNS = ("m", "p", "q", "sse")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--time", required=True, help="Column of periods: whole numbers, or months.")
@click.option("--new", required=True, help="Column of new adopters in the period.")
@click.option("--series", help="Column that names a row's series. [all rows are one series]")
@click.option("--model", type=click.Choice(list(SHAPES)), default="bass", show_default=True)
@click.option(
    "--estimator", type=click.Choice(ESTIMATORS), default="interval-nls", show_default=True
)
@click.option("--ceiling", type=float, help="Eligible sites: holds m there. Not for ols.")
@click.option("--at-most", type=float, help="Eligible sites: m is free below. Not for ols.")
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw an SVG file.")
def curve(
    file: Path,
    time: str,
    new: str,
    series: str | None,
    model: str,
    estimator: str,
    ceiling: float | None,
    at_most: float | None,
    output: str,
    plot: Path | None,
) -> None:
    """Fit a spread curve to each series of FILE.

    `m` is how many will have adopted in the end; for bass, `p` and `q` are the coefficients of
    innovation and imitation a period; for logistic and gompertz, the displacement and the growth
    rate. `sse` is the sum of squares that the estimator minimised. The first row of a series is
    its first period. Periods without a row, or with a blank, are gaps.
    """
    if ceiling is not None and at_most is not None:
        raise click.UsageError("Give --ceiling or --at-most, not both.")
    names = read_columns(file, [series])[series] if series else None
    text = read_columns(file, [time, new])
    table = read_table(time, text[time], new, text[new], names, each)
    bounds = ceiling if at_most is None else (0.0, at_most)
    try:
        fits = fit(table.new, model=model, estimator=estimator, ceiling=bounds)
    except ValueError as error:
        raise click.ClickException(_in_the_file(str(error), table, new)) from error
    _write(table, fits, series, output)
    for line in fits.warnings:
        click.echo(f"Mind: {line}", err=True)
    if plot is not None:
        from .curve_plot import draw

        plot.write_text(draw(table, fits), encoding="utf-8")


def _in_the_file(error: str, table: Table, new: str) -> str:
    """The statistics know a series by its place: say its name, and the column."""
    named = re.sub(
        r"\b[Ss]eries (\d+)", lambda at: f"series {table.names[int(at[1])] or 'of all rows'}", error
    )
    return f"column {new!r}: {named}"


def _write(table: Table, fits: CurveFits, series: str | None, output: str) -> None:
    numbers = [[float(getattr(fits, name)[at]) for name in COLUMNS] for at in range(len(fits.m))]
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["series", *COLUMNS] if series else COLUMNS)
        for name, row in zip(table.names, numbers, strict=True):
            cells = ["" if value != value else repr(value) for value in row]
            writer.writerow([name, *cells] if series else cells)
        return
    rows = [
        {
            "series": name or None,
            **{k: None if v != v else v for k, v in zip(COLUMNS, row, strict=True)},
            "n": int(fits.n[at]),
        }
        for at, (name, row) in enumerate(zip(table.names, numbers, strict=True))
    ]
    told = {
        "model": fits.model,
        "estimator": fits.estimator,
        "method": fits.method,
        "warnings": list(fits.warnings),
        "rows": rows,
    }
    json.dump(told, sys.stdout, indent=2)
    sys.stdout.write("\n")
