"""From what a file says to events: what is new, what corrects, what is known already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from groundswell.common.dates import UncertainDate
from groundswell.submissions.findings import Change
from groundswell.submissions.models import Submission

from .models import Event


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as a row of a file tells it. Ids are those of the ledger."""

    row: int
    sheet: str
    site: int
    site_code: str
    innovation: int
    stage: str
    on: UncertainDate
    evidence: str
    programme: int | None = None
    reason: str = ""
    note: str = ""


@dataclass(slots=True)
class Plan:
    """What to record. `corrections` pairs a draft with the id of the event that it supersedes."""

    new: list[EventDraft] = field(default_factory=list)
    corrections: list[tuple[EventDraft, int]] = field(default_factory=list)
    unchanged: list[EventDraft] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Held:
    """An event that counts now: stored, or planned earlier from the same file (id None)."""

    id: int | None
    stage: str
    on: UncertainDate
    reason: str

    def same_as(self, draft: EventDraft) -> bool:
        return (self.stage, self.on, self.reason) == (draft.stage, draft.on, draft.reason)

    @property
    def order(self) -> tuple[date, date]:
        return self.on.latest, self.on.earliest


def plan_events(drafts: Iterable[EventDraft]) -> Plan:
    """Compare drafts with the events that count now.

    The same stage on the same date is known already. A stage that is a site's latest, told again
    with another date, corrects it; so does any measured stage, since a site has one first use.
    Anything else is new. A void takes back the event of its own date.
    """
    drafts = list(drafts)
    held = _held_events({d.innovation for d in drafts})
    plan = Plan()
    for draft in drafts:
        ours = held.setdefault((draft.innovation, draft.site, draft.evidence), [])
        if any(e.same_as(draft) for e in ours) and not _takes_back(draft, ours):
            plan.unchanged.append(draft)
            continue
        corrected = _corrected(draft, ours)
        if corrected is None or corrected.id is None:
            plan.new.append(draft)
        else:
            plan.corrections.append((draft, corrected.id))
            plan.changes.append(_change(draft, corrected))
            ours.remove(corrected)
        ours.append(_Held(None, draft.stage, draft.on, draft.reason))
    return plan


def _takes_back(draft: EventDraft, ours: list[_Held]) -> bool:
    """Is the draft a void of an event that counts?"""
    return draft.stage == "void" and _corrected(draft, ours) is not None


def _corrected(draft: EventDraft, ours: list[_Held]) -> _Held | None:
    if draft.evidence == "measured":
        return next((e for e in ours if e.stage == draft.stage), None)
    counting = [e for e in ours if e.stage != "void"]
    if draft.stage == "void":
        return next((e for e in counting if e.on == draft.on), None)
    latest = max(counting, key=lambda e: e.order, default=None)
    return latest if latest is not None and latest.stage == draft.stage else None


def _change(draft: EventDraft, held: _Held) -> Change:
    old, new = _said(held), _said(draft)
    return Change(draft.sheet, draft.row, draft.site_code, old, new)


def _said(event: _Held | EventDraft) -> str:
    reason = f" ({event.reason})" if event.reason else ""
    return f"{event.stage}, {event.on.name}{reason}"


def _held_events(innovations: set[int]) -> dict[tuple[int, int, str], list[_Held]]:
    held: dict[tuple[int, int, str], list[_Held]] = {}
    rows = Event.objects.filter(innovation_id__in=innovations, superseded_by__isnull=True)
    for event in rows.order_by("pk"):
        key = (event.innovation_id, event.site_id, event.evidence)
        held.setdefault(key, []).append(_Held(event.pk, event.stage, event.on, event.reason))
    return held


def save_events(plan: Plan, submission: Submission, innovation: int | None = None) -> int:
    """Append the planned events. Runs inside an action; returns how many were added.

    `innovation` is given where it did not exist yet when the events were planned.
    """
    now = timezone.now()
    planned = [(draft, None) for draft in plan.new] + plan.corrections
    events = [_event(draft, corrects, submission, now) for draft, corrects in planned]
    if innovation is not None:
        for event in events:
            event.innovation_id = innovation
    Event.objects.bulk_create(events, batch_size=2000)
    return len(events)


def _event(draft: EventDraft, corrects: int | None, submission: Submission, now: datetime) -> Event:
    return Event(
        submission=submission,
        sheet=draft.sheet,
        row=draft.row,
        innovation_id=draft.innovation,
        site_id=draft.site,
        programme_id=draft.programme,
        stage=draft.stage,
        earliest=draft.on.earliest,
        latest=draft.on.latest,
        precision=draft.on.precision,
        evidence=draft.evidence,
        reason=draft.reason,
        note=draft.note,
        recorded_at=now,
        recorded_by_id=submission.sender_id,
        supersedes_id=corrects,
    )
