"""One place of a reach answer, as a measure's page shows it when it is chosen."""

from dataclasses import dataclass

from groundswell.questions.reach import ReachAnswer, ReachQuestion
from groundswell.reports.charts.reach import said
from groundswell.reports.report import Table

from .figures import Figure, figure_of
from .measure_tables import Limits, MeasureTables, named, place_tables


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """`sentence` says where it stands in the last month."""

    code: str
    name: str
    sentence: str
    figures: list[Figure]
    cells: Table
    limits: Limits


def place_of(question: ReachQuestion, answer: ReachAnswer, made: MeasureTables, code: str) -> Place:
    """Raises ValueError for a place that the answer does not have."""
    cells, limits = place_tables(made.reach, code)
    return Place(
        code=code,
        name=answer.names[answer.codes.index(code)],
        sentence=_sentence(made, code),
        figures=[
            figure
            for name in ("spc", "deciles")
            if (figure := figure_of(question, answer, name, place=code))
        ],
        cells=cells,
        limits=limits,
    )


def _sentence(made: MeasureTables, code: str) -> str:
    """81% (66,464 of 82,043) in July 2020. All 3 CCGs reported. Chance leaves it any rank from 1
    to 2 of 15."""
    reach, end = made.reach, len(made.reach.months) - 1
    cells, row, _ = said.row_of(reach, code)
    value = f"{said.value_words(reach, cells, row, end)} in {reach.months[end].name}"
    return said.sentences(value, said.reporting_words(reach, cells, row, end), _rank(made, code))


def _rank(made: MeasureTables, code: str) -> str:
    ranked = [cells for cells in named(made.league) if cells["rank_first"] is not None]
    its = next((cells for cells in ranked if cells["place_code"] == code), None)
    if its is None:
        return ""
    if its["rank_first"] == its["rank_last"]:
        return f"Its rank is {its['rank_first']} of {len(ranked)}, whatever chance does"
    return (
        f"Chance leaves it any rank from {its['rank_first']} to {its['rank_last']} of {len(ranked)}"
    )
