"""The tables of a reach answer. Each takes what was disclosed, and nothing else."""

from typing import Literal

import numpy as np

from groundswell.analysis.equity import Inequality, inequality
from groundswell.analysis.funnel import Flag, Funnel, funnel
from groundswell.analysis.funnel_limits import funnel_limits
from groundswell.analysis.league import league
from groundswell.analysis.panel import Status
from groundswell.analysis.spc import (
    ASSURANCE_WORDS,
    GROUNDSWELL,
    VARIATION_WORDS,
    Charts,
    chart,
    label_words,
)
from groundswell.measures.definition import Measure
from groundswell.questions.reach import STATUS_WORDS, Fifths

from ..disclosure import Suppressed
from ..report import Cell, Column, Table
from .disclosed import FEWEST_SITES, DisclosedReach, ShownCells

_PLACE = (Column("place_code", "Code"), Column("place_name", "Place"))
CELLS = (
    *_PLACE,
    Column("month", "Month", "month"),
    Column("numerator", "Numerator", "count"),
    Column("denominator", "Denominator", "count"),
    Column("value", "Value", "number"),
    Column("status", "Status"),
    Column("coverage", "Coverage", "share"),
)
LEAGUE = (
    *_PLACE,
    Column("numerator", "Numerator", "count"),
    Column("denominator", "Denominator", "count"),
    Column("value", "Value", "number"),
    Column("low", "From", "number"),
    Column("high", "To", "number"),
    Column("rank_first", "Rank from", "count"),
    Column("rank_last", "Rank to", "count"),
    Column("status", "Status"),
    Column("coverage", "Coverage", "share"),
    Column("variation", "Variation"),
    Column("assurance", "Target"),
)
SPC = (
    *_PLACE,
    Column("month", "Month", "month"),
    Column("value", "Value", "number"),
    Column("mean", "Mean", "number"),
    Column("lower", "Lower limit", "number"),
    Column("upper", "Upper limit", "number"),
    Column("target", "Target", "number"),
    Column("point", "Point"),
    Column("variation", "Variation"),
)
DECILES = (
    Column("month", "Month", "month"),
    Column("sites", "Sites", "count"),
    *(Column(f"decile_{n}", f"{n}0%", "number") for n in range(1, 10)),
)
FUNNEL = (
    *_PLACE,
    Column("numerator", "Numerator", "count"),
    Column("denominator", "Denominator", "count"),
    Column("value", "Value", "number"),
    Column("low_95", "95% from", "number"),
    Column("high_95", "95% to", "number"),
    Column("low_998", "99.8% from", "number"),
    Column("high_998", "99.8% to", "number"),
    Column("where", "Where it lies"),
)
FIFTHS = (
    Column("fifth", "Deprivation fifth"),
    Column("sites", "Sites", "count"),
    Column("numerator", "Numerator", "count"),
    Column("denominator", "Denominator", "count"),
    Column("value", "Value", "number"),
    Column("low", "From", "number"),
    Column("high", "To", "number"),
)
UNREPORTED = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Place"),
    Column("last_reported", "Last reported", "month"),
)

FLAG_WORDS = {
    Flag.BELOW_998: "below 99.8% limit",
    Flag.BELOW_95: "below 95% limit",
    Flag.INSIDE: "inside",
    Flag.ABOVE_95: "above 95% limit",
    Flag.ABOVE_998: "above 99.8% limit",
    Flag.UNKNOWN: "not placed",
}
FIFTH_NAMES = ("1, most deprived", "2", "3", "4", "5, least deprived")


def shown(value: float, hidden: bool | np.bool_) -> Cell:
    """A number of `DisclosedReach` as a cell."""
    if hidden:
        return Suppressed()
    return None if np.isnan(value) else float(value)


def _counts(cells: ShownCells, at: tuple[int, int]) -> tuple[Cell, Cell, Cell]:
    """Numerator, denominator and value of a place in a month."""
    value_hidden = cells.status[at] == Status.SUPPRESSED and cells.hidden_value[at]
    return (
        shown(cells.numerator[at], cells.hidden_numerator[at]),
        shown(cells.denominator[at], cells.hidden_denominator[at]),
        shown(cells.value[at], value_hidden),
    )


def _status(cells: ShownCells, at: tuple[int, int]) -> str:
    return STATUS_WORDS[Status(int(cells.status[at]))]


def cells_table(reach: DisclosedReach) -> Table:
    """One row a place and month; no row of totals."""
    rows = []
    months = [str(month) for month in reach.months]
    for place, (code, name) in enumerate(zip(reach.codes, reach.names, strict=True)):
        for column, month in enumerate(months):
            at = (place, column)
            counts = _counts(reach.places, at)
            coverage = shown(reach.places.coverage[at], False)
            rows.append((code, name, month, *counts, _status(reach.places, at), coverage))
    return Table("cells", "Places by month", CELLS, tuple(rows), reach.measure.unit)


def spc_of(reach: DisclosedReach) -> Charts:
    """A chart of each place, and last one of all places together."""
    values = np.concatenate([reach.places.value, reach.total.value])
    target = reach.measure.target
    return chart(
        values,
        improvement=reach.measure.direction,
        target=np.nan if target is None else target,
        rules=GROUNDSWELL,
    )


def spc_table(reach: DisclosedReach, charts: Charts | None = None) -> Table:
    """One row a place and month with a value; "All places" last."""
    charts = charts or spc_of(reach)
    points = label_words(charts.rules.trend_points, charts.rules.shift_points)
    target = reach.measure.target
    rows = []
    labels = [*zip(reach.codes, reach.names, strict=True), ("", "All places")]
    for place, column in np.argwhere(~np.isnan(charts.value)):
        at = (place, column)
        lines = (shown(line[at], False) for line in (charts.mean, charts.lower, charts.upper))
        rows.append(
            (
                *labels[place],
                str(reach.months[column]),
                float(charts.value[at]),
                *lines,
                target,
                points[charts.label[at]],
                VARIATION_WORDS[charts.variation[at]],
            )
        )
    return Table("spc", "SPC", SPC, tuple(rows), charts.method)


def league_table(reach: DisclosedReach, charts: Charts | None = None) -> Table:
    """The last month, the best places first, with the ranks that chance leaves open.

    Places without a value stand last. Under a neutral direction the highest stand first.
    """
    charts = charts or spc_of(reach)
    cells, measure = reach.places, reach.measure
    has_denominator = measure.denominator is not None
    found = league(
        cells.numerator[:, -1],
        cells.denominator[:, -1] if has_denominator else None,
        kind=measure.kind,
        highest_first=measure.direction != "decrease",
        multiplier=measure.multiplier,
    )
    sign = 1 if measure.direction == "decrease" else -1
    order = np.argsort(np.nan_to_num(sign * cells.value[:, -1], nan=np.inf), kind="stable")
    rows = []
    for place in order.tolist():
        at = (place, len(reach.months) - 1)
        hidden = bool(cells.hidden_value[at])
        ranked = found.first[place] > 0 and not hidden
        rows.append(
            (
                reach.codes[place],
                reach.names[place],
                *_counts(cells, at),
                shown(found.low[place], hidden),
                shown(found.high[place], hidden),
                int(found.first[place]) if ranked else None,
                int(found.last[place]) if ranked else None,
                _status(cells, at),
                shown(cells.coverage[at], False),
                *icons(charts, place, cells.value[at]),
            )
        )
    note = f"{reach.months[-1].name}, {measure.unit}."
    if has_funnel(reach):
        note += f" {found.method}, {found.level:.0%}."
    return Table("league", "League table", LEAGUE, tuple(rows), " ".join([note, *found.warnings]))


# What of the league table fits a terminal.
SCREEN = tuple(
    column
    for column in LEAGUE
    if column.name
    in ("place_name", "numerator", "denominator", "value", "rank_first", "rank_last", "coverage")
)


def screen_table(reach: DisclosedReach) -> Table:
    """The league table, narrow, with all places together last."""
    table = league_table(reach)
    wanted = [table.columns.index(column) for column in SCREEN]
    rows = [tuple(row[i] for i in wanted) for row in table.rows]
    at = (0, len(reach.months) - 1)
    whole = (*_counts(reach.total, at), None, None, shown(reach.total.coverage[at], False))
    rows.append(("All places", *whole))
    return Table(table.name, table.title, SCREEN, tuple(rows), table.note)


def icons(charts: Charts, place: int, value: float) -> tuple[str, str]:
    """Variation and assurance; none where the last month has no value to judge."""
    if np.isnan(value):
        return "", ""
    return (
        VARIATION_WORDS[charts.variation_icon[place]],
        ASSURANCE_WORDS[charts.assurance_icon[place]],
    )


def deciles_table(reach: DisclosedReach) -> Table:
    """One row a month."""
    rows = tuple(
        (str(month), int(reach.sites[t]), *(shown(line[t], False) for line in reach.deciles))
        for t, month in enumerate(reach.months)
    )
    note = (
        f"Deciles over sites, {reach.measure.unit}: half of the sites lie below 50%. None for a "
        f"month of fewer than {FEWEST_SITES} sites."
    )
    return Table("deciles", "Deciles", DECILES, rows, note)


def has_funnel(reach: DisclosedReach) -> bool:
    return reach.measure.kind in ("proportion", "rate")


def funnel_of(reach: DisclosedReach) -> Funnel:
    """The last month's places about all of them together, limits widened where they differ by
    more than chance, as prescribing nearly always does."""
    kind: Literal["proportion", "rate"] = (
        "proportion" if reach.measure.kind == "proportion" else "rate"
    )
    return funnel(
        reach.places.numerator[:, -1],
        reach.places.denominator[:, -1],
        kind=kind,
        overdispersion="robust",
        multiplier=reach.measure.multiplier,
    )


def funnel_table(reach: DisclosedReach) -> Table:
    """The last month: each place against limits about all places together."""
    found = funnel_of(reach)
    placed = np.flatnonzero(~np.isnan(found.value))
    limits = funnel_limits(
        found.denominator[placed],
        found.centre,
        kind="proportion" if reach.measure.kind == "proportion" else "rate",
        widening=None if found.widening == 1 else found.widening,
        multiplier=reach.measure.multiplier,
    )
    lines = np.stack([limits.low_95, limits.high_95, limits.low_998, limits.high_998], axis=1)
    rows = tuple(
        (
            reach.codes[place],
            reach.names[place],
            *_counts(reach.places, (place, len(reach.months) - 1)),
            *map(float, ends),
            FLAG_WORDS[Flag(int(found.flag[place]))],
        )
        for place, ends in zip(placed.tolist(), lines, strict=True)
    )
    centre = f"All together: {found.centre:.3g}."
    note = " ".join(
        [f"{reach.months[-1].name}, {reach.measure.unit}.", centre, found.method, *found.warnings]
    )
    return Table("funnel", "Funnel", FUNNEL, rows, note)


def gradient_of(measure: Measure, fifths: Fifths) -> Inequality:
    """Reach by fifth with its slope, on the measure's scale."""
    return inequality(
        fifths.numerator,
        fifths.denominator,
        kind="proportion" if measure.kind == "proportion" else "rate",
        standard_errors=fifths.standard_error,
        multiplier=measure.multiplier,
    )


def fifths_table(reach: DisclosedReach) -> Table:
    """The last month by deprivation fifth, with the slope and the relative index in its note."""
    fifths = reach.fifths
    if fifths is None:
        raise LookupError("The deprivation of these sites is not known: there are no fifths.")
    found = gradient_of(reach.measure, fifths)
    rows = tuple(
        (
            FIFTH_NAMES[i],
            int(fifths.sites[i]),
            shown(fifths.numerator[i], reach.hidden_fifths[i]),
            shown(fifths.denominator[i], False),
            shown(found.reach[i], reach.hidden_fifths[i]),
            shown(found.low[i], reach.hidden_fifths[i]),
            shown(found.high[i], reach.hidden_fifths[i]),
        )
        for i in range(5)
    )
    slope, ratio = found.slope_index, found.relative_index
    note = (
        f"{reach.months[-1].name}, {reach.measure.unit}. From the most to the least deprived end "
        f"the value differs by {slope.estimate:.3g} ({slope.low:.3g} to {slope.high:.3g}); their "
        f"ratio is {ratio.estimate:.3g} ({ratio.low:.3g} to {ratio.high:.3g}). "
        f"{fifths.without:,} sites have no known deprivation."
    )
    return Table("fifths", "Deprivation fifths", FIFTHS, rows, " ".join([note, *found.warnings]))


def unreported_table(reach: DisclosedReach) -> Table:
    """The sites that were expected to report the last month and did not."""
    rows = tuple(
        (u.site_code, u.site_name, u.place_code, str(u.last_reported) if u.last_reported else None)
        for u in reach.unreported
    )
    note = f"Expected to report {reach.months[-1].name}, and did not."
    return Table("unreported", "Not reported", UNREPORTED, rows, note)
