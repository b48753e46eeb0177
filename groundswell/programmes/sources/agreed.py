"""What the tables of things agreed share: a row names its programme and tells one fact of it.

The same fact told again is known already. One with the same key that says something else corrects
what is stored where a kind of fact can be corrected; the earlier one stays, and counts no more.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Kind, Organisation
from groundswell.people.models import Person
from groundswell.submissions.findings import Change, Findings
from groundswell.submissions.layouts import Check, Checked, Layout, has_headings
from groundswell.submissions.models import FromSubmission, Submission
from groundswell.submissions.tables import Record, Sheet, records
from groundswell.submissions.values import CODES, SLUGS, day_or_none, in_order, known, named

from ..access import PERMISSION, may_record
from ..models import Participant, Programme
from ..queries import participants_of

Fact = TypeVar("Fact", bound=FromSubmission)
Read = Callable[[Record, Programme | None, "Known", Findings], Fact | None]


@dataclass(frozen=True, slots=True)
class Subject(Generic[Fact]):
    """One kind of fact: what makes two rows tell the same thing, and what they say of it.

    `stored` gives the facts of some programmes in the order of telling. `cannot_correct` says how
    to mend a row that contradicts a stored fact, and is empty where the row corrects it. `together`
    is given the facts that would prevail, the new ones among them, and refuses what does not fit.
    """

    what: str
    column: str  # at which a row that repeats or contradicts another is refused
    read: Read[Fact]
    stored: Callable[[Sequence[int]], Sequence[Fact]]
    key: Callable[[Fact], Hashable]
    name: Callable[[Fact], str]
    says: Callable[[Fact], str]
    cannot_correct: str = ""
    together: Callable[[Sequence[Fact], Findings], None] | None = None


def agreed_layout(
    name: str,
    title: str,
    headings: Sequence[str],
    subject: Subject[Fact],
    personal: frozenset[str] = frozenset(),
) -> Layout:
    """A layout of one table whose rows each tell one fact of a programme.

    `personal` columns name people: the public does not see them.
    """

    def store(submission: Submission, checked: Checked) -> dict[str, int]:
        for fact in checked.facts:
            fact.submission = submission
        if checked.facts:
            type(checked.facts[0]).objects.bulk_create(checked.facts)
        return {subject.what: len(checked.facts)}

    return Layout(
        name=name,
        title=title,
        group="catalogue",
        permission=PERMISSION,
        recognise=has_headings("programme", *headings),
        check=check_agreed(subject),
        store=store,
        personal_columns=personal,
    )


def check_agreed(subject: Subject[Fact]) -> Check:
    def check(
        sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
    ) -> Checked:
        things = Known(by)
        read: list[Fact] = []
        rows = 0
        for row in records(sheets[0]):
            rows += 1
            fact = subject.read(row, things.programme(row, findings), things, findings)
            if fact is not None:
                fact.sheet, fact.row = row.place
                read.append(fact)
        return _sorted(rows, read, subject, things, findings)

    return check


def _sorted(
    rows: int,
    read: Sequence[Fact],
    subject: Subject[Fact],
    things: "Known",
    findings: Findings,
) -> Checked:
    """New, corrected and known facts; of a fact told twice in one file the second is refused."""
    held = {subject.key(fact): fact for fact in subject.stored(things.named)}
    told: dict[Hashable, Fact] = {}
    changes: list[Change] = []
    unchanged = 0
    for fact in read:
        key = subject.key(fact)
        before = held.get(key)
        if key in told:
            why = f"Row {told[key].row} tells of {subject.name(fact)} already."
            mend = "Keep one of the two rows."
            findings.refuse(fact.sheet, fact.row, subject.column, "", why, mend)
        elif before is None:
            told[key] = fact
        elif subject.says(before) == subject.says(fact):
            unchanged += 1
        elif subject.cannot_correct:
            why = f"Recorded already of {subject.name(fact)}: {subject.says(before)}."
            mend = subject.cannot_correct
            findings.refuse(fact.sheet, fact.row, subject.column, "", why, mend)
        else:
            told[key] = fact
            changes.append(
                Change(
                    fact.sheet,
                    fact.row,
                    subject.name(fact),
                    subject.says(before),
                    subject.says(fact),
                )
            )
    if subject.together is not None:
        subject.together(list((held | told).values()), findings)
    facts = list(told.values())
    return Checked(rows, facts, len(facts) - len(changes), tuple(changes), unchanged)


class Known:
    """What rows may name, each looked up once, for one person who records it."""

    def __init__(self, by: Person) -> None:
        self.by = by
        self._slugs = list(Programme.objects.values_list("slug", flat=True))
        self._found: dict[str, Programme] = {}
        self._participants: dict[int, list[Participant]] = {}

    @property
    def named(self) -> list[int]:
        """The programmes named so far."""
        return [programme.pk for programme in self._found.values()]

    def programme(self, row: Record, findings: Findings) -> Programme | None:
        """The programme that a row names; None once it has been refused."""
        slug = named(row, "programme", str.lower, SLUGS, findings)
        if slug not in self._slugs:
            known(row, "programme", self._slugs, "programme", findings)
            return None
        if slug not in self._found:
            self._found[slug] = Programme.objects.select_related("submission__sender").get(
                slug=slug
            )
        programme = self._found[slug]
        if not may_record(self.by, programme):
            why = "Only a national administrator may record facts of this programme."
            mend = "Leave this row to one: yours are the local programmes of your own network."
            refuse_at(row, "programme", why, mend, findings)
            return None
        return programme

    @cached_property
    def _networks(self) -> dict[str, Organisation]:
        return {n.code: n for n in Organisation.objects.filter(kind=Kind.NETWORK)}

    def network(self, row: Record, findings: Findings) -> Organisation | None:
        """The network that a row names; None once it has been refused."""
        code = named(row, "network", clean_code, CODES, findings)
        if code not in self._networks:
            known(row, "network", self._networks, "network", findings)
        return self._networks.get(code)

    def participants(self, programme: Programme) -> list[Participant]:
        """Who takes part as far as is stored: of several rows for one network the last told."""
        if programme.pk not in self._participants:
            self._participants[programme.pk] = participants_of(programme)
        return self._participants[programme.pk]


def refuse_at(row: Record, column: str, why: str, mend: str, findings: Findings) -> None:
    findings.refuse(row.sheet, row.number, column, row[column], why, mend)


def period(
    row: Record, programme: Programme | None, findings: Findings
) -> tuple[date | None, date | None]:
    """Start and end of a row; without a start the programme's. Refuses one before it."""
    start = day_or_none(row["start"], "start", row.place, findings)
    end = day_or_none(row["end"], "end", row.place, findings)
    if start is None and not row["start"] and programme is not None:
        start = programme.start
    in_order(start, end, "end", row.place, findings)
    if programme is not None:
        not_before(row, "start", start, programme, findings)
    return start, end


def not_before(
    row: Record, column: str, day: date | None, programme: Programme, findings: Findings
) -> None:
    """Refuse a day before the programme starts."""
    if day is not None and day < programme.start:
        why = f"The programme starts on {programme.start.isoformat()}, after this day."
        refuse_at(row, column, why, "Mend the day.", findings)
