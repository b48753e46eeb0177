"""A return beside what the network's earlier returns for the same round told.

A return is the network's account of each site that it lists. Told again, the account of a site
replaces the earlier one: an event told otherwise is corrected, one no longer told is taken back,
and what the ledger held before it counts again. A site that is not listed keeps its account.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from groundswell.programmes.models import Round
from groundswell.submissions.findings import Change
from groundswell.submissions.models import Submission

from .models import Event, Returned
from .recording import FIELDS, EventDraft, Held, Plan, held_events, held_of, said

Subject = tuple[int, int]  # innovation, site
Said = Returned.Said


@dataclass(frozen=True, slots=True)
class Blank:
    """A row that tells nothing of its site."""

    row: int
    sheet: str
    site: int
    site_code: str
    innovation: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """An event that an earlier return for the round told and that counts now, and what counted
    before that return."""

    event: Held
    before: Held | None
    programme_before: int | None = None


@dataclass(slots=True)
class Account:
    """What a return would record. `said` tells of each row what it came to, in their order."""

    plan: Plan = field(default_factory=Plan)
    said: list[tuple[Blank | EventDraft, Said]] = field(default_factory=list)

    @property
    def blank(self) -> int:
        """Rows with nothing to tell, that took nothing back."""
        return sum(what == Said.NOTHING for _, what in self.said)


def earlier_events(round_: Round, network: int) -> dict[Subject, list[Earlier]]:
    """By innovation and site, in order of time."""
    returns = Returned.objects.filter(round=round_, network=network)
    submissions = set(returns.values_list("submission_id", flat=True))
    if not submissions:
        return {}
    told = _events(Event.objects.filter(submission__in=submissions))
    from_before = Event.objects.filter(superseded_by__submission__in=submissions)
    before = {**_events(from_before), **told}
    later = Event.objects.filter(supersedes__submission__in=submissions)
    superseded = set(later.values_list("supersedes_id", flat=True))
    found: dict[Subject, list[Earlier]] = {}
    for pk, event in told.items():
        if pk in superseded or event.held.stage == "void":
            continue
        origin = _origin(event, told, before)
        if origin is not None and _same(event.held, origin.held):
            continue  # taken back already: it only says again what counted before
        earlier = Earlier(
            event.held, origin.held if origin else None, origin.programme if origin else None
        )
        found.setdefault(event.subject, []).append(earlier)
    for events in found.values():
        events.sort(key=lambda e: e.event.order)
    return found


@dataclass(frozen=True, slots=True)
class _Event:
    """A stored event, counting or not."""

    subject: Subject
    programme: int | None
    supersedes: int | None
    held: Held


def _events(rows: QuerySet[Event]) -> dict[int, _Event]:
    """Events by id."""
    values = rows.values_list("innovation_id", "site_id", "programme_id", "supersedes_id", *FIELDS)
    return {row[4]: _Event(row[:2], row[2], row[3], held_of(row[4:])) for row in values}


def _origin(
    event: _Event, told: Mapping[int, _Event], before: Mapping[int, _Event]
) -> _Event | None:
    """What the event supersedes, past the events of the same round; None where that is nothing."""
    first = event
    while first.supersedes is not None and first.supersedes in told:
        first = told[first.supersedes]
    origin = before[first.supersedes] if first.supersedes is not None else None
    return origin if origin is not None and origin.held.stage != "void" else None


def _same(one: Held, other: Held) -> bool:
    return replace(one, id=None, submission=None) == replace(other, id=None, submission=None)


def plan_return(
    drafts: Sequence[EventDraft],
    blanks: Sequence[Blank],
    earlier: Mapping[Subject, Sequence[Earlier]],
) -> Account:
    """Compare a return's rows with what is known, and with the earlier returns for the round."""
    account = Account()
    rows: list[Blank | EventDraft] = [*drafts, *blanks]
    held = held_events({r.innovation for r in rows}, {r.site for r in rows})
    told: dict[Subject, list[EventDraft]] = {(r.innovation, r.site): [] for r in rows}
    for draft in drafts:
        told[draft.innovation, draft.site].append(draft)
    ways: dict[int, Said] = {}  # by row
    taken: dict[Subject, list[Earlier]] = {}
    for subject, ours in told.items():
        key = (*subject, "reported")
        now = account.plan.after.setdefault(key, held.get(key, []))
        taken[subject] = _replace(account.plan, ours, list(earlier.get(subject, ())), now, ways)
    empty = {(b.innovation, b.site): b for b in reversed(blanks)}
    for subject, events in taken.items():
        place = empty.get(subject) or told[subject][0]
        if events and subject in empty:
            ways[place.row] = Said.TAKEN_BACK
        for event in events:
            _take_back(account.plan, place, event)
    for row in sorted(rows, key=lambda r: r.row):
        account.said.append((row, ways.get(row.row, Said.NOTHING)))
    return account


def _replace(
    plan: Plan,
    drafts: list[EventDraft],
    earlier: list[Earlier],
    now: list[Held],
    ways: dict[int, Said],
) -> list[Earlier]:
    """Plan the rows of one site; returns the earlier events that they no longer tell."""
    left = sorted(drafts, key=lambda d: (d.on.latest, d.on.earliest, d.row))
    for draft in list(left):
        if same := next((e for e in earlier if e.event.says(draft)), None):
            plan.unchanged.append(draft)
            ways[draft.row] = Said.KNOWN
            earlier.remove(same)
            left.remove(draft)
            # It is this row's from now on: no other row of the file corrects it.
            now[now.index(same.event)] = replace(same.event, id=None)
    for alike in (lambda e, d: e.event.stage == d.stage, lambda e, d: True):
        for draft in list(left):
            if other := next((e for e in earlier if alike(e, draft)), None):
                plan.correct(draft, other.event, now)
                ways[draft.row] = Said.CORRECTED
                earlier.remove(other)
                left.remove(draft)
    for draft in left:
        counts = len(plan.new), len(plan.corrections)
        plan.add(draft, now)
        more = len(plan.new) > counts[0], len(plan.corrections) > counts[1]
        ways[draft.row] = Said.NEW if more[0] else Said.CORRECTED if more[1] else Said.KNOWN
    return earlier


def _take_back(plan: Plan, place: Blank | EventDraft, earlier: Earlier) -> None:
    """Plan that an event counts no more, and that what it had corrected counts again."""
    held, before = earlier.event, earlier.before
    restored = before or Held(None, "void", held.on, "")
    draft = EventDraft(
        row=place.row,
        sheet=place.sheet,
        site=place.site,
        site_code=place.site_code,
        innovation=place.innovation,
        stage=restored.stage,
        on=restored.on,
        evidence="reported",
        programme=earlier.programme_before,
        reason=restored.reason,
        note=restored.note,
        factor=restored.factor,
        domain=restored.domain,
    )
    assert held.id is not None  # stored
    plan.corrections.append((draft, held.id))
    plan.changes.append(Change(place.sheet, place.row, place.site_code, said(held), said(draft)))
    now = plan.after[place.innovation, place.site, "reported"]
    now.remove(held)
    if before is not None:
        now.append(replace(before, id=None))


def save_account(
    account: Account, submission: Submission, round_: int, network: int
) -> dict[str, int]:
    """Say of every row what it told, so that a round knows whom it has heard of."""
    Returned.objects.bulk_create(
        [
            Returned(
                submission=submission,
                sheet=row.sheet,
                row=row.row,
                round_id=round_,
                network_id=network,
                site_id=row.site,
                innovation_id=row.innovation,
                said=what,
            )
            for row, what in account.said
        ],
        batch_size=2000,
    )
    return {"rows returned": len(account.said)}


def not_listed(round_: Round, network: int, sites: Iterable[int]) -> int:
    """How many sites earlier returns for the round told something of, and these do not name."""
    heard = Returned.objects.filter(round=round_, network=network)
    latest = dict(heard.order_by("pk").values_list("site_id", "said"))
    kept = {s for s, what in latest.items() if what not in (Said.NOTHING, Said.TAKEN_BACK)}
    return len(kept - set(sites))
