"""Rows of the ledger with sensible defaults: a test names only what matters to it.

These write past the actions, so they are for tests of what reads. Each submission has a data
version of its own, and raises the ledger's to it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from groundswell.adoption.models import Event
from groundswell.adoption.recording import EventDraft
from groundswell.common.dates import UncertainDate
from groundswell.innovations.models import Innovation
from groundswell.organisations.models import Kind, Life, Membership, Name, Organisation, Succession
from groundswell.people.models import Ledger, Person, Role
from groundswell.programmes.models import Cohort, CohortSite
from groundswell.submissions.models import Submission

from .worlds import World


def make_person(username: str = "sender", **fields: object) -> Person:
    """An administrator, unless a role is given."""
    held = Person.objects.filter(username=username).first()
    return held or Person.objects.create_user(username, **{"role": Role.ADMINISTRATOR, **fields})


def make_submission(**fields: object) -> Submission:
    """An accepted file that tells of organisations."""
    ledger, _ = Ledger.objects.get_or_create(pk=1)
    ledger.version += 1
    ledger.save()
    defaults = {
        "layout": "organisations",
        "file_name": f"file-{ledger.version}.csv",
        "sha256": f"{ledger.version:064x}",
        "size": 1,
        "status": Submission.Status.ACCEPTED,
        "received_at": datetime(2020, 1, 1, 9, tzinfo=UTC),
        "accepted_at": datetime(2020, 1, 1, 10, tzinfo=UTC),
        "version": ledger.version,
        "facts": {"organisations": 1},
    }
    if "sender" not in fields:
        defaults["sender"] = make_person()
    return Submission.objects.create(**{**defaults, **fields})


def make_organisation(code: str = "P1", kind: Kind | None = None) -> Organisation:
    """Made once; a `World` knows its kind by the first letter."""
    organisation, _ = Organisation.objects.get_or_create(
        code=code, defaults={"kind": kind or World().kind(code)}
    )
    return organisation


def make_name(code: str, name: str, since: str, submission: Submission | None = None) -> Name:
    return Name.objects.create(
        organisation=make_organisation(code),
        name=name,
        since=date.fromisoformat(since),
        submission=submission or make_submission(),
        row=2,
    )


def make_life(
    code: str,
    opened: str | None,
    closed: str | None,
    *,
    observed: str = "2020-01-01",
    submission: Submission | None = None,
) -> Life:
    return Life.objects.create(
        organisation=make_organisation(code),
        opened=date.fromisoformat(opened) if opened else None,
        closed=date.fromisoformat(closed) if closed else None,
        observed=date.fromisoformat(observed),
        submission=submission or make_submission(),
        row=2,
    )


def make_innovation(slug: str = "freestyle-libre", **fields: object) -> Innovation:
    defaults = {
        "slug": slug,
        "name": slug.replace("-", " ").title(),
        "kind": Innovation.Kind.DEVICE,
        "origin": Innovation.Origin.INDUSTRY,
        "row": 2,
    }
    if "submission" not in fields:
        defaults["submission"] = make_submission()
    return Innovation.objects.create(**{**defaults, **fields})


def make_cohort(
    innovation: Innovation,
    sites: Iterable[str],
    *,
    start: str = "2013-04-01",
    end: str | None = None,
    submission: Submission | None = None,
    **fields: object,
) -> Cohort:
    cohort = Cohort.objects.create(
        innovation=innovation,
        submission=submission or make_submission(),
        row=1,
        **{"rule": "All of them", **fields},
    )
    for row, code in enumerate(sites, start=2):
        CohortSite.objects.create(
            cohort=cohort,
            site=make_organisation(code),
            start=date.fromisoformat(start),
            end=date.fromisoformat(end) if end else None,
            row=row,
        )
    return cohort


def make_event(
    innovation: Innovation,
    stage: str = "live",
    on: str = "2018-04-04",
    *,
    site: str = "P1",
    recorded: str = "2020-01-01T12:00:00+00:00",
    evidence: str = "reported",
    supersedes: Event | None = None,
    **fields: object,
) -> Event:
    """`on` and `recorded` as text."""
    when = UncertainDate.parse(on)
    submission = fields.pop("submission", None) or make_submission()
    return Event.objects.create(
        innovation=innovation,
        site=make_organisation(site),
        stage=stage,
        earliest=when.earliest,
        latest=when.latest,
        precision=when.precision,
        evidence=evidence,
        recorded_at=datetime.fromisoformat(recorded),
        recorded_by=submission.sender,
        supersedes=supersedes,
        submission=submission,
        **{"row": 2, **fields},
    )


def make_draft(
    innovation: Innovation,
    stage: str = "live",
    on: str = "2018-04-04",
    *,
    site: str = "P1",
    evidence: str = "reported",
    row: int = 2,
    reason: str = "",
) -> EventDraft:
    """An event as a row of a file tells it."""
    return EventDraft(
        row=row,
        sheet="",
        site=make_organisation(site).pk,
        site_code=site,
        innovation=innovation.pk,
        stage=stage,
        on=UncertainDate.parse(on),
        evidence=evidence,
        reason=reason,
    )


def store_world(world: World) -> Submission:
    """Every fact of a world, in its order of recording, from one submission."""
    submission = make_submission()
    of = {code: make_organisation(code, world.kind(code)) for code in world.codes}
    said = {"submission": submission, "row": 2}
    for child, parent, start, end, observed in world.memberships:
        Membership.objects.create(
            child=of[child], parent=of[parent], start=start, end=end, observed=observed, **said
        )
    for predecessor, successor, on, share in world.successions:
        Succession.objects.create(
            predecessor=of[predecessor], successor=of[successor], on=on, share=share, **said
        )
    for code, opened, closed in world.lives:
        Life.objects.create(
            organisation=of[code], opened=opened, closed=closed, observed=date(2020, 1, 1), **said
        )
    return submission
