"""The list of measures: what each says now."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from groundswell.innovations.models import Innovation
from groundswell.measures.cells import cells_version, measures_with_cells
from groundswell.measures.definition import ListSize, Measure
from groundswell.measures.queries import LIST_SIZE
from groundswell.organisations.queries import organisations_version
from groundswell.questions import reach
from groundswell.questions.errors import NotFound
from groundswell.questions.reach import ReachQuestion
from groundswell.reports.reach import DisclosedReach, disclose_reach

from .formats import sentence


@dataclass(frozen=True, slots=True)
class Listed:
    """`sentence` is None where nobody has sent any data."""

    measure: Measure
    sentence: str | None
    innovations: tuple[Innovation, ...]


def in_order(measures: Iterable[Measure]) -> list[Measure]:
    """Those with data first, by title. What is made up is listed only where its numbers are."""
    held = set(measures_with_cells())
    listed = (m for m in measures if m.slug in held or not m.is_demo)
    return sorted(listed, key=lambda m: (m.slug not in held, m.title))


def measure_list(measures: Iterable[Measure]) -> list[Listed]:
    """What each says, in the order given."""
    wanted = list(measures)
    named = {slug for measure in wanted for slug in measure.innovations}
    known = {i.slug: i for i in Innovation.objects.filter(slug__in=named)}
    organisations, sizes = organisations_version(), cells_version(LIST_SIZE)
    return [
        Listed(
            measure,
            _sentence(
                measure,
                cells_version(measure.slug),
                sizes if isinstance(measure.denominator, ListSize) else 0,
                organisations,
            ),
            tuple(known[slug] for slug in measure.innovations if slug in known),
        )
        for measure in wanted
    ]


@lru_cache(maxsize=1024)
def _sentence(measure: Measure, cells: int, sizes: int, organisations: int) -> str | None:
    """The headline of its page, as that is first opened, without the measure's title.

    The versions key the cache: only new cells of the measure, or new organisations, change it.
    """
    if not cells:
        return None
    try:
        answer = reach.answer(ReachQuestion(measure.slug))
    except NotFound:
        return None
    return without_title(disclose_reach(answer))


def without_title(reach: DisclosedReach) -> str:
    """The headline, to stand under the measure's title."""
    return sentence(reach.headline.removeprefix(f"{reach.measure.title}: "))
