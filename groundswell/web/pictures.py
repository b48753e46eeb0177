"""The pictures of each question's answer, by the name they have in their addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from groundswell.questions.answer import SpreadAnswer
from groundswell.questions.reach import ReachAnswer
from groundswell.reports import charts
from groundswell.reports.charts.programme import stages, trajectory
from groundswell.reports.charts.reach.deciles import deciles
from groundswell.reports.charts.reach.fifths import fifths
from groundswell.reports.charts.reach.funnel import funnel
from groundswell.reports.charts.reach.league import league
from groundswell.reports.charts.reach.multiples import small_multiples
from groundswell.reports.charts.reach.spc import spc
from groundswell.reports.charts.safety import safety_picture

from .measure_tables import MeasureTables, measure_tables


class Drawn(Protocol):
    """A picture that can be drawn, and its words for those who cannot see it."""

    @property
    def alt(self) -> str: ...
    def svg(self) -> str: ...
    def png(self) -> bytes: ...


# Of an answer and the code of one of its places ("" for all); None where there is no such picture.
Picture = Callable[[Any, str], Drawn | None]


@dataclass(frozen=True, slots=True)
class Made:
    """A picture whose drawing is still to be done."""

    alt: str
    draw_svg: Callable[[], str]
    draw_png: Callable[[], bytes]

    def svg(self) -> str:
        return self.draw_svg()

    def png(self) -> bytes:
        return self.draw_png()


def _curve(answer: SpreadAnswer, place: str) -> Drawn:
    return Made(
        charts.curve_alt(answer),
        lambda: charts.curve_svg(answer),
        lambda: charts.curve_png(answer),
    )


def _map(answer: SpreadAnswer, place: str) -> Drawn | None:
    if not charts.has_tile_map(answer):
        return None
    return Made(
        charts.tile_map_alt(answer),
        lambda: charts.tile_map_svg(answer) or "",
        lambda: charts.tile_map_png(answer) or b"",
    )


def _of_places(
    draw: Callable[[MeasureTables, str | None], Drawn],
) -> Picture:
    """A picture of all places together or of one, if the answer has it."""

    def drawn(answer: ReachAnswer, place: str) -> Drawn | None:
        if place and place not in answer.codes:
            return None
        return draw(measure_tables(answer), place or None)

    return drawn


def _of_all(draw: Callable[[MeasureTables], Drawn | None]) -> Picture:
    return lambda answer, place: draw(measure_tables(answer))


PICTURES: dict[str, dict[str, Picture]] = {
    "spread": {"curve": _curve, "map": _map},
    "coverage": {"trajectory": lambda answer, place: trajectory(answer)},
    "funnel": {"stages": lambda answer, place: stages(answer)},
    "safety": {"answers": lambda answer, place: safety_picture(answer)},
    "site": {},
    "reach": {
        "spc": _of_places(lambda made, place: spc(made.reach, place, charts=made.charts)),
        "deciles": _of_places(lambda made, place: deciles(made.reach, place)),
        "multiples": _of_all(lambda made: small_multiples(made.reach, charts=made.charts)),
        "league": _of_all(lambda made: league(made.reach)),
        "funnel": _of_all(lambda made: funnel(made.reach)),
        "fifths": _of_all(lambda made: fifths(made.reach)),
    },
}
