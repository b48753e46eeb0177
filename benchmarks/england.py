"""The demonstration's England, topped up to 11,000 sites: practices and trusts."""

from datetime import date

from groundswell.cli.home import prepare_home
from groundswell.demo.build import build
from groundswell.organisations.models import Kind, Membership, Organisation
from groundswell.people.actions import operator
from groundswell.submissions.models import Submission

SITES = 11_000
_KINDS = (Kind.PRACTICE, Kind.TRUST)


def make_england() -> None:
    """Build it in the data directory of the settings, once."""
    prepare_home()
    build(operator(), lambda what, done, total: None)
    missing = SITES - Organisation.objects.filter(kind__in=_KINDS).count()
    if missing <= 0:
        return
    submission = Submission.objects.filter(facts__has_key="organisations").order_by("-pk")[0]
    areas = list(Organisation.objects.filter(kind=Kind.CCG).order_by("pk"))
    sites = Organisation.objects.bulk_create(
        Organisation(code=f"MADEUP{i:04d}", kind=Kind.PRACTICE) for i in range(missing)
    )
    Membership.objects.bulk_create(
        Membership(
            submission=submission, row=1, child=site, parent=areas[number % len(areas)],
            start=date(2013, 4, 1), observed=date(2013, 4, 1),
        )
        for number, site in enumerate(sites)
    )  # fmt: skip


def sites() -> list[Organisation]:
    """11,000 sites, by their number."""
    found = list(Organisation.objects.filter(kind__in=_KINDS).order_by("pk")[:SITES])
    assert len(found) == SITES, len(found)
    return found
