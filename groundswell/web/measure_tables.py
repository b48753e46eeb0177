"""What a measure's page shows of a reach answer: tables, made once an answer."""

from dataclasses import dataclass, replace
from functools import lru_cache

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import Charts
from groundswell.common.months import Month
from groundswell.questions.reach import ReachAnswer
from groundswell.reports.charts.reach.multiples import board_words
from groundswell.reports.reach import DisclosedReach, disclose_reach, tables
from groundswell.reports.report import Cell, Table

from .narrowing import of_month, of_places

# A month of a chart by the names of its columns, by month.
Limits = dict[str, dict[str, Cell]]


@dataclass(frozen=True, slots=True, eq=False)
class MeasureTables:
    reach: DisclosedReach
    charts: Charts  # of each place, and last of all together
    board: str  # how many signals places show, and how many noise alone would
    total: Table  # all places together, month by month
    limits: Limits  # of all places together
    league: Table
    ranks: bool  # whether chance lets any place be ranked: of a plain quantity it says nothing
    deciles: Table
    funnel: Table | None
    fifths: Table | None
    unreported: Table
    hides: bool  # whether any number is suppressed
    # Words of pictures, by name and place, filled in as they are asked for: a picture's words come
    # from its whole spec.
    alts: dict[tuple[str, str], str | None]


# Keyed by the answer itself, which its question's own cache holds: a new state of the ledger makes
# a new answer. Each keeps its arrays: 90 MB for 7,000 practices of ten years, else little.
@lru_cache(maxsize=16)
def measure_tables(answer: ReachAnswer) -> MeasureTables:
    reach = disclose_reach(answer)
    charts = tables.spc_of(reach)
    together, league = of_places(reach, []), tables.league_table(reach, charts)
    return MeasureTables(
        reach=reach,
        charts=charts,
        board=board_words(reach, charts),
        total=_total(reach),
        limits=_limits(tables.spc_table(together)),
        league=league,
        ranks=any(cells["rank_first"] is not None for cells in named(league)),
        deciles=tables.deciles_table(reach),
        funnel=tables.funnel_table(reach) if tables.has_funnel(reach) else None,
        fifths=tables.fifths_table(reach) if reach.fifths else None,
        unreported=tables.unreported_table(reach),
        hides=bool(
            reach.places.hidden_value.any()
            or reach.total.hidden_value.any()
            or reach.hidden_fifths.any()
            or (reach.places.status == Status.SUPPRESSED).any()
        ),
        alts={},
    )


def _total(reach: DisclosedReach) -> Table:
    """All places together by month, as if they were one place."""
    return tables.cells_table(
        replace(of_places(reach, []), codes=("",), names=("All places",), places=reach.total)
    )


def month_table(reach: DisclosedReach, month: Month) -> Table:
    """The places in one month."""
    return tables.cells_table(of_month(reach, month.index - reach.months[0].index))


def place_tables(reach: DisclosedReach, place: str) -> tuple[Table, Limits]:
    """One place month by month: its cells, and its limits."""
    alone = of_places(reach, [reach.codes.index(place)])
    spc = tables.spc_table(alone)
    # The table of points has all places together too.
    rows = tuple(row for row in spc.rows if row[0] == place)
    return tables.cells_table(alone), _limits(replace(spc, rows=rows))


def _limits(spc: Table) -> Limits:
    return {str(cells["month"]): cells for cells in named(spc)}


def named(table: Table) -> list[dict[str, Cell]]:
    """The rows of a table, each cell under the name of its column."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]
