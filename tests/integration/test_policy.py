"""Who may do what: every role and permission, for records of no, their own, another network."""

import pytest
from django.contrib.auth.models import AnonymousUser

from groundswell.adoption.models import Event
from groundswell.intake import accept, receive
from groundswell.people.models import Person, Role
from groundswell.people.policy import PERMISSIONS, NotAllowed, may, require
from groundswell.submissions.findings import Refused
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import GOOD, adoptions, lines, send

pytestmark = pytest.mark.django_db

# permission: may a contributor, for a record of (no network, their own, another)?
# A national administrator always may, and nobody else ever.
CONTRIBUTOR_MAY = {
    "people.manage": (False, False, False),
    "organisations.record": (False, False, False),
    "innovations.record": (False, False, False),
    # Local ones only: `test_programme_access.py` says which those are.
    "programmes.record": (True, True, False),
    "measures.record": (False, False, False),
    "adoption.record": (True, True, False),
    "safety.issue": (False, False, False),
    "safety.acknowledge": (True, True, False),
    "figures.publish": (True, True, False),
    "submissions.send": (True, True, False),
    "submissions.read": (True, True, False),
}
NETWORKS = (None, "HI-West", "HI-NENC")
every_permission = pytest.mark.parametrize("permission", sorted(PERMISSIONS))


def test_every_permission_has_a_row():
    assert CONTRIBUTOR_MAY.keys() == PERMISSIONS.keys()


@every_permission
def test_contributor_may(contributor, permission):
    found = tuple(may(contributor, permission, network=n) for n in NETWORKS)
    assert found == CONTRIBUTOR_MAY[permission]


@every_permission
def test_administrator_may_everywhere(administrator, permission):
    assert all(may(administrator, permission, network=n) for n in NETWORKS)


@every_permission
@pytest.mark.parametrize(
    "person",
    [
        AnonymousUser(),
        Person(username="without-a-role"),
        Person(username="of-a-network-only", network="HI-West"),
        Person(username="superuser", is_superuser=True, is_staff=True),
        Person(username="retired", role=Role.ADMINISTRATOR, is_active=False),
        Person(username="left", role=Role.CONTRIBUTOR, network="HI-West", is_active=False),
    ],
    ids=str,
)
def test_nobody_else_may_anywhere(person, permission):
    assert not any(may(person, permission, network=n) for n in NETWORKS)
    for network in NETWORKS:
        with pytest.raises(NotAllowed, match="national administrator"):
            require(person, permission, network=network)


def test_permission_that_does_not_exist_is_a_mistake_and_not_a_no(administrator):
    with pytest.raises(KeyError):
        may(administrator, "people.mange")


# A contributor's own network, end to end


def _refusals(by, content):
    received = receive(by=by, file_name="ours.csv", content=content, layout=None, options={})
    with nothing_written(), pytest.raises(Refused) as refused:
        accept(by=by, submission=received)
    return refused.value.refusals


def test_contributor_records_sites_of_their_own_network(world, contributor):
    send(contributor, adoptions("L81001,live,2018-04", "RA7,live,2018-04"))
    assert set(Event.objects.values_list("site__code", "recorded_by__username")) == {
        ("L81001", "contributor"),
        ("RA7", "contributor"),
    }


def test_site_of_another_network_is_refused_by_the_name_of_that_network(world, contributor):
    (refusal,) = _refusals(contributor, adoptions("L81001,live,2018-04", "A81001,live,2018-04"))
    assert (refusal.row, refusal.column, refusal.value) == (3, "site", "A81001")
    assert refusal.why == "The site is in HI-NENC."
    assert "sites of HI-West" in refusal.mend


def test_site_of_no_network_is_refused(world, contributor):
    (refusal,) = _refusals(contributor, adoptions("L81099,live,2018-04"))
    assert refusal.why == "The site is in no known network."


def test_administrator_records_sites_of_every_network(world):
    send(world, adoptions("L81001,live,2018-04", "A81001,live,2018-04", "L81099,live,2018-04"))
    assert Event.objects.count() == 3


def test_network_is_the_one_that_the_site_was_in_when_it_happened(world, contributor):
    moves = lines("child,parent,start,end", "RXP,QUY,2019-04-01,")
    send(world, moves)
    send(contributor, adoptions("RXP,live,2019-04"))
    (refusal,) = _refusals(contributor, adoptions("RXP,committed,2019-03"))
    assert refusal.why == "The site is in HI-NENC."


def test_contributor_may_not_accept_a_file_of_another_kind(world, contributor):
    for layout in ("organisations", "innovations", "series", "licences"):
        good = GOOD[layout]
        arguments = {
            "by": contributor,
            "file_name": good.file_name,
            "content": good.content,
            "options": good.options,
        }
        with nothing_written(), pytest.raises(NotAllowed, match="national administrator"):
            receive(layout=layout, **arguments)
        unnamed = receive(layout=None, **arguments)
        with nothing_written(), pytest.raises(NotAllowed, match="national administrator"):
            accept(by=contributor, submission=unnamed)


def test_contributor_may_not_void_the_event_of_another_network(world, contributor):
    send(world, adoptions("A81001,live,2018-04"))
    assert _refusals(contributor, adoptions("A81001,void,2018-04"))
