"""Programmes, and what was agreed of them, with sensible defaults; past the actions."""

from datetime import UTC, date, datetime

from groundswell.innovations.models import Innovation
from groundswell.programmes.models import Closure, Participant, Programme, Round, Target
from groundswell.submissions.models import Submission

from .factories import make_organisation, make_submission


def told_on(day: str, **fields: object) -> Submission:
    """A file accepted on a day."""
    return make_submission(accepted_at=datetime.fromisoformat(f"{day}T12:00:00+00:00"), **fields)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def make_programme(innovation: Innovation, slug: str = "pulse", **fields: object) -> Programme:
    defaults = {
        "slug": slug,
        "name": f"{slug.replace('-', ' ').title()} programme",
        "innovation": innovation,
        "commissioner": "NHS England",
        "start": date(2018, 4, 1),
        "row": 2,
    }
    if "submission" not in fields:
        defaults["submission"] = make_submission()
    return Programme.objects.create(**{**defaults, **fields})


def make_participant(
    programme: Programme,
    network: str,
    start: str = "2018-04-01",
    end: str | None = None,
    *,
    submission: Submission | None = None,
    **fields: object,
) -> Participant:
    return Participant.objects.create(
        programme=programme,
        network=make_organisation(network),
        start=date.fromisoformat(start),
        end=date.fromisoformat(end) if end else None,
        submission=submission or make_submission(),
        row=2,
        **fields,
    )


def make_target(
    programme: Programme,
    network: str | None,
    due: str,
    value: float,
    kind: str = "share",
    *,
    whole: float | None = None,
    submission: Submission | None = None,
) -> Target:
    return Target.objects.create(
        programme=programme,
        network=make_organisation(network) if network else None,
        due=date.fromisoformat(due),
        kind=kind,
        value=value,
        whole=whole,
        submission=submission or make_submission(),
        row=2,
    )


def make_round(programme: Programme, start: str, end: str, due: str) -> Round:
    days = (date.fromisoformat(day) for day in (start, end, due))
    start_day, end_day, due_day = days
    return Round.objects.create(
        programme=programme,
        start=start_day,
        end=end_day,
        due=due_day,
        submission=make_submission(),
        row=2,
    )


def make_closure(
    programme: Programme, outcome: str, on: str, to: str = "", *, reason: str = ""
) -> Closure:
    return Closure.objects.create(
        programme=programme,
        outcome=outcome,
        on=date.fromisoformat(on),
        to=to,
        reason=reason,
        submission=make_submission(),
        row=2,
    )
