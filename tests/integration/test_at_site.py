"""One site: what it has and could have, through mergers, as known on a day; and its peers."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given as given_world
from hypothesis import strategies as st

from groundswell.adoption.holding import Holding
from groundswell.adoption.models import Event
from groundswell.organisations.lineage import behind
from groundswell.questions import at_site
from groundswell.questions.at_site import SiteQuestion
from groundswell.questions.errors import NotFound
from groundswell.reports.at_site import site_report
from groundswell.submissions.models import Submission
from tests.support import safety as plain
from tests.support.cells import cells_of, publish_cells
from tests.support.intake_files import ADOPTIONS_HEADING, adoptions, lines, send
from tests.support.worlds import DAYS, random_world


def ours(answer):
    """The programmes of these tests: the small world has one of its own."""
    return [p for p in answer.programmes if p.slug in ("breathe", "bathe")]


def ask(site="L81001", on="2020-03-01", **fields):
    return at_site.answer(SiteQuestion(site, on=date.fromisoformat(on), **fields))


@pytest.fixture
def told(world):
    """Severn went from committed to live, by a date that was corrected; a programme is set up."""
    send(world, lines("slug,name,kind,origin,summary,demo", "safe-bath,Safe bath,pathway,staff,,"))
    send(
        world,
        lines(
            "slug,name,innovation,commissioner,start,end,outcome,summary",
            "breathe,Breathe,smart-inhaler,NHS England,2018-04-01,2020-03-31,closed,",
            "bathe,Bathe,safe-bath,NHS England,2018-04-01,,running,",
        ),
    )
    send(
        world,
        lines(
            "innovation,programme,rule,site,start,end",
            "smart-inhaler,breathe,Practices,L81001,2018-04-01,",
            "safe-bath,bathe,Practices,L81001,2018-06-01,",
            "safe-bath,bathe,Practices,L81002,2018-06-01,2019-01-31",
        ),
    )
    send(world, adoptions("L81001,committed,2018-03-05,breathe", "L81001,live,2018-04-04,breathe"))
    send(world, adoptions("L81001,live,2018-05,breathe,,Told by phone"))
    return world


@pytest.mark.django_db
class TestWhatItHas:
    def test_site_is_named_and_placed(self, told):
        answer = ask()
        assert (answer.name, answer.kind, answer.opened, answer.closed) == (
            "Severn Surgery",
            "GP practice",
            date(2010, 4, 1),
            None,
        )
        assert [(code, name) for _, code, name in answer.places] == [
            ("15C", "NHS Bristol CCG"),
            ("QUY", "Bristol STP"),
            ("Y58", "South West"),
            ("HI-West", "Health Innovation West of England"),
        ]
        assert answer.headline == (
            "Severn Surgery has 1 innovation and could join 1 programme that it is not in."
        )

    def test_stage_is_that_of_the_correction_and_what_it_corrects_stays(self, told):
        (one,) = ask().innovations
        assert (one.stage, one.on.name, one.holding) == ("live", "May 2018", Holding.HAS)
        events = [(e.stage, e.on.name, e.is_superseded, e.note) for e in one.events]
        assert events == [
            ("live", "May 2018", False, "Told by phone"),
            ("live", "4 April 2018", True, ""),
            ("committed", "5 March 2018", False, ""),
        ]
        (row,) = [e for e in at_site.rows(SiteQuestion("L81001")) if e.note]
        assert (row.programme, row.row) == ("Breathe", 2)

    def test_date_that_may_have_come_is_not_said_to_have_come(self, told):
        (one,) = ask(on="2018-05-10").innovations
        assert (one.has_come, one.holding) == (False, Holding.MAY_HAVE)
        (one,) = ask(on="2018-05-31").innovations
        assert (one.has_come, one.holding) == (True, Holding.HAS)

    def test_event_that_was_taken_back_says_nothing_but_stays_to_be_read(self, world):
        send(world, adoptions("L81001,live,2018-04-04"))
        send(world, adoptions("L81001,void,2018-04-04"))
        (one,) = ask().innovations
        assert (one.stage, one.on, one.holding) == ("", None, Holding.NOT)
        assert {(e.stage, e.is_superseded) for e in one.events} == {("live", True), ("void", False)}

    def test_site_of_which_nothing_is_known_says_so(self, world):
        said = "Nothing is known of any innovation or programme at Durham Trust."
        assert ask("RXP").headline == said

    def test_what_a_predecessor_had_is_the_successors_with_its_name(self, told):
        send(told, lines("from,to,effective_on,share", "L81001,L81099,2019-06-01,"))
        (one,) = ask("L81099").innovations
        assert (one.via, one.stage) == ("L81001", "live")
        assert ask("L81099").predecessors == (("L81001", "Severn Surgery", date(2019, 6, 1)),)
        assert ask("L81001").successors == (("L81099", "Lone Surgery", date(2019, 6, 1)),)
        assert not ask("L81099", "2019-05-31").innovations

    def test_site_is_found_by_its_code_in_small_letters_and_others_are_near(self, told):
        assert ask("l81001").code == "L81001"
        with pytest.raises(NotFound, match="Did you mean L8100"):
            ask("L81003")

    def test_notices_are_listed_open_ones_first_with_where_the_site_stands(self, told):
        send(told, plain.notice())
        send(told, plain.notice("later", due="2020-06-01"))
        send(told, plain.answers("L81001,2020-01-12,2020-01-13,removed,"))
        notices = [(n.slug, n.status, n.is_open, n.is_overdue) for n in ask().notices]
        assert notices == [("later", "outstanding", True, False), ("puffs", "acted", False, False)]
        assert "1 safety notice is open for it." in ask().headline
        assert "1 safety notice is open for it and overdue." in ask(on="2020-06-02").headline
        assert not ask(on="2020-01-09").notices


@pytest.mark.django_db
class TestProgrammes:
    def test_it_is_in_one_and_could_join_the_other(self, told):
        found = {p.slug: (p.is_in, p.start, p.row) for p in ours(ask())}
        assert found == {
            "breathe": (True, date(2018, 4, 1), 2),
            "bathe": (False, date(2018, 6, 1), 3),
        }

    def test_being_eligible_is_not_being_in_it(self, told):
        heading = ADOPTIONS_HEADING
        send(told, lines(heading, "L81001,safe-bath,eligible,2018-06-01,bathe,,"))
        assert {p.slug for p in ours(ask()) if not p.is_in} == {"bathe"}
        send(told, lines(heading, "L81001,safe-bath,approached,2018-07-01,,,"))
        assert not [p for p in ours(ask()) if not p.is_in]

    def test_programme_that_ended_cannot_be_joined(self, told):
        assert [p.slug for p in ask().programmes if p.could_join] == ["bathe"]
        send(told, lines("programme,outcome,on,to,reason", "bathe,withdrawn,2020-01-31,,Unsafe"))
        assert not [p for p in ask().programmes if p.could_join]
        assert [p.slug for p in ask(on="2020-01-30").programmes if p.could_join] == ["bathe"]

    def test_cohort_entry_that_ended_offers_nothing(self, told):
        assert [p.slug for p in ours(ask("L81002", "2019-01-31"))] == ["bathe"]
        assert not ours(ask("L81002", "2019-02-01"))


@pytest.mark.django_db
class TestAsKnownOn:
    def test_events_and_cohorts_count_from_the_day_they_were_told(self, told):
        def at(day):
            return datetime(2020, 1, day, 12, tzinfo=UTC)

        Submission.objects.update(accepted_at=at(1))
        Submission.objects.filter(layout="cohorts").update(accepted_at=at(9))
        first, second, third = Event.objects.order_by("pk")
        Event.objects.filter(pk__in=[first.pk, second.pk]).update(recorded_at=at(3))
        Event.objects.filter(pk=third.pk).update(recorded_at=at(5))

        nothing = ask(known_on=date(2020, 1, 2))
        assert (nothing.innovations, nothing.programmes) == ((), ())
        (one,) = ask(known_on=date(2020, 1, 4)).innovations
        assert one.on.name == "4 April 2018"
        assert not any(e.is_superseded for e in one.events)
        (one,) = ask(known_on=date(2020, 1, 5)).innovations
        assert one.on.name == "May 2018"
        assert [p.slug for p in ours(ask(known_on=date(2020, 1, 8)))] == ["breathe"]
        assert len(ours(ask(known_on=date(2020, 1, 9)))) == 2


@pytest.mark.django_db
class TestPeers:
    @pytest.fixture
    def sized(self, told):
        """Three practices of like size, one of which has what Severn has not."""
        publish_cells(
            cells_of(
                "list-size",
                L81001={"2020-01": 5000},
                L81002={"2020-01": 4000},
                A81001={"2020-02": 20000},
                L81099={"2018-01": 5001},
            ),
        )
        send(told, lines(ADOPTIONS_HEADING, "L81002,safe-bath,live,2019-01-01,,,"))
        return told

    def test_peers_are_of_like_size_by_numbers_that_are_not_too_old(self, sized):
        answer = ask()
        assert [(p.code, p.size, p.has) for p in answer.peers] == [
            ("L81002", 4000, 1),
            ("A81001", 20000, 0),
        ]
        assert "Size is its registered patients." in answer.peer_rule

    def test_what_they_have_is_told_with_what_is_known_here(self, sized):
        (one,) = ask().could_have
        assert (one.slug, one.peers, one.here) == ("safe-bath", ("L81002",), "Nothing is known")
        send(sized, lines(ADOPTIONS_HEADING, "L81001,safe-bath,committed,2019-01-01,,,"))
        assert ask().could_have[0].here == "Committed to it"

    def test_what_the_site_had_and_stopped_is_not_offered_again(self, sized):
        rows = (
            "L81001,safe-bath,live,2019-01-01,,,",
            "L81001,safe-bath,stopped,2019-02,,adopters,",
        )
        send(sized, lines(ADOPTIONS_HEADING, *rows))
        assert not ask().could_have

    def test_what_a_peer_had_and_stopped_it_has_no_more(self, sized):
        send(sized, lines(ADOPTIONS_HEADING, "L81002,safe-bath,stopped,2019-02-01,,adopters,"))
        answer = ask()
        assert {p.code: p.has for p in answer.peers} == {"L81002": 0, "A81001": 0}
        assert not answer.could_have

    def test_peer_has_what_became_it(self, sized):
        send(sized, adoptions("L81099,live,2018-09-04"))
        send(sized, lines("from,to,effective_on,share", "L81099,A81001,2019-06-01,"))
        assert {p.code: p.has for p in ask().peers} == {"L81002": 1, "A81001": 1}

    def test_without_size_or_deprivation_nobody_is_like_it(self, told):
        answer = ask()
        assert (answer.peers, answer.could_have) == ((), ())
        assert "nobody can be said to be like it" in answer.peer_rule

    def test_report_has_every_table_and_hides_small_sizes(self, sized):
        publish_cells(cells_of("list-size", L81002={"2020-03": 3}))
        report = site_report(ask())
        assert list(report.makers) == [
            "innovations",
            "events",
            "programmes",
            "notices",
            "peers",
            "could-have",
        ]
        sizes = {row[0]: str(row[2]) for row in report.table("peers").rows}
        assert sizes["L81002"] == "s"


@given_world(st.integers(0, 2**24 - 1))
def test_who_stands_behind_a_site_is_what_the_plain_twin_finds(seed):
    chance = Random(seed)
    world, day = random_world(chance), chance.choice(DAYS)
    codes = world.codes
    asked = chance.sample(range(len(codes)), 4)
    found = behind(world.history().successions, asked, day.toordinal())
    for position in asked:
        expected = {
            code
            for code in codes
            if any(codes[position] in way for way in plain.steps(world, code, day).values())
        }
        assert {codes[one] for one in found[position]} == expected
