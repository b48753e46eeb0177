"""Earlier parts that new ones hide wholly: they leave the present state of the manifest.

What is retired decides nothing about numbers (the overlay hides those cells anyway); it decides
how many files a reader opens, and which ones can be collected.
"""

from collections.abc import Sequence

import pyarrow as pa

from ..models import Part
from .files import read_file
from .manifest import HeldPart, parts_at


def retire_hidden(new: Sequence[Part], version: int) -> int:
    """Retire current parts all of whose cells lie under later ones; return how many.

    A part that only several files together hide stays until its measure is compacted, unless
    these files have whole months.
    """
    fresh = {part.pk for part in new}
    hidden: list[int] = []
    for measure in _with_earlier_parts(new):
        parts = parts_at(measure)
        hidden += [
            part.pk
            for number, part in enumerate(parts)
            if part.pk not in fresh and _is_hidden(measure, part, parts[number + 1 :])
        ]
    return Part.objects.filter(pk__in=hidden).update(until=version)


def _with_earlier_parts(new: Sequence[Part]) -> list[str]:
    """Measures that have earlier parts in the new parts' months: one look for all of them."""
    earlier = Part.objects.filter(
        until=None,
        measure__in={part.measure for part in new},
        first_month__lte=max(part.last_month for part in new),
        last_month__gte=min(part.first_month for part in new),
    ).exclude(pk__in=[part.pk for part in new])
    return sorted(set(earlier.values_list("measure", flat=True)))


def _is_hidden(measure: str, part: HeldPart, later: Sequence[HeldPart]) -> bool:
    spoken_for = {month for other in later if other.whole_months for month in other.months}
    if spoken_for.issuperset(part.months):
        return True
    return any(
        other.first_month <= part.first_month
        and part.last_month <= other.last_month
        and part.cells <= other.cells
        and _names(measure, part) <= _names(measure, other)
        for other in later
        if not other.whole_months
    )


def _names(measure: str, part: HeldPart) -> set[tuple[str, int]]:
    """(site, month) of every cell of a part."""
    table = read_file(part.path, measure)
    sites = table.column("site").cast(pa.string()).to_pylist()
    months = part.months
    every = zip(sites, table.column("month").to_pylist(), strict=True)
    return {(site, month) for site, month in every if month in months}
