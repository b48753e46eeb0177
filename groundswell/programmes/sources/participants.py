"""Who takes part: programme, network, owner, email, start, end.

Without a start a network takes part from the programme's. A later row for the same network and
start tells of it anew: another owner, or the day on which it left.
"""

import itertools
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import at_most

from ..access import records_all
from ..models import Participant, Programme
from .agreed import Known, Subject, agreed_layout, period, refuse_at


def _read(
    row: Record, programme: Programme | None, things: Known, findings: Findings
) -> Participant | None:
    before = len(findings.refusals)
    network = things.network(row, findings)
    if network is not None and not records_all(things.by) and network.code != things.by.network:
        why = f"You may record what {things.by.network} takes part in."
        mend = "Leave this row to a national administrator."
        refuse_at(row, "network", why, mend, findings)
    owner = at_most(row, "owner", 120, findings) if row["owner"] else ""
    _refuse_bad_email(row, findings)
    start, end = period(row, programme, findings)
    if programme is None or network is None or start is None or len(findings.refusals) > before:
        return None
    return Participant(
        programme=programme, network=network, owner=owner, email=row["email"], start=start, end=end
    )


def _refuse_bad_email(row: Record, findings: Findings) -> None:
    if not row["email"]:
        return
    try:
        validate_email(row["email"])
    except ValidationError:
        mend = "Write it as name@example.nhs.uk, or leave the cell empty."
        refuse_at(row, "email", "This is not an e-mail address.", mend, findings)


def _refuse_twice(facts: Sequence[Participant], findings: Findings) -> None:
    """Refuse a network that would take part twice on one day."""
    ordered = sorted(facts, key=lambda p: (p.programme_id, p.network_id, p.start))
    for first, second in itertools.pairwise(ordered):
        same = (first.programme_id, first.network_id) == (second.programme_id, second.network_id)
        if same and (first.end is None or second.start <= first.end):
            new = second if second._state.adding else first
            if new._state.adding:
                why = f"{new.network.code} takes part from {first.start} already."
                mend = "End that first, or give the same start to correct it."
                value = new.start.isoformat()
                findings.refuse(new.sheet, new.row, "start", value, why, mend)


def _stored(programmes: Sequence[int]) -> list[Participant]:
    facts = Participant.objects.filter(programme__in=programmes).order_by("pk")
    return list(facts.select_related("network", "programme"))


PARTICIPANTS = agreed_layout(
    "participants",
    "Networks that take part in programmes",
    ("network", "owner", "email"),
    Subject(
        what="participants",
        column="network",
        read=_read,
        stored=_stored,
        key=lambda p: (p.programme_id, p.network_id, p.start),
        name=lambda p: f"{p.network.code} in {p.programme.slug} from {p.start}",
        says=lambda p: (
            "; ".join(
                part for part in (p.owner, p.email, f"until {p.end}" if p.end else "") if part
            )
            or "no owner"
        ),
        together=_refuse_twice,
    ),
    personal=frozenset({"owner", "email"}),
)
