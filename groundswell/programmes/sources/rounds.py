"""Returns asked for: programme, start, end, due, a row for each round."""

import itertools
from collections.abc import Sequence

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import day_needed, in_order

from ..models import Programme, Round
from .agreed import Known, Subject, agreed_layout, not_before, refuse_at


def _read(
    row: Record, programme: Programme | None, things: Known, findings: Findings
) -> Round | None:
    before = len(findings.refusals)
    start = day_needed(row["start"], "start", row.place, findings)
    end = day_needed(row["end"], "end", row.place, findings)
    due = day_needed(row["due"], "due", row.place, findings)
    in_order(start, end, "end", row.place, findings)
    if end and due and due < end:
        why = f"It is due before its period ends ({end.isoformat()})."
        refuse_at(row, "due", why, "Give a day on or after the end.", findings)
    if programme is not None:
        not_before(row, "start", start, programme, findings)
    if (
        programme is None
        or start is None
        or end is None
        or due is None
        or len(findings.refusals) > before
    ):
        return None
    return Round(programme=programme, start=start, end=end, due=due)


def _refuse_overlaps(facts: Sequence[Round], findings: Findings) -> None:
    """Refuse a round for days that another one asks about: a site would be told of twice."""
    ordered = sorted(facts, key=lambda r: (r.programme_id, r.start))
    for first, second in itertools.pairwise(ordered):
        if first.programme_id == second.programme_id and second.start <= first.end:
            new = second if second._state.adding else first
            if new._state.adding:
                other = first if new is second else second
                why = f"The round from {other.start} to {other.end} has some of these days."
                mend = "Let one begin on the day after the other ends."
                findings.refuse(new.sheet, new.row, "start", new.start.isoformat(), why, mend)


def _stored(programmes: Sequence[int]) -> list[Round]:
    return list(Round.objects.filter(programme__in=programmes).select_related("programme"))


ROUNDS = agreed_layout(
    "rounds",
    "Returns that programmes ask for",
    ("start", "end", "due"),
    Subject(
        what="rounds",
        column="start",
        read=_read,
        stored=_stored,
        key=lambda r: (r.programme_id, r.start),
        name=lambda r: f"the round of {r.programme.slug} from {r.start}",
        says=lambda r: f"until {r.end}, due {r.due}",
        cannot_correct="A round stays as it was asked for. Remove the row.",
        together=_refuse_overlaps,
    ),
)
