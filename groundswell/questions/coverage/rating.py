"""Places against what was agreed of them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from groundswell.programmes.rules import Due, rag, sites_due

from ..answer import NO_PLACE, SpreadRow
from .answer import CoverageRow

ENGLAND = ""  # the place of targets set for all networks together


@dataclass(frozen=True, slots=True)
class Agreed:
    """`dues` are the prevailing targets by network (`ENGLAND` for all of them together).

    `taking_part` are the networks that take part on the day, by code, with their names; None
    where the programme names none at all.
    """

    start: date
    day: date
    dues: Mapping[str, Sequence[Due]]
    taking_part: Mapping[str, str] | None

    def due(self, place: str, eligible: float) -> float | None:
        return sites_due(self.dues.get(place, ()), self.start, self.day, eligible)


def rated_networks(rows: Iterable[SpreadRow], agreed: Agreed) -> tuple[CoverageRow, ...]:
    """Each network against its own targets.

    One that takes part and has no eligible site stands in the list too; one that has sites and
    takes no part is held to nothing. By name; sites of no known network last.
    """
    counted = {row.place_code: row for row in rows}
    part = agreed.taking_part
    for code, name in (part or {}).items():
        counted.setdefault(code, SpreadRow(code, name, 0.0, 0.0, 0.0, 0.0))
    found = []
    for code, row in counted.items():
        takes_part = None if part is None or code == NO_PLACE else code in part
        due = None if takes_part is False else agreed.due(code, row.eligible)
        found.append(_rated(row, due, takes_part=takes_part))
    return tuple(sorted(found, key=lambda r: (r.place_code == NO_PLACE, r.place_name)))


def unrated(rows: Iterable[SpreadRow]) -> tuple[CoverageRow, ...]:
    """Places of a kind that no target is set for."""
    return tuple(_rated(row, None, takes_part=None) for row in rows)


def rated_total(total: SpreadRow, networks: Sequence[CoverageRow], agreed: Agreed) -> CoverageRow:
    """All places together: against England's targets, or else against the sum of the networks'.

    There is no sum where sites count that no network's target is about: adopted sites of all
    would be held against a trajectory of some.
    """
    if agreed.dues.get(ENGLAND):
        return _rated(total, agreed.due(ENGLAND, total.eligible), takes_part=None)
    held = [row for row in networks if row.eligible and not _is_nowhere(row)]
    dues = [row.due for row in held if row.due is not None]
    due = sum(dues) if dues and len(dues) == len(held) else None
    return _rated(total, due, takes_part=None)


def _is_nowhere(row: CoverageRow) -> bool:
    """Sites of no known network, none of which has adopted: they change no comparison."""
    return row.place_code == NO_PLACE and not row.adopted


def _rated(row: SpreadRow, due: float | None, *, takes_part: bool | None) -> CoverageRow:
    return CoverageRow(
        row.place_code,
        row.place_name,
        row.eligible,
        row.adopted,
        row.not_adopted,
        row.unknown,
        due,
        rag(row.adopted, due),
        takes_part,
    )
