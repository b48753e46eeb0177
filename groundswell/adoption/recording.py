"""From what a file says to events: what is new, what corrects, what is known already."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from groundswell.common.dates import UncertainDate
from groundswell.submissions.findings import Change
from groundswell.submissions.models import Submission

from .models import Event

Key = tuple[int, int, str]  # innovation, site, evidence


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
    factor: str = ""
    domain: str = ""

    @property
    def key(self) -> Key:
        return self.innovation, self.site, self.evidence


@dataclass(frozen=True, slots=True)
class Held:
    """An event that counts now: stored, or planned earlier from the same file (id None).

    `submission` is that of a stored event, `row` the row of a planned one.
    """

    id: int | None
    stage: str
    on: UncertainDate
    reason: str
    note: str = ""
    factor: str = ""
    domain: str = ""
    submission: int | None = None
    row: int | None = None

    def says(self, draft: EventDraft) -> bool:
        """Does the draft tell the very same?"""
        return self.has(draft) and self._words == (draft.note, draft.factor, draft.domain)

    def covers(self, draft: EventDraft) -> bool:
        """Does the draft tell nothing that is not known? Without a note it is silent on why."""
        silent = not (draft.note or draft.factor)
        return self.has(draft) and (silent or self.says(draft))

    def has(self, draft: EventDraft) -> bool:
        """The same stage at the same time for the same reason, whatever is noted."""
        return (self.stage, self.on, self.reason) == (draft.stage, draft.on, draft.reason)

    @property
    def _words(self) -> tuple[str, str, str]:
        return self.note, self.factor, self.domain

    @property
    def order(self) -> tuple[date, date]:
        return self.on.latest, self.on.earliest


@dataclass(slots=True)
class Plan:
    """What to record. `corrections` pairs a draft with the id of the event that it supersedes.

    `after` is what would count, by innovation, site and evidence, of those that the file names.
    """

    new: list[EventDraft] = field(default_factory=list)
    corrections: list[tuple[EventDraft, int]] = field(default_factory=list)
    unchanged: list[EventDraft] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    after: dict[Key, list[Held]] = field(default_factory=dict)

    def add(self, draft: EventDraft, ours: list[Held]) -> None:
        """Plan one draft, beside the events of its site that count (`ours`, kept up to date)."""
        if any(e.covers(draft) for e in ours) and not _takes_back(draft, ours):
            self.unchanged.append(draft)
            return
        corrected = _corrected(draft, ours)
        if corrected is None or corrected.id is None:
            self.new.append(draft)
            ours.append(planned(draft))
        else:
            self.correct(draft, corrected, ours)

    def leave_out(self, rows: Collection[int | None]) -> None:
        """Plan nothing of rows that were refused, so that they are not counted as new too."""
        self.new = [draft for draft in self.new if draft.row not in rows]
        self.corrections = [pair for pair in self.corrections if pair[0].row not in rows]
        self.changes = [change for change in self.changes if change.row not in rows]

    def correct(self, draft: EventDraft, held: Held, ours: list[Held]) -> None:
        """Plan a draft that supersedes an event."""
        assert held.id is not None  # what is only planned has nothing to supersede
        self.corrections.append((draft, held.id))
        self.changes.append(
            Change(draft.sheet, draft.row, draft.site_code, said(held), said(draft))
        )
        ours.remove(held)
        ours.append(planned(draft))


def plan_events(drafts: Iterable[EventDraft]) -> Plan:
    """Compare drafts with the events that count now.

    The same stage on the same date is known already; with something else noted of it, it
    corrects. A stage that is a site's latest, told again with another date, corrects it; so does
    any measured stage, since a site has one first use. Anything else is new. A void takes back
    the event of its own date.
    """
    drafts = list(drafts)
    held = held_events({d.innovation for d in drafts}, {d.site for d in drafts})
    plan = Plan()
    for draft in drafts:
        ours = plan.after.setdefault(draft.key, held.get(draft.key, []))
        plan.add(draft, ours)
    return plan


def planned(draft: EventDraft) -> Held:
    """A draft as the event that it will be."""
    words = (draft.note, draft.factor, draft.domain)
    return Held(None, draft.stage, draft.on, draft.reason, *words, row=draft.row)


def _takes_back(draft: EventDraft, ours: list[Held]) -> bool:
    """Is the draft a void of an event that counts?"""
    return draft.stage == "void" and _corrected(draft, ours) is not None


def _corrected(draft: EventDraft, ours: list[Held]) -> Held | None:
    if draft.evidence == "measured":
        return next((e for e in ours if e.stage == draft.stage), None)
    counting = [e for e in ours if e.stage != "void"]
    if draft.stage == "void":
        return next((e for e in counting if e.on == draft.on), None)
    if told_again := next((e for e in counting if e.has(draft)), None):
        return told_again
    latest = max(counting, key=lambda e: e.order, default=None)
    return latest if latest is not None and latest.stage == draft.stage else None


def additions(plan: Plan) -> tuple[Change, ...]:
    """The new events, as a check lists them."""
    return tuple(Change(d.sheet, d.row, d.site_code, "", said(d)) for d in plan.new)


def said(event: Held | EventDraft) -> str:
    """An event in a few words, for whoever compares old and new."""
    if event.stage == "void":
        return "nothing"
    reason = f" ({event.reason})" if event.reason else ""
    why = ", ".join(word for word in (event.factor, event.domain) if word)
    words = ": ".join(word for word in (why, event.note) if word)
    return f"{event.stage}, {event.on.name}{reason}{f'; {words}' if words else ''}"


_MOST_NAMED = 500  # sites by which a query is narrowed; beyond, all of an innovation are read
FIELDS = (
    "pk",
    "stage",
    "earliest",
    "latest",
    "precision",
    "reason",
    "note",
    "factor",
    "domain",
    "submission_id",
)


def held_events(innovations: Collection[int], sites: Collection[int]) -> dict[Key, list[Held]]:
    """The events that count now, by innovation, site and evidence, in order of recording.

    At least those of these sites; an empty collection of innovations has none.
    """
    rows = Event.objects.filter(innovation_id__in=innovations, superseded_by__isnull=True)
    if len(sites) <= _MOST_NAMED:
        rows = rows.filter(site_id__in=sites)
    held: dict[Key, list[Held]] = {}
    for row in rows.order_by("pk").values_list("innovation_id", "site_id", "evidence", *FIELDS):
        held.setdefault(row[:3], []).append(held_of(row[3:]))
    return held


def held_of(row: tuple[Any, ...]) -> Held:
    """An event of the values of `FIELDS`: thousands are read, so no model is made of them."""
    pk, stage, earliest, latest, precision, reason, note, factor, domain, submission = row
    on = UncertainDate(earliest, latest, precision)
    return Held(pk, stage, on, reason, note, factor, domain, submission)


def save_events(plan: Plan, submission: Submission, innovation: int | None = None) -> int:
    """Append the planned events. Runs inside an action; returns how many were added.

    `innovation` is given where it did not exist yet when the events were planned.
    """
    now = timezone.now()
    pairs = [(draft, None) for draft in plan.new] + plan.corrections
    events = [_event(draft, corrects, submission, now) for draft, corrects in pairs]
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
        factor=draft.factor,
        domain=draft.domain,
        recorded_at=now,
        recorded_by_id=submission.sender_id,
        supersedes_id=corrects,
    )
