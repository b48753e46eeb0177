"""What one file says of organisations, and how that is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Place

from .codes import clean_code, suggested_kind
from .models import Kind, Licence, Life, Membership, Name, Organisation, Postcode, Succession


@dataclass(slots=True)
class OrganisationFacts:
    """Facts in the order of the file. `observed` is the day that the file describes."""

    observed: date
    kinds: dict[str, Kind] = field(default_factory=dict)
    # Codes whose kind the file states; of the others their shape suggests it.
    stated: set[str] = field(default_factory=set)
    names: dict[tuple[str, str, date], Place] = field(default_factory=dict)
    postcodes: dict[tuple[str, str], Place] = field(default_factory=dict)
    lives: dict[tuple[str, date | None, date | None], Place] = field(default_factory=dict)
    memberships: dict[tuple[str, str, date | None, date | None, str], Place] = field(
        default_factory=dict
    )
    successions: dict[tuple[str, str, date, float | None], Place] = field(default_factory=dict)
    licences: dict[tuple[str, date, date, str, str], Place] = field(default_factory=dict)

    def organisation(self, code: str, kind: Kind | None = None) -> str:
        """Note that an organisation exists, and of what kind; return its code as stored.

        Without a kind the code's shape suggests one, and a kind stated elsewhere prevails.
        """
        code = clean_code(code)
        if kind is not None:
            self.kinds[code] = kind
            self.stated.add(code)
        else:
            self.kinds.setdefault(code, suggested_kind(code))
        return code

    def name(self, code: str, name: str, place: Place, since: date | None = None) -> None:
        if name:
            self.names.setdefault((code, name, since or self.observed), place)

    def postcode(self, code: str, postcode: str, place: Place) -> None:
        if postcode:
            self.postcodes.setdefault((code, postcode), place)

    def life(self, code: str, opened: date | None, closed: date | None, place: Place) -> None:
        if opened or closed:
            self.lives.setdefault((code, opened, closed), place)

    def membership(
        self,
        child: str,
        parent: str,
        place: Place,
        start: date | None = None,
        end: date | None = None,
        basis: str = "",
    ) -> None:
        """`start` None makes it a snapshot of the day that the file describes."""
        self.memberships.setdefault((child, parent, start, end, basis), place)

    def succession(
        self, predecessor: str, successor: str, on: date, place: Place, share: float | None = None
    ) -> None:
        self.successions.setdefault((predecessor, successor, on, share), place)


def known_organisations(codes: set[str]) -> dict[str, Kind]:
    """Which of the codes are stored already, and as what kind."""
    stored = dict(Organisation.objects.values_list("code", "kind"))
    return {code: Kind(stored[code]) for code in codes & stored.keys()}


def store(submission: Submission, facts: OrganisationFacts) -> dict[str, int]:
    """Save the facts of a file; returns how many of each kind. Runs inside an action."""
    _store_organisations(facts.kinds, facts.stated)
    ids = dict(Organisation.objects.values_list("code", "pk"))
    batches: dict[str, Sequence[Model]] = {
        "names": [
            Name(**_source(submission, at), organisation_id=ids[code], name=name, since=since)
            for (code, name, since), at in facts.names.items()
        ],
        "postcodes": [
            Postcode(
                **_source(submission, at),
                organisation_id=ids[code],
                postcode=postcode,
                since=facts.observed,
            )
            for (code, postcode), at in facts.postcodes.items()
        ],
        "lives": [
            Life(
                **_source(submission, at),
                organisation_id=ids[code],
                opened=opened,
                closed=closed,
                observed=facts.observed,
            )
            for (code, opened, closed), at in facts.lives.items()
        ],
        "memberships": [
            Membership(
                **_source(submission, at),
                child_id=ids[child],
                parent_id=ids[parent],
                start=start,
                end=end,
                observed=facts.observed,
                basis=basis,
            )
            for (child, parent, start, end, basis), at in facts.memberships.items()
        ],
        "successions": [
            Succession(
                **_source(submission, at),
                predecessor_id=ids[predecessor],
                successor_id=ids[successor],
                on=on,
                share=share,
            )
            for (predecessor, successor, on, share), at in facts.successions.items()
        ],
        "licences": [
            Licence(
                **_source(submission, at),
                name=name,
                start=start,
                end=end,
                commissioner=commissioner,
                basis=basis,
            )
            for (name, start, end, commissioner, basis), at in facts.licences.items()
        ],
    }
    counts = {"organisations": len(facts.kinds)}
    for what, batch in batches.items():
        if batch:
            type(batch[0])._default_manager.bulk_create(batch, batch_size=5000)
            counts[what] = len(batch)
    return counts


def _source(submission: Submission, at: Place) -> dict[str, Any]:
    """The columns by which a fact points at its row."""
    return {"submission": submission, "sheet": at.sheet, "row": at.row}


def _store_organisations(kinds: dict[str, Kind], stated: set[str]) -> None:
    """Add the organisations not seen before; a stated kind replaces "other", nothing else.

    A code like a practice's that the list of practices states to be something else (a clinic, a
    prison) stays that when a file of memberships names it without its kind.
    """
    held = known_organisations(set(kinds))
    Organisation.objects.bulk_create(
        [Organisation(code=c, kind=k) for c, k in kinds.items() if c not in held], batch_size=5000
    )
    for code in stated:
        if held.get(code) == Kind.OTHER and kinds[code] != Kind.OTHER:
            Organisation.objects.filter(code=code).update(kind=kinds[code])
