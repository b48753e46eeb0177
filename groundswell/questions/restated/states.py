"""The states of a measure's cells: which data versions changed its numbers."""

from dataclasses import replace

from django.db.models import F

from groundswell.measures.definition import ListSize, Measure
from groundswell.measures.models import Part
from groundswell.measures.queries import LIST_SIZE
from groundswell.people.action import data_version

from ..errors import NotFound
from .question import RestatedQuestion


def slugs_of(measure: Measure) -> tuple[str, ...]:
    """Under which slugs the cells of a measure are stored: its own, and list sizes below it."""
    by_list = isinstance(measure.denominator, ListSize)
    return (measure.slug, LIST_SIZE) if by_list else (measure.slug,)


def states(measure: Measure) -> list[int]:
    """The data versions in which a file changed the measure's cells, the earliest first.

    Compacting, which changes how cells are kept and not what they say, makes no state.
    """
    published = Part.objects.filter(
        measure__in=slugs_of(measure), since=F("submission__version")
    ).values_list("since", flat=True)
    return sorted(set(published))


def closed(question: RestatedQuestion, measure: Measure) -> RestatedQuestion:
    """The question with both versions named.

    Raises NotFound for a measure that never had cells, ValueError for a version to come.
    """
    held, now = states(measure), data_version()
    if not Part.objects.filter(measure=measure.slug).exists():
        raise NotFound("data for the measure", question.measure)
    earlier, later = question.from_version, question.to_version
    for version in (earlier, later):
        if version is not None and version > now:
            raise ValueError(f"There is no data version {version} yet: the present one is {now}.")
    if later is None:
        later = next((v for v in reversed(held) if v > (earlier or 0)), now)
    if earlier is None:
        earlier = max((v for v in held if v < later), default=0)
    if earlier >= later:
        raise ValueError(f"{earlier} is the present data version: nothing came after it.")
    return replace(question, from_version=earlier, to_version=later)
