"""Whose programmes are whose: a contributor records local programmes of their own network only."""

import pytest

from groundswell.intake import accept, receive
from groundswell.people.models import Person, Role
from groundswell.programmes.models import Cohort, Participant, Programme, Target
from groundswell.submissions.findings import Refused
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import lines, send

pytestmark = pytest.mark.django_db

PROGRAMMES = "slug,name,innovation,commissioner,start,end,outcome,summary,scope"
LOCAL = lines(PROGRAMMES, "west,West,smart-inhaler,ICB,2018-04-01,,running,,local")
TARGET = "programme,network,due,kind,value,whole,source"


def why(by, content):
    received = receive(by=by, file_name="f.csv", content=content, layout=None, options={})
    with nothing_written(), pytest.raises(Refused) as refused:
        accept(by=by, submission=received)
    (refusal,) = refused.value.refusals
    return refusal.column, refusal.why


@pytest.fixture
def northerner(world):
    return Person.objects.create_user("nora", role=Role.CONTRIBUTOR, network="HI-NENC")


@pytest.fixture
def west(world, contributor):
    """A local programme that a contributor of HI-West recorded, with nobody in it yet."""
    send(contributor, LOCAL)
    return Programme.objects.get(slug="west")


def test_a_contributor_records_a_local_programme_and_what_was_agreed_of_it(west, contributor):
    send(contributor, lines("programme,network,owner,email,start,end", "west,HI-West,Ann,,,"))
    send(contributor, lines(TARGET, "west,HI-West,2018-09-30,count,1,,"))
    send(contributor, lines("programme,outcome,on,to,reason", "west,closed,2019-03-31,,"))
    assert Target.objects.get().programme == west


def test_a_national_programme_is_for_administrators(world, contributor):
    national = LOCAL.replace(b",local", b",national")
    column, said = why(contributor, national)
    assert (column, said) == (
        "scope",
        "Only a national administrator may record a national programme.",
    )
    unsaid = lines(PROGRAMMES, "west,West,smart-inhaler,ICB,2018-04-01,,running,,")
    assert why(contributor, unsaid)[0] == "scope"
    column, said = why(contributor, lines(TARGET, "inhale,,2018-09-30,count,1,,"))
    assert column == "programme" and "national administrator" in said
    send(world, national)


def test_a_local_programme_of_another_network_is_left_to_it(west, northerner):
    column, said = why(northerner, lines(TARGET, "west,,2018-09-30,count,1,,"))
    assert column == "programme" and "national administrator" in said


def test_a_local_programme_of_two_networks_is_for_administrators(world, west, contributor):
    rows = ("west,HI-West,,,,", "west,HI-NENC,,,,")
    content = lines("programme,network,owner,email,start,end", *rows)
    column, said = why(contributor, content)
    assert column == "network" and "HI-West" in said
    send(world, content)
    assert Participant.objects.filter(programme=west).count() == 2
    assert why(contributor, lines(TARGET, "west,,2018-09-30,count,1,,"))[0] == "programme"
    send(world, lines(TARGET, "west,,2018-09-30,count,1,,"))


RULE = "programme,innovation,kind,within,list,size_from,size_to,on,start,end"


def test_a_contributors_rule_selects_sites_of_their_own_network_only(west, contributor):
    column, said = why(contributor, lines(RULE, "west,,practice,,,,,2018-04-01,,"))
    assert column == "within"
    assert said == "1 of the 3 sites that it selects are not in HI-West: A81001."
    column, said = why(contributor, lines(RULE, "west,,trust,,RA7;RXP,,,2018-04-01,,"))
    assert column == "list" and "RXP" in said
    send(contributor, lines(RULE, "west,,practice,HI-West,,,,2018-04-01,,"))
    sites = Cohort.objects.get(programme=west).sites
    assert set(sites.values_list("site__code", flat=True)) == {"L81001", "L81002"}


COHORT = "innovation,programme,rule,site,start,end"


def test_a_contributors_list_of_sites_is_of_their_programme_and_network(west, contributor):
    column, _ = why(contributor, lines(COHORT, "smart-inhaler,,All,L81001,2018-04-01,"))
    assert column == "programme"
    column, _ = why(contributor, lines(COHORT, "smart-inhaler,inhale,All,L81001,2018-04-01,"))
    assert column == "programme"
    column, said = why(contributor, lines(COHORT, "smart-inhaler,west,All,A81001,2018-04-01,"))
    assert column == "site" and "HI-West" in said
    send(contributor, lines(COHORT, "smart-inhaler,west,All,L81001,2018-04-01,"))
