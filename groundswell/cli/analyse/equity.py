"""`groundswell analyse equity`: reach by deprivation group and how unequal it is."""

import csv
import json
import math
import sys
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from groundswell.analysis import equity as analysis

from .files import FileProblem, each, read_columns
from .spc_table import read_number

Floats = NDArray[np.float64]
COLUMNS = ("series", "measure", "group", "estimate", "low", "high", "n")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--group", required=True, help="Column of groups: 1, the most deprived, to 5.")
@click.option("--numerator", required=True, help="Column of people reached (or events).")
@click.option("--population", required=True, help="Column of people eligible (or person-time).")
@click.option("--series", help="Column that names a row's series. [all rows are one series]")
@click.option("--groups", type=click.IntRange(3), default=5, show_default=True)
@click.option("--kind", type=click.Choice(["proportion", "rate"]), default="proportion")
@click.option("--between-sites", is_flag=True, help="Rows are sites: errors from how they differ.")
@click.option("--multiplier", type=float, default=100.0, show_default=True)
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw an SVG file.")
def equity(
    file: Path,
    group: str,
    numerator: str,
    population: str,
    series: str | None,
    groups: int,
    kind: analysis.Kind,
    between_sites: bool,
    multiplier: float,
    output: str,
    plot: Path | None,
) -> None:
    """Reach by deprivation group, with the slope and the relative index of inequality.

    Rows of one group are added up. A blank number is unknown, and its row counts in neither sum.
    The slope index is reach at the least deprived end less reach at the most deprived end.
    """
    text = read_columns(file, [c for c in (series, group, numerator, population) if c])
    names = text[series] if series else [""] * len(text[group])
    which = each(group, text[group], lambda value: _group(value, groups))
    reached = each(numerator, text[numerator], read_number)
    eligible = each(population, text[population], read_number)
    _refuse(numerator, population, kind, reached, eligible)
    found = {}
    for name in dict.fromkeys(names):
        rows = [row for row, of in enumerate(names) if of == name]
        found[name] = _inequality(
            np.array([which[row] for row in rows]),
            np.array([reached[row] for row in rows]),
            np.array([eligible[row] for row in rows]),
            groups,
            kind,
            between_sites,
            multiplier,
        )
    _write(found, output)
    for name, result in found.items():
        for line in result.warnings:
            click.echo(f"Mind: {f'{name}: ' if name else ''}{line}", err=True)
    if plot is not None:
        from .equity_plot import draw

        plot.write_text(draw(found), encoding="utf-8")


def _group(text: str, groups: int) -> int:
    """A group's position, -1 for a blank. Raises ValueError."""
    if text in ("", "NA"):
        return -1
    if not (text.isdecimal() and 1 <= int(text) <= groups):
        raise ValueError(f"write a group from 1, the most deprived, to {groups}, or nothing")
    return int(text) - 1


def _refuse(
    numerator: str,
    population: str,
    kind: str,
    reached: list[float],
    eligible: list[float],
) -> None:
    for row, (x, n) in enumerate(zip(reached, eligible, strict=True), start=2):
        for column, number in ((numerator, x), (population, n)):
            if number < 0:
                raise FileProblem(f"column {column!r}, row {row}, value {number:g}: use 0 or more")
        if (kind == "proportion" and x > n) or (x > 0 and n == 0):
            raise FileProblem(
                f"column {numerator!r}, row {row}, value {x:g}: more than the population {n:g} "
                f"in column {population!r}; person-time goes with --kind rate"
            )


def _inequality(
    which: NDArray[np.int64],
    reached: Floats,
    eligible: Floats,
    groups: int,
    kind: analysis.Kind,
    between_sites: bool,
    multiplier: float,
) -> analysis.Inequality:
    x, n, errors = analysis.between_sites(which, reached, eligible, groups)
    whole = np.bincount(
        which[which >= 0], weights=np.nan_to_num(eligible[which >= 0]), minlength=groups
    )
    # A group of which no row is known keeps its population, and so its place in the order.
    n = np.where(np.isnan(x), whole, n)
    if between_sites:
        # One site says nothing of how sites differ: its group's index cannot be had.
        x = np.where(np.isnan(errors), np.nan, x)
    return analysis.inequality(
        x,
        n,
        kind=kind,
        standard_errors=errors if between_sites else None,
        multiplier=multiplier,
    )


def _write(found: dict[str, analysis.Inequality], output: str) -> None:
    rows = [row for name, result in found.items() for row in _rows(name, result)]
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        return
    told = {
        "method": next(iter(found.values())).method,
        "warnings": {name: list(result.warnings) for name, result in found.items()},
        "rows": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
    }
    json.dump(told, sys.stdout, indent=2)
    sys.stdout.write("\n")


def _rows(name: str, result: analysis.Inequality) -> list[tuple[object, ...]]:
    columns = (result.reach, result.low, result.high, result.population)
    groups = [
        (name, "reach", at + 1, *map(_or_none, numbers))
        for at, numbers in enumerate(zip(*(a.tolist() for a in columns), strict=True))
    ]
    indices = [
        (name, measure, None, *map(_or_none, (index.estimate, index.low, index.high)), result.n)
        for measure, index in (
            ("slope_index", result.slope_index),
            ("relative_index", result.relative_index),
        )
    ]
    return [*groups, *indices]


def _or_none(number: float) -> float | None:
    return number if math.isfinite(number) else None
