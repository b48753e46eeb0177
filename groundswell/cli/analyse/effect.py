"""`groundswell analyse effect`: what a change that came in waves did, from an analyst's file."""

from dataclasses import asdict
from pathlib import Path
from typing import get_args

import click
import numpy as np

from groundswell.analysis.effect import (
    Control,
    EffectTable,
    Gaps,
    StaggeredEffect,
    covariates_effect,
    long_panel,
    panel_from_long,
    staggered_effect,
)

from .files import each, read_columns
from .periods import Clock, read_number, read_times
from .rows import Row, write_csv, write_json

COLUMNS = ("aggregation", "cohort", "time", "estimate", "std_error", "low", "high")
ORDER = (
    "group_time",
    "simple",
    "overall_event",
    "event",
    "overall_group",
    "group",
    "overall_calendar",
    "calendar",
)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="Column of the site or other unit.")
@click.option("--time", required=True, help="Column of the time: 2004, or months as 2024-03.")
@click.option("--outcome", required=True, help="Column of the outcome; blank where missing.")
@click.option("--cohort", required=True, help="Column of first treatment; 0 or blank for never.")
@click.option(
    "--control",
    type=click.Choice(get_args(Control)),
    default="never",
    show_default=True,
    help="Compare with units never treated, or not yet.",
)
@click.option("--covariates", help="Columns, with commas between, to compare like with like.")
@click.option("--cluster", help="Column of the group at whose level treatment was decided.")
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="Bootstrap draws for bands that hold at once; 0 for intervals one by one.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
@click.option(
    "--anticipation",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Times before treatment at which units may already respond.",
)
@click.option(
    "--gaps",
    type=click.Choice(get_args(Gaps)),
    default="refuse",
    show_default=True,
    help="Units that lack a time: refuse them, drop them, compare whoever is present at both "
    "ends of an effect, or take each time as a separate sample (levels).",
)
@click.option("--level", type=click.FloatRange(0, 1, True, True), default=0.95, show_default=True)
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Picture: FILE.svg.")
def effect(
    file: Path,
    unit: str,
    time: str,
    outcome: str,
    cohort: str,
    control: Control,
    covariates: str | None,
    cluster: str | None,
    draws: int,
    seed: int,
    anticipation: int,
    gaps: Gaps,
    level: float,
    output: str,
    plot: Path | None,
) -> None:
    """Effect of a change that reached units at different times, against those it had not reached.

    Difference-in-differences after Callaway and Sant'Anna (2021). FILE has one row a unit and
    time. With --draws the intervals of an aggregation hold for all its rows at once; those of
    overall averages are each their own.
    """
    names = [name.strip() for name in covariates.split(",")] if covariates else []
    needed = [unit, time, outcome, cohort, *names, *([cluster] if cluster else [])]
    table = read_columns(file, needed)
    clock, times = read_times(time, table[time])
    values = each(outcome, table[outcome], read_number)
    cohorts = each(cohort, table[cohort], clock.read_cohort)
    columns = (np.array(table[unit]), times, values, cohorts)
    clusters = table[cluster] if cluster else None
    rng = np.random.default_rng(seed)
    try:
        if not names and (gaps == "refuse" or gaps == "drop"):
            found = staggered_effect(
                panel_from_long(*columns, clusters, incomplete=gaps),
                control=control,
                anticipation=anticipation,
                level=level,
                draws=draws,
                rng=rng,
            )
        else:
            x = [each(name, table[name], read_number) for name in names]
            found = covariates_effect(
                long_panel(*columns, covariates=np.array(x).T if names else None, cluster=clusters),
                control=control,
                anticipation=anticipation,
                gaps=gaps,
                level=level,
                draws=draws,
                rng=rng,
            )
    except ValueError as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    rows = [row for name in ORDER for row in table_rows(found.tables[name], clock)]
    if output == "csv":
        write_csv(COLUMNS, rows, remarks(found))
    else:
        write_json(document(found, rows))
    if plot is not None:
        from .effect_plot import draw

        draw(plot, found)


def table_rows(table: EffectTable, clock: Clock) -> list[Row]:
    """One row an estimate. Event times are counts, so they are never written as months."""
    cohorts, times = table.cohort, table.time
    write_time = str if table.aggregation == "event" else clock.write
    return [
        {
            "aggregation": table.aggregation,
            "cohort": None if cohorts is None else clock.write(int(cohorts[k])),
            "time": None if times is None else write_time(int(times[k])),
            "estimate": float(table.estimate[k]),
            "std_error": float(table.std_error[k]),
            "low": float(table.low[k]),
            "high": float(table.high[k]),
        }
        for k in range(table.estimate.size)
    ]


def remarks(found: StaggeredEffect) -> list[str]:
    """The assumption checks and warnings as lines."""
    checks = found.checks
    clusters = "" if checks.n_clusters is None else f" in {checks.n_clusters} clusters"
    lines = [
        f"Check: {checks.n_units} units{clusters}, {checks.n_cohorts} cohorts, "
        f"{checks.share_never:.1%} never treated."
    ]
    if checks.pre_trend is not None:
        test = checks.pre_trend
        lines.append(
            f"Check: no difference before treatment, p = {test.p_value:.4f} "
            f"({test.restrictions} {test.basis}). A large p is no proof."
        )
    lines += [
        f"Check: with anticipation of {each_.anticipation}, simple {each_.estimate:.6g} "
        f"({each_.std_error:.6g})."
        for each_ in checks.anticipation
    ]
    bound = checks.parallel_trends
    if bound is not None:
        lines.append(
            f"Check: overall_event differs from none until trends part by {bound.breakdown:.2f} "
            "times the largest change before treatment."
        )
    return lines + [f"Mind: {warning}" for warning in found.warnings]


def document(found: StaggeredEffect, rows: list[Row]) -> dict[str, object]:
    checks = asdict(found.checks)
    if found.checks.parallel_trends is not None:
        bound = found.checks.parallel_trends
        checks["parallel_trends"] = {
            "largest_change": bound.largest_change,
            "breakdown": bound.breakdown,
            "m": bound.m.tolist(),
            "low": bound.low.tolist(),
            "high": bound.high.tolist(),
        }
    return {
        "method": found.method,
        "n": found.n,
        "n_clusters": found.n_clusters,
        "level": found.level,
        "rows": rows,
        "checks": checks,
        "warnings": list(found.warnings),
    }
