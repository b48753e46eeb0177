"""Safety notices: every site that has or had an innovation, through mergers, and its answers."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given as given_world
from hypothesis import strategies as st

from groundswell.adoption.holders import Source
from groundswell.adoption.holding import HOLDERS, Holding, holdings
from groundswell.adoption.ladder import LadderEvent
from groundswell.adoption.models import Event
from groundswell.innovations.models import Acknowledgement
from groundswell.organisations.lineage import lineages
from groundswell.questions import safety
from groundswell.questions.errors import NotFound
from groundswell.questions.safety import SafetyQuestion
from groundswell.questions.safety.standing import Given, answered, by_giver, furthest_behind
from groundswell.reports.safety import safety_report, safety_rows
from groundswell.reports.tables import table_csv
from groundswell.submissions.models import Submission
from groundswell.web.safety import emails
from tests.support import safety as plain
from tests.support.factories import make_event, make_innovation, store_world
from tests.support.intake_files import adoptions, lines, send
from tests.support.worlds import DAYS, SITES, random_world

# The world of the integration tests: L81001, L81002 and RA7 stand in HI-West, A81001 and RXP in
# HI-NENC; the three practices are the cohort.


def ask(on="2020-03-01", **fields):
    return safety.answer(SafetyQuestion("puffs", on=date.fromisoformat(on), **fields))


def standing(answer):
    """Code to status, of the sites counted."""
    return {site.code: str(site.status) for site in answer.sites}


@pytest.fixture
def noticed(world):
    """Severn stopped, Tees is live, Avon is committed, two trusts use it; a notice is out."""
    send(
        world,
        adoptions(
            "L81001,live,2018-04",
            "L81001,stopped,2019-04-04,,technology",
            "A81001,live,2018-05-04",
            "L81002,committed,2019-05",
            "RA7,using,2019-01",
            "RXP,approached,2019-01",
        ),
    )
    send(world, plain.notice())
    return world


@pytest.mark.django_db
class TestWhoIsListed:
    def test_everybody_who_has_or_had_it_is_outstanding_until_it_answers(self, noticed):
        answer = ask()
        assert standing(answer) == dict.fromkeys(("A81001", "L81001", "RA7"), "outstanding")
        assert answer.headline == (
            "3 sites have or had Smart inhaler: 0 acknowledged, 0 acted, 3 outstanding, overdue "
            "since 10 February 2020. 1 more may be about to have it or may have had it."
        )
        assert [site.code for site in answer.apart] == ["L81002"]
        assert {site.holding for site in answer.sites} == {Holding.HAS, Holding.HAD}

    def test_nothing_is_overdue_on_the_day_it_is_due(self, noticed):
        answer = ask("2020-02-10")
        assert answer.total.overdue == 0
        assert "3 outstanding, to answer by 10 February 2020." in answer.headline
        assert ask("2020-02-11").total.overdue == 3

    def test_site_of_the_cohort_of_which_nothing_is_known_is_unknown_and_not_counted(self, world):
        send(world, adoptions("L81001,live,2018-04"))
        send(world, plain.notice())
        answer = ask()
        assert [site.code for site in answer.unknown] == ["A81001", "L81002"]
        assert answer.total.sites == 1
        assert "Of 2 sites that could have taken it up, nothing is known." in answer.headline

    def test_site_that_is_known_not_to_have_gone_so_far_is_not_listed(self, noticed):
        answer = ask()
        everybody = (*answer.sites, *answer.apart, *answer.unknown, *answer.closed)
        assert "RXP" not in {site.code for site in everybody}

    def test_imprecise_date_that_may_have_come_counts_with_a_warning(self, world):
        send(world, adoptions("L81001,live,2020-Q1"))
        send(world, plain.notice())
        answer = ask("2020-02-01")
        assert [site.holding for site in answer.sites] == [Holding.MAY_HAVE]
        assert "1 site counted may have it" in answer.provenance.warnings[0]
        assert not ask("2019-12-31").sites

    def test_stopping_without_ever_having_been_live_is_told_apart(self, world):
        send(world, adoptions("L81001,stopped,2019-04-04,,technology"))
        send(world, plain.notice())
        assert [site.holding for site in ask().apart] == [Holding.MAY_HAVE_HAD]

    def test_first_use_in_routine_data_counts(self, world):
        rows = ["L81001,2018-01,4,100", "A81001,2018-01,0,100"]
        content = lines("site,month,numerator,denominator", *rows)
        send(world, content, "use.csv", innovation="smart-inhaler")
        send(world, plain.notice())
        assert standing(ask()) == {"L81001": "outstanding"}

    def test_event_taken_back_lists_nobody(self, world):
        send(world, adoptions("L81001,live,2018-04-04"))
        send(world, adoptions("L81001,void,2018-04-04"))
        send(world, plain.notice())
        assert not ask().sites


@pytest.mark.django_db
class TestMergers:
    def test_closed_site_is_represented_by_what_it_became_over_several_steps(self, noticed):
        send(
            noticed,
            lines(
                "from,to,effective_on,share",
                "L81001,L81099,2019-06-01,",
                "L81099,L81002,2019-12-01,",
            ),
        )
        answer = ask()
        (severn,) = [site for site in answer.sites if site.inherited]
        assert (severn.code, severn.inherited) == ("L81002", (("L81001", "Severn Surgery"),))
        assert standing(ask("2019-07-01")) == dict.fromkeys(
            ("A81001", "L81099", "RA7"), "outstanding"
        )

    def test_site_that_passed_on_twice_in_one_day_is_represented_by_the_last(self, noticed):
        send(
            noticed,
            lines(
                "from,to,effective_on,share",
                "L81001,L81099,2019-06-01,",
                "L81099,L81002,2019-06-01,",
            ),
        )
        assert standing(ask()).keys() == {"A81001", "L81002", "RA7"}

    def test_split_lists_every_part(self, noticed):
        send(
            noticed,
            lines(
                "from,to,effective_on,share",
                "L81001,L81099,2019-06-01,0.5",
                "L81001,L81002,2019-06-01,0.5",
            ),
        )
        assert standing(ask()).keys() == {"A81001", "L81002", "L81099", "RA7"}

    def test_answer_before_a_merger_counts_for_that_site_and_for_no_other(self, noticed):
        send(noticed, plain.answers("L81001,2020-01-12,2020-01-13,removed,"))
        send(noticed, lines("from,to,effective_on,share", "L81001,A81001,2020-01-20,"))
        assert standing(ask())["A81001"] == "outstanding"
        send(noticed, plain.answers("A81001,2020-01-25,,,"))
        assert standing(ask())["A81001"] == "acknowledged"

    def test_answer_of_a_successor_counts_for_what_it_inherited(self, noticed):
        send(noticed, lines("from,to,effective_on,share", "L81001,L81099,2019-06-01,"))
        send(noticed, plain.answers("L81099,2020-01-25,2020-01-26,not-in-use,"))
        answer = ask()
        (heir,) = [site for site in answer.sites if site.code == "L81099"]
        assert (str(heir.status), heir.outcome) == ("acted", "Was not in use")

    def test_site_that_closed_without_a_successor_is_told_and_not_counted(self, noticed):
        closed = "L81001,Severn Surgery,practice,2010-04-01,2019-12-31"
        send(noticed, lines("code,name,kind,opened,closed", closed))
        answer = ask()
        assert [site.code for site in answer.closed] == ["L81001"]
        assert answer.total.sites == 2
        assert (
            "1 more had it and closed, and nobody is known to have succeeded it." in answer.headline
        )

    def test_succeeded_site_that_is_not_known_to_be_closed_is_warned_of(self, noticed):
        send(noticed, lines("from,to,effective_on,share", "L81001,L81099,2019-06-01,"))
        (warning,) = [w for w in ask().provenance.warnings if "L81001" in w]
        assert "a source says that they are still open" in warning


@pytest.mark.django_db
class TestAnswers:
    def test_answers_are_counted_by_network(self, noticed):
        send(noticed, plain.answers("L81001,2020-01-12,2020-01-20,removed,", "RA7,2020-01-12,,,"))
        answer = ask()
        assert answer.headline.startswith(
            "3 sites have or had Smart inhaler: 2 acknowledged, 1 acted, 1 outstanding"
        )
        counts = {
            p.code: (p.sites, p.acknowledged, p.acted, p.outstanding, p.overdue, p.apart)
            for p in answer.places
        }
        assert counts == {"HI-West": (2, 2, 1, 0, 0, 1), "HI-NENC": (1, 0, 0, 1, 1, 0)}

    def test_network_is_asked_of_whoever_takes_part_there_in_a_programme(self, noticed):
        owners = {place.code: place.owner for place in ask().places}
        assert owners == {"HI-West": "Ann Other", "HI-NENC": ""}
        later = "inhale,HI-West,Bea Next,bea@example.nhs.uk,,"
        send(noticed, lines("programme,network,owner,email,start,end", later))
        assert {place.owner for place in ask().places} == {"Bea Next", ""}
        found = {
            email.code: email for email in emails(safety.answer(SafetyQuestion("puffs")), "/x")
        }
        assert (found["HI-West"].to, found["HI-NENC"].to) == ("bea@example.nhs.uk", "")
        assert found["HI-West"].text.startswith("Dear Bea Next,")
        assert found["HI-NENC"].text.startswith("Dear colleague,")

    def test_later_answer_undoes_an_earlier_one(self, noticed):
        send(noticed, plain.answers("L81001,2020-01-12,2020-01-20,removed,"))
        send(noticed, plain.answers("L81001,2020-01-12,,,Not yet after all"))
        (severn,) = [site for site in ask().sites if site.code == "L81001"]
        assert (str(severn.status), severn.outcome, severn.note) == (
            "acknowledged",
            "",
            "Not yet after all",
        )

    def test_answers_count_from_their_own_day(self, noticed):
        send(noticed, plain.answers("L81001,2020-01-12,2020-01-20,removed,"))
        told = [standing(ask(day))["L81001"] for day in ("2020-01-11", "2020-01-12", "2020-01-20")]
        assert told == ["outstanding", "acknowledged", "acted"]

    def test_answer_before_a_site_went_live_again_does_not_count(self, noticed):
        send(noticed, plain.answers("RA7,2020-01-12,2020-01-20,removed,"))
        send(noticed, adoptions("RA7,stopped,2020-01-20,,safety"))
        assert standing(ask())["RA7"] == "acted"
        send(noticed, adoptions("RA7,sustained,2020-02-01"))
        assert standing(ask())["RA7"] == "outstanding"
        assert standing(ask("2020-01-31"))["RA7"] == "acted"

    def test_moving_up_the_ladder_asks_for_no_new_answer(self, noticed):
        send(noticed, plain.answers("RA7,2020-01-12,2020-01-20,checked,"))
        send(noticed, adoptions("RA7,sustained,2020-02-01"))
        assert standing(ask())["RA7"] == "acted"

    def test_rows_lead_to_the_event_and_to_the_answer(self, noticed):
        sent = send(noticed, plain.answers("L81001,2020-01-12,2020-01-20,removed,"), "ours.csv")
        question = SafetyQuestion("puffs", on=date(2020, 3, 1))
        (row,) = safety.rows(question, status="acted")
        assert (row.site_code, row.had_by, row.stage, row.row) == ("L81001", "L81001", "stopped", 3)
        assert (row.answer_submission_id, row.answer_file_name, row.answer_row) == (
            sent.pk,
            "ours.csv",
            2,
        )
        assert [r.site_code for r in safety.rows(question, place="HI-NENC")] == ["A81001"]
        assert "ours.csv,,2" in table_csv(safety_rows(question, [row]))

    def test_every_number_by_place_is_that_of_its_rows(self, noticed):
        send(noticed, plain.answers("L81001,2020-01-12,2020-01-20,removed,", "RA7,2020-01-12,,,"))
        question = SafetyQuestion("puffs", on=date(2020, 3, 1))
        for place in ask().places:
            for status in ("outstanding", "acted", "apart", "unknown"):
                found = {r.site_code for r in safety.rows(question, place.code, status)}
                assert len(found) == getattr(place, status)


@pytest.mark.django_db
class TestAsKnownOn:
    @pytest.fixture
    def dated(self, noticed):
        """Events known from 2 January, the notice from 11 January, an answer from 15 January."""
        send(noticed, plain.answers("L81001,2020-01-12,,,"))

        def at(day):
            return datetime(2020, 1, day, 12, tzinfo=UTC)

        Event.objects.update(recorded_at=at(2))
        Submission.objects.update(accepted_at=at(1))
        Submission.objects.filter(layout="safety-notices").update(accepted_at=at(11))
        Submission.objects.filter(layout="acknowledgements").update(accepted_at=at(15))
        return noticed

    def test_answer_counts_from_the_day_it_was_accepted(self, dated):
        assert standing(ask(known_on=date(2020, 1, 14)))["L81001"] == "outstanding"
        assert standing(ask(known_on=date(2020, 1, 15)))["L81001"] == "acknowledged"

    def test_notice_is_not_there_before_it_was_accepted(self, dated):
        with pytest.raises(NotFound, match="known on 2020-01-10"):
            ask(known_on=date(2020, 1, 10))

    def test_events_count_from_the_day_they_were_recorded(self, dated):
        question = SafetyQuestion(innovation="smart-inhaler", on=date(2020, 3, 1))
        assert safety.answer(question).total.sites == 3
        early = SafetyQuestion(
            innovation="smart-inhaler", on=date(2020, 3, 1), known_on=date(2020, 1, 1)
        )
        answer = safety.answer(early)
        assert (answer.total.sites, answer.total.unknown) == (0, 3)


@pytest.mark.django_db
class TestTheQuestion:
    @pytest.mark.parametrize("fields", [{}, {"notice": "a", "innovation": "b"}, {"notice": " "}])
    def test_question_that_names_no_subject_or_two_cannot_be_built(self, fields):
        with pytest.raises(ValueError, match="Say which notice"):
            SafetyQuestion(**fields)

    def test_question_is_read_from_its_own_text(self):
        question = SafetyQuestion("puffs", on=date(2020, 3, 1), known_on=date(2020, 4, 1))
        assert SafetyQuestion.from_canonical(question.canonical) == question

    def test_unknown_notice_and_innovation_offer_the_nearest(self, noticed):
        with pytest.raises(NotFound, match="Did you mean puffs"):
            safety.answer(SafetyQuestion("pufs"))
        with pytest.raises(NotFound, match="Did you mean smart-inhaler"):
            safety.answer(SafetyQuestion(innovation="smart-inhalr"))

    def test_of_an_innovation_nobody_is_outstanding(self, noticed):
        question = SafetyQuestion(innovation="smart-inhaler", on=date(2020, 3, 1))
        answer = safety.answer(question)
        assert answer.headline.startswith("3 sites have or had Smart inhaler. 1 more")
        assert {str(site.status) for site in answer.sites} == {"not-asked"}
        assert (answer.total.outstanding, answer.is_open) == (0, False)

    def test_report_has_all_its_tables(self, noticed):
        report = safety_report(ask())
        assert list(report.makers) == ["sites", "places", "apart", "closed", "unknown"]
        assert report.file_name == "puffs-2020-03-01"
        assert report.table().rows[0][0] == "A81001"


@pytest.mark.django_db
def test_sim_is_withdrawn_nationally_every_adopter_is_listed_and_history_stays(world):
    """FACTS.md section 8, scenario 4: a programme stopped by NHS England."""
    send(
        world,
        lines(
            "slug,name,kind,origin,summary,demo",
            "sim,Serenity Integrated Mentoring,way-of-working,staff,,",
        ),
    )
    heading = "site,innovation,stage,date,programme,reason,note"
    rows = ("RA7,sim,live,2018-05,,,", "RXP,sim,live,2018-Q3,,,", "RXP,sim,using,2019-02-04,,,")
    send(world, lines(heading, *rows))
    send(world, lines("from,to,effective_on,share", "RXP,L81099,2020-04-01,"))
    before = list(Event.objects.values())

    send(world, plain.notice("sim-withdrawn", "stop", "2021-05-01", "2021-06-01", "sim"))
    day = date(2021, 6, 2)
    answer = safety.answer(SafetyQuestion("sim-withdrawn", on=day))
    assert [(s.code, s.inherited, s.is_overdue) for s in answer.sites] == [
        ("L81099", (("RXP", "Durham Trust"),), True),
        ("RA7", (), True),
    ]

    send(
        world,
        lines(
            heading,
            "RA7,sim,stopped,2021-05-20,,withdrawn,",
            "L81099,sim,stopped,2021-05-21,,withdrawn,",
        ),
    )
    answer_heading = "notice,site,acknowledged,acted,outcome,note"
    told = ("RA7,2021-05-10,2021-05-20,stopped,", "L81099,2021-05-11,2021-05-21,stopped,")
    send(world, lines(answer_heading, *(f"sim-withdrawn,{row}" for row in told)))
    answer = safety.answer(SafetyQuestion("sim-withdrawn", on=day))
    assert answer.headline == (
        "2 sites have or had Serenity Integrated Mentoring: 2 acknowledged, 2 acted, 0 outstanding."
    )
    assert {site.holding for site in answer.sites} == {Holding.HAD, Holding.HAS}
    ledger = list(Event.objects.order_by("pk").values())
    assert ledger[: len(before)] == before
    assert Acknowledgement.objects.count() == 2


# Against the plain twin


_STAGES = ("eligible", "committed", "live", "using", "paused", "stopped")
_HOLDING = {
    Holding.HAS: "has",
    Holding.HAD: "had",
    Holding.MAY_HAVE: "may have",
    Holding.ABOUT_TO: "about to",
    Holding.MAY_HAVE_HAD: "may have had",
    Holding.NOT: "not",
}


def _random_events(chance):
    events = []
    for number in range(chance.randint(0, 9)):
        earliest, latest = sorted(chance.choices(DAYS, k=2))
        if chance.random() < 0.5:
            latest = earliest
        site, stage = chance.choice(SITES[:4]), chance.choice(_STAGES)
        events.append((number, site, stage, earliest, latest))
    return events


@given_world(st.integers(0, 2**24 - 1))
def test_holdings_lineages_and_answers_are_those_of_the_plain_twin(seed):
    chance = Random(seed)
    world, day = random_world(chance), chance.choice(DAYS)
    history, codes = world.history(), world.codes
    events = _random_events(chance)
    now = datetime(2020, 1, 1, tzinfo=UTC)
    held = holdings(
        [LadderEvent(i, codes.index(s), g, e, la, now) for i, s, g, e, la in events], day
    )
    for site in SITES[:4]:
        told = [(g, e, la) for _, s, g, e, la in events if s == site]
        mine = held.get(codes.index(site))
        assert (_HOLDING[mine.holding] if mine else "unknown") == plain.holding(told, day)

    became = lineages(history.successions, range(len(codes)), day.toordinal())
    for site in SITES:
        ours = {
            codes[unit]: {codes[step]: since for step, since in steps.items()}
            for unit, steps in became[codes.index(site)].items()
        }
        theirs = {
            unit: {c: 0 if d == date.min else d.toordinal() for c, d in way.items()}
            for unit, way in plain.steps(world, site, day).items()
        }
        assert ours == theirs

    given = []
    for _ in range(chance.randint(0, 6)):
        acknowledged, acted = sorted(chance.choices(DAYS, k=2))
        by = chance.choice(SITES[:4])
        given.append((by, acknowledged, acted if chance.random() < 0.5 else None))
    mine = [
        Given(i, i, codes.index(by), ack, acted if acted and acted <= day else None)
        for i, (by, ack, acted) in enumerate(given)
        if ack <= day
    ]
    holders = {codes[s]: _HOLDING[h.holding] for s, h in held.items()}
    begins = {
        site: plain.began([(g, e, la) for _, s, g, e, la in events if s == site], day)
        for site in SITES[:4]
    }
    units = {unit for site in held for unit in became[site]}
    for unit in units:
        sources = [
            Source(site, h, became[site][unit])
            for site, h in held.items()
            if unit in became[site] and h.holding in HOLDERS
        ]
        twin = plain.status(world, codes[unit], holders, begins, given, day)
        if not sources:
            assert twin == "not listed"
            continue
        assert furthest_behind([answered(s, by_giver(mine)) for s in sources]).status == twin


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_the_ledger_gives_what_the_plain_twin_gives(seed):
    chance = Random(seed)
    world, day = random_world(chance), chance.choice(DAYS)
    events = _random_events(chance)
    innovation = make_innovation()
    store_world(world)
    for _, site, stage, earliest, latest in events:
        text = str(earliest) if earliest == latest else f"{earliest}/{latest}"
        make_event(innovation, stage, text, site=site)
    answer = safety.answer(SafetyQuestion(innovation=innovation.slug, on=day))
    expected = set()
    for site in SITES[:4]:
        told = [(g, e, la) for _, s, g, e, la in events if s == site]
        if plain.holding(told, day) in ("has", "had", "may have"):
            expected |= plain.steps(world, site, day).keys()
    assert {site.code for site in (*answer.sites, *answer.closed)} == expected
