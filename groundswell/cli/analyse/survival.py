"""`groundswell analyse survival`: time to adopt, for sites that have and sites that have not."""

import csv
import json
import math
import sys
from pathlib import Path

import click
import numpy as np

from groundswell.analysis.survival import KaplanMeier, kaplan_meier

from .files import FileProblem, each, read_columns

COLUMNS = (
    "time",
    "at_risk",
    "events",
    "censored",
    "survival",
    "std_error",
    "low",
    "high",
)
SUMMARY = ("n", "events", "median", "low", "high")
_YES_NO = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--time", required=True, help="Column of times: to adoption, or to the last look.")
@click.option("--event", required=True, help="Column: 1 where the site adopted, 0 where not yet.")
@click.option("--group", help="Column of groups, each with a curve of its own.")
@click.option("--level", type=click.FloatRange(0, 1, True, True), default=0.95, show_default=True)
@click.option("--summary", is_flag=True, help="One row a group: the median time to adopt.")
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw an SVG file.")
def survival(
    file: Path,
    time: str,
    event: str,
    group: str | None,
    level: float,
    summary: bool,
    output: str,
    plot: Path | None,
) -> None:
    """Kaplan-Meier curves of FILE, a row a site.

    `survival` is the share not yet adopted after `time`; `low` and `high` are its interval
    (Greenwood, log-log scale). A site that has not adopted has event 0 and the time to its last
    look: never a time beyond the record. A blank limit is one that does not exist; a blank median
    is one that was not reached.
    """
    text = read_columns(file, [time, event, *([group] if group else [])])
    times = np.array(each(time, text[time], _read_time))
    adopted = np.array(each(event, text[event], _read_event))
    names = np.array(text[group] if group else [""] * len(times))
    curves: dict[str, KaplanMeier] = {}
    for name in dict.fromkeys(names.tolist()):
        own = names == name
        curves[name] = kaplan_meier(times[own], adopted[own], level=level)
    if group and "" in curves:
        row = text[group].index("") + 2
        raise FileProblem(f"column {group!r}, row {row}, value '': every site needs a group")
    _write(curves, group, summary, output)
    for name, km in curves.items():
        for line in km.warnings:
            click.echo(f"Mind: {name + ': ' if name else ''}{line}", err=True)
    if plot is not None:
        from .survival_plot import draw

        plot.write_text(draw(curves), encoding="utf-8")


def _read_time(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError("write a length of time, 0 or more") from None
    if not math.isfinite(number) or number < 0:
        raise ValueError("write a length of time, 0 or more")
    return number


def _read_event(text: str) -> bool:
    found = _YES_NO.get(text.lower())
    if found is None:
        raise ValueError("write 1 where the site adopted and 0 where it had not")
    return found


def _write(curves: dict[str, KaplanMeier], group: str | None, summary: bool, output: str) -> None:
    columns = SUMMARY if summary else COLUMNS
    lines = [
        (name, row)
        for name, km in curves.items()
        for row in (_median(km) if summary else _rows(km))
    ]
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["group", *columns] if group else columns)
        for name, row in lines:
            writer.writerow([name, *row] if group else row)
        return
    told = {
        "method": next(iter(curves.values())).method,
        "groups": [
            {
                "group": name or None,
                "warnings": list(km.warnings),
                **dict(zip(SUMMARY, _median(km)[0], strict=True)),
                **(
                    {}
                    if summary
                    else {"rows": [dict(zip(COLUMNS, r, strict=True)) for r in _rows(km)]}
                ),
            }
            for name, km in curves.items()
        ],
    }
    json.dump(told, sys.stdout, indent=2)
    sys.stdout.write("\n")


def _rows(km: KaplanMeier) -> list[list[float | int | None]]:
    return [
        [
            float(km.time[at]),
            int(km.at_risk[at]),
            int(km.events[at]),
            int(km.censored[at]),
            float(km.survival[at]),
            _finite(float(km.std_error[at])),
            _finite(float(km.low[at])),
            _finite(float(km.high[at])),
        ]
        for at in range(len(km.time))
    ]


def _median(km: KaplanMeier) -> list[list[float | int | None]]:
    limits = [_finite(value) for value in (km.median, km.median_low, km.median_high)]
    return [[km.n, int(km.events.sum()), *limits]]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
