"""`groundswell analyse its`: interrupted time series of an analyst's file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
import numpy as np

from groundswell.analysis.effect import Season, interrupted_counts, interrupted_series

from .files import FileProblem, each, read_columns
from .periods import Clock, read_known, read_times
from .rows import Cell, write_csv, write_json

Model = Literal["ols", "poisson", "quasi-poisson"]
COLUMNS = ("term", "estimate", "std_error", "low", "high")
OF_COUNTS = ("ratio", "ratio_low", "ratio_high")


@dataclass(frozen=True, slots=True)
class Fitted:
    """One series' terms, and what the picture needs."""

    name: str
    rows: list[dict[str, Cell]]
    times: list[int]
    observed: list[float]
    fitted: list[float]
    counterfactual: list[float]
    n: int
    method: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What every series is fitted with."""

    interruption: int
    model: Model
    slope_change: bool
    season: Season
    lag: int | None
    small_sample: bool
    level: float


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--time", required=True, help="Column of the time: 1, 2, 3, or months as 2024-03.")
@click.option("--outcome", required=True, help="Column of the outcome.")
@click.option("--interruption", required=True, help="First time with the change in force.")
@click.option("--series", help="Column that names a row's series. [one series]")
@click.option(
    "--model",
    type=click.Choice(["ols", "poisson", "quasi-poisson"]),
    default="ols",
    show_default=True,
    help="Counts: quasi-poisson, or poisson if they vary no more than chance.",
)
@click.option("--exposure", help="Counts: column of people or person-time at risk.")
@click.option("--slope/--no-slope", default=True, help="Whether the trend may change. [slope]")
@click.option("--harmonics", type=click.IntRange(0), default=0, show_default=True)
@click.option("--period", type=float, default=12.0, show_default=True, help="Times in a season.")
@click.option("--lag", type=click.IntRange(0), help="Of Newey-West errors. [by length]")
@click.option("--small-sample", is_flag=True, help="Wider Newey-West intervals, for short series.")
@click.option("--level", type=click.FloatRange(0, 1, True, True), default=0.95, show_default=True)
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Picture: FILE.svg.")
def its(
    file: Path,
    time: str,
    outcome: str,
    interruption: str,
    series: str | None,
    model: Model,
    exposure: str | None,
    slope: bool,
    harmonics: int,
    period: float,
    lag: int | None,
    small_sample: bool,
    level: float,
    output: str,
    plot: Path | None,
) -> None:
    """Step and change of slope of a series when a change came into force.

    Terms: intercept, slope (a time), level_change (the step), slope_change, and seasons. Counts
    are fitted on the log scale; ratio is the rate ratio exp(estimate).
    """
    if exposure and model == "ols":
        raise click.UsageError("--exposure is for counts: --model poisson or quasi-poisson.")
    if (lag is not None or small_sample) and model != "ols":
        raise click.UsageError("--lag and --small-sample are for --model ols.")
    named = [c for c in (series, time, outcome, exposure) if c]
    table = read_columns(file, list(dict.fromkeys(named)))
    clock, times = read_times(time, table[time])
    try:
        when, season = clock.read(interruption), Season(harmonics, period)
    except ValueError as error:
        raise click.UsageError(f"--interruption, --harmonics or --period: {error}") from error
    settings = Settings(when, model, slope, season, lag, small_sample, level)
    y = np.array(each(outcome, table[outcome], read_known))
    at_risk = np.array(each(exposure, table[exposure], read_known)) if exposure else None
    names = table[series] if series else [""] * y.size
    fits = [
        _fit(file, name, rows, np.array(times), y, at_risk, settings)
        for name, rows in _rows_of(names).items()
    ]
    if output == "csv":
        first = () if series is None else ("series",)
        columns = (*first, *COLUMNS, *(() if model == "ols" else OF_COUNTS))
        write_csv(columns, [row for fit in fits for row in fit.rows], _remarks(fits))
    else:
        write_json({"series": [_document(fit, clock) for fit in fits], "level": level})
    if plot is not None:
        from .its_plot import draw

        draw(plot, fits, clock, settings.interruption)


def _rows_of(names: list[str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    return rows


def _fit(
    file: Path,
    name: str,
    rows: list[int],
    times: np.ndarray,
    y: np.ndarray,
    at_risk: np.ndarray | None,
    settings: Settings,
) -> Fitted:
    order = np.array(sorted(rows, key=lambda row: times[row]))
    where = f" of series {name!r}" if name else ""
    repeated = np.flatnonzero(np.diff(times[order]) == 0)
    if repeated.size:
        row = int(order[repeated[0] + 1]) + 2
        raise FileProblem(f"{file.name}, row {row}: a second row for the same time{where}")
    exposure = None if at_risk is None else at_risk[order]
    try:
        return _fit_sorted(name, times[order], y[order], exposure, settings)
    except ValueError as error:
        raise FileProblem(f"{file.name}{where}: {error}") from error


def _fit_sorted(
    name: str, times: np.ndarray, y: np.ndarray, exposure: np.ndarray | None, settings: Settings
) -> Fitted:
    if settings.model == "ols":
        return _fit_values(name, times, y, settings)
    fit = interrupted_counts(
        y,
        times,
        settings.interruption,
        family=settings.model,
        exposure=exposure,
        slope_change=settings.slope_change,
        season=settings.season,
        level=settings.level,
    )
    rows = _rows(name, fit.names, fit.estimate, fit.std_error, np.log(fit.low), np.log(fit.high))
    ratios = zip(fit.ratio.tolist(), fit.low.tolist(), fit.high.tolist(), strict=True)
    rows = [
        row | dict(zip(OF_COUNTS, three, strict=True))
        for row, three in zip(rows, ratios, strict=True)
    ]
    drawn = (fit.fitted.tolist(), fit.counterfactual.tolist())
    return Fitted(name, rows, times.tolist(), y.tolist(), *drawn, fit.n, fit.method, fit.warnings)


def _fit_values(name: str, times: np.ndarray, y: np.ndarray, settings: Settings) -> Fitted:
    fit = interrupted_series(
        y,
        times,
        settings.interruption,
        slope_change=settings.slope_change,
        season=settings.season,
        lag=settings.lag,
        small_sample=settings.small_sample,
        level=settings.level,
    )
    return Fitted(
        name,
        _rows(name, fit.names, fit.estimate[0], fit.std_error[0], fit.low[0], fit.high[0]),
        times.tolist(),
        y.tolist(),
        fit.fitted[0].tolist(),
        fit.counterfactual[0].tolist(),
        fit.n,
        fit.method,
        fit.warnings[0],
    )


def _rows(name: str, terms: tuple[str, ...], *numbers: np.ndarray) -> list[dict[str, Cell]]:
    columns = zip(terms, *(numbers_.tolist() for numbers_ in numbers), strict=True)
    return [dict(zip(("series", *COLUMNS), (name, *row), strict=True)) for row in columns]


def _remarks(fits: list[Fitted]) -> list[str]:
    return [
        f"Mind: {f'{fit.name}: ' if fit.name else ''}{warning}"
        for fit in fits
        for warning in fit.warnings
    ]


def _document(fit: Fitted, clock: Clock) -> dict[str, object]:
    return {
        "series": fit.name,
        "n": fit.n,
        "method": fit.method,
        "terms": fit.rows,
        "times": [clock.write(time) for time in fit.times],
        "fitted": fit.fitted,
        "counterfactual": fit.counterfactual,
        "warnings": list(fit.warnings),
    }
