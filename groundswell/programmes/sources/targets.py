"""Targets and trajectories: programme, network, due, kind, value, whole, source.

Without a network a target is of all networks together. A value is a share (45% or 0.45), or a
number of sites; `whole` is the sites of an annual trajectory. The targets of one place in order are
its trajectory. Of targets for one place and day the one told last prevails.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

from groundswell.organisations.models import Organisation
from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import at_most, chosen, day_needed, number_or_none

from ..models import Participant, Programme, Target
from ..rules import COUNT, TRAJECTORY, target_words
from .agreed import Known, Subject, agreed_layout, not_before, refuse_at


def _read(
    row: Record, programme: Programme | None, things: Known, findings: Findings
) -> Target | None:
    before = len(findings.refusals)
    network = things.network(row, findings) if row["network"] else None
    due = day_needed(row["due"], "due", row.place, findings)
    kind = chosen(row, "kind", Target.Kind.values, findings)
    value = _value(row, kind, findings)
    whole = _whole(row, kind, findings)
    source = at_most(row, "source", 200, findings) if row["source"] else ""
    if programme is not None:
        not_before(row, "due", due, programme, findings)
        if network is not None and due is not None:
            taking_part = things.participants(programme)
            _refuse_stranger(row, network, taking_part, findings)
        if due is not None and programme.end is not None and due > programme.end:
            text = f"This target is due after the programme ends ({programme.end.isoformat()})."
            findings.note(row.sheet, row.number, text)
    if programme is None or due is None or value is None or len(findings.refusals) > before:
        return None
    return Target(
        programme=programme,
        network=network,
        due=due,
        kind=kind,
        value=value,
        whole=whole,
        source=source,
    )


def _value(row: Record, kind: str, findings: Findings) -> float | None:
    """Sites, or a share of 0 to 1; None once it has been refused."""
    text = row["value"]
    if text.endswith("%"):
        cell = Record(row.sheet, row.number, (text[:-1].strip(),), {"value": 0})
        number = number_or_none(cell, "value", findings)
        value = None if number is None else number / 100
    else:
        value = number_or_none(row, "value", findings)
    if value is None:
        why, mend = "A target needs a number.", "Write a share as 45%, and sites as 120."
    elif value < 0:
        why, mend = "A target is not below 0.", "Mend the number."
    elif kind == COUNT and text.endswith("%"):
        why, mend = "A count of sites is no share.", "Write sites as 120, or make its kind share."
    elif kind != COUNT and value > 1:
        why = "A share is at most 100%."
        mend = f"Write {text}% if that is meant." if value <= 100 and "%" not in text else ""
        mend = mend or "Mend it, or make its kind count if it is a number of sites."
    else:
        return value
    refuse_at(row, "value", why, mend, findings)
    return None


def _whole(row: Record, kind: str, findings: Findings) -> float | None:
    """The sites of an annual trajectory; None for another kind, and once refused."""
    whole = number_or_none(row, "whole", findings)
    if kind == TRAJECTORY and (whole is None or whole <= 0):
        why = "A share of a trajectory needs the sites of the whole trajectory."
        refuse_at(row, "whole", why, "Write their number, as 120.", findings)
    elif kind != TRAJECTORY and row["whole"]:
        why = "Only a trajectory has a whole."
        refuse_at(row, "whole", why, "Leave it empty, or make the kind trajectory.", findings)
    return whole if kind == TRAJECTORY else None


def _refuse_stranger(
    row: Record, network: Organisation, taking_part: Sequence[Participant], findings: Findings
) -> None:
    if network.pk not in {p.network_id for p in taking_part}:
        codes = ", ".join(sorted({p.network.code for p in taking_part}))
        why = f"{network.code} does not take part in the programme."
        mend = f"Record that it does first. These do: {codes}." if codes else "Record it first."
        refuse_at(row, "network", why, mend, findings)


def _refuse_falling(facts: Sequence[Target], findings: Findings) -> None:
    """Refuse a trajectory that falls: targets count from the programme's start.

    Targets of different kinds cannot be compared before the eligible sites are counted.
    """

    def place(target: Target) -> tuple[int, int, str]:
        return target.programme_id, target.network_id or 0, target.kind

    ordered = sorted(facts, key=lambda t: (place(t), t.due))
    for _, group in groupby(ordered, place):
        targets = list(group)
        for first, second in pairwise(targets):
            new = second if second._state.adding else first
            if _size(second) < _size(first) and new._state.adding:
                why = (
                    f"The trajectory falls: {_words(first)} by {first.due}, "
                    f"then {_words(second)} by {second.due}."
                )
                mend = "Targets count from the programme's start: mend one of the two."
                findings.refuse(new.sheet, new.row, "value", _words(new), why, mend)


def _size(target: Target) -> float:
    return target.value * (target.whole or 1)


def _words(target: Target) -> str:
    return target_words(target.kind, target.value, target.whole)


def _stored(programmes: Sequence[int]) -> list[Target]:
    facts = Target.objects.filter(programme__in=programmes).order_by("pk")
    return list(facts.select_related("network", "programme"))


TARGETS = agreed_layout(
    "targets",
    "Targets and trajectories of programmes",
    ("network", "due", "kind", "value"),
    Subject(
        what="targets",
        column="due",
        read=_read,
        stored=_stored,
        key=lambda t: (t.programme_id, t.network_id, t.due),
        name=lambda t: (
            f"{t.network.code if t.network else 'all networks'} in {t.programme.slug} by {t.due}"
        ),
        says=lambda t: f"{_words(t)}{' (' + t.source + ')' if t.source else ''}",
        together=_refuse_falling,
    ),
)
