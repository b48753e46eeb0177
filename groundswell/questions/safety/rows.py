"""The way down from a safety answer: the events, the answers, and the rows that they came from."""

from datetime import date

from django.utils import timezone

from groundswell.adoption.models import Event
from groundswell.organisations.queries import names_on
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from ..asked import one_of
from .answer import HOLDING_WORDS, STATUS_WORDS, SafetyRow, Status
from .listing import Listing, Unit, listing
from .question import SafetyQuestion
from .standing import Answered


def rows(
    question: SafetyQuestion, place: str | None = None, status: str | None = None
) -> list[SafetyRow]:
    """Every site that has or had it, by the code of what it has become, with the rows behind.

    `place` keeps the sites of one place (its code), `status` those of one of `STATUS_WORDS`. Sites
    of which nothing is known are listed where that status is asked for. A site that stands in
    several places stands under each. Raises NotFound like `answer`.
    """
    if status is not None:
        one_of("status", status, STATUS_WORDS)
    found = listing(question, timezone.localdate(), data_version())
    wanted = [unit for unit in found.units if _is_asked(unit, place, status)]
    told = [one for unit in wanted for one in unit.told]
    events = Event.objects.in_bulk([one.source.held.event for one in told])
    about = _About(found, wanted, events)
    return [
        row
        for unit in sorted(wanted, key=lambda unit: about.codes[unit.position])
        for at in (unit.places if place is None else (place,))
        for row in about.rows_of(unit, at)
    ]


def _is_asked(unit: Unit, place: str | None, status: str | None) -> bool:
    if place is not None and place not in unit.places:
        return False
    return unit.status != Status.UNKNOWN if status is None else unit.status == status


class _About:
    """What the rows of a listing are made of."""

    def __init__(self, found: Listing, units: list[Unit], events: dict[int, Event]) -> None:
        self.found, self.events, self.codes = found, events, found.history.codes
        self.names = names_on([self.codes[unit.position] for unit in units], found.on)
        self.files = dict(Submission.objects.values_list("pk", "file_name"))

    def rows_of(self, unit: Unit, place: str) -> list[SafetyRow]:
        if unit.told:
            return [self._of_event(unit, place, one) for one in unit.told]
        return [self._of_cohort(unit, place, *entry) for entry in unit.cohort]

    def _of_event(self, unit: Unit, place: str, one: Answered) -> SafetyRow:
        event = self.events[one.source.held.event]
        given = self.found.answers.get(one.given.id) if one.given else None
        acted: date | None = one.given.acted if one.given else None
        return SafetyRow(
            **self._unit(unit, place),
            had_by=self.codes[one.source.site],
            holding=HOLDING_WORDS[one.source.held.holding],
            stage=event.stage,
            on=event.on,
            evidence=event.evidence,
            submission_id=event.submission_id,
            file_name=self.files[event.submission_id],
            sheet=event.sheet,
            row=event.row,
            acknowledged=given.acknowledged if given else None,
            acted=acted,
            outcome=str(given.get_outcome_display()) if given and acted else "",
            answer_submission_id=given.submission_id if given else 0,
            answer_file_name=self.files[given.submission_id] if given else "",
            answer_sheet=given.sheet if given else "",
            answer_row=given.row if given else 0,
        )

    def _of_cohort(self, unit: Unit, place: str, site: int, submission: int, row: int) -> SafetyRow:
        return SafetyRow(
            **self._unit(unit, place),
            had_by=self.codes[site],
            holding="not known",
            stage="",
            on=None,
            evidence="",
            submission_id=submission,
            file_name=self.files[submission],
            sheet="",
            row=row,
            acknowledged=None,
            acted=None,
            outcome="",
            answer_submission_id=0,
            answer_file_name="",
            answer_sheet="",
            answer_row=0,
        )

    def _unit(self, unit: Unit, place: str) -> dict[str, str]:
        code = self.codes[unit.position]
        return {
            "site_code": code,
            "site_name": self.names.get(code, code),
            "place_code": place,
            "status": str(unit.status),
        }
