"""How far a programme has got, against its trajectory."""

from datetime import date

import pytest

from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.organisations.boundaries import AsAt
from groundswell.organisations.models import Kind
from groundswell.programmes.models import Programme
from groundswell.programmes.rules import Rag
from groundswell.questions import spread
from groundswell.questions.coverage import CoverageAnswer, CoverageQuestion, answer, rows
from groundswell.questions.errors import NotFound
from groundswell.questions.spread import SpreadQuestion
from tests.support.factories import (
    make_cohort,
    make_event,
    make_innovation,
    make_name,
    make_submission,
    store_world,
)
from tests.support.programmes import (
    make_participant,
    make_programme,
    make_target,
    told_on,
)
from tests.support.worlds import World, snapshot

pytestmark = pytest.mark.django_db

NORTH = [f"P{n}" for n in range(1, 11)]
SOUTH = [f"P{n}" for n in range(11, 16)]


@pytest.fixture
def libre() -> Innovation:
    return make_innovation()


@pytest.fixture
def pulse(libre) -> Programme:
    """Ten sites in N1 and five in N2, all in the cohort; N1 answers to I1, N2 to I2."""
    store_world(
        World(
            memberships=(
                *(snapshot(site, "N1", "2015-01-01") for site in NORTH),
                *(snapshot(site, "N2", "2015-01-01") for site in SOUTH),
                *(snapshot(site, "I1", "2015-01-01") for site in NORTH),
                *(snapshot(site, "I2", "2015-01-01") for site in SOUTH),
            )
        )
    )
    programme = make_programme(libre, "pulse", submission=told_on("2018-04-01"))
    make_cohort(libre, [*NORTH, *SOUTH], programme=programme, submission=told_on("2018-04-01"))
    return programme


def go_live(libre: Innovation, sites: list[str], on: str = "2018-06-01", **more: object) -> None:
    for site in sites:
        make_event(libre, "live", on, site=site, **more)


def question(at: str = "2019-03", **fields: object) -> CoverageQuestion:
    return CoverageQuestion("pulse", Month.parse(at), **fields)


def rated(found: CoverageAnswer) -> dict[str, tuple[float | None, Rag]]:
    return {row.place_code: (row.due, row.rag) for row in (*found.rows, found.total)}


def test_it_opens_with_sites_share_trajectory_and_rating(libre, pulse):
    go_live(libre, NORTH[:7])
    make_target(pulse, None, "2019-03-31", 8, "count")

    assert answer(question()).headline == (
        "7 of 15 GP practices (47%) are live or beyond at 31 March 2019; the trajectory asked for "
        "8: amber. For 8 it is not known."
    )


def test_networks_are_held_to_their_own_targets_and_together_to_the_sum(libre, pulse):
    go_live(libre, [*NORTH[:4], *SOUTH[:1]])
    make_target(pulse, "N1", "2019-03-31", 0.4)
    make_target(pulse, "N2", "2019-03-31", 2, "count")

    assert rated(answer(question())) == {
        "N1": (4, Rag.GREEN),
        "N2": (2, Rag.RED),
        "": (6, Rag.AMBER),
    }


def test_a_target_of_part_of_the_year_is_on_the_line_to_it(libre, pulse):
    make_target(pulse, None, "2019-04-01", 10, "count")

    found = answer(question("2018-09"))

    days = (date(2018, 9, 30) - date(2018, 4, 1)).days
    assert found.total.due == pytest.approx(10 * days / 365)


def test_a_share_of_an_annual_trajectory_is_of_its_whole(libre, pulse):
    make_target(pulse, None, "2019-03-31", 0.5, "trajectory", whole=12)

    assert answer(question()).total.due == 6


def test_a_target_for_england_is_shared_out_to_no_place(libre, pulse):
    make_target(pulse, None, "2019-03-31", 0.4)

    found = answer(question())

    assert rated(found) == {"N1": (None, Rag.NONE), "N2": (None, Rag.NONE), "": (6, Rag.RED)}


def test_targets_of_some_networks_make_no_trajectory_of_all(libre, pulse):
    make_target(pulse, "N1", "2019-03-31", 0.4)

    found = answer(question())

    assert rated(found)[""] == (None, Rag.NONE)
    assert any("1 of the networks only, and 5 sites" in w for w in found.provenance.warnings)


def test_sites_of_no_network_hinder_no_rating_until_one_has_adopted(libre, pulse):
    for network in ("N1", "N2"):
        make_target(pulse, network, "2019-03-31", 0.4)
    make_cohort(libre, ["P40"], programme=pulse)
    assert answer(question()).total.due == 6

    go_live(libre, ["P40"])
    assert answer(question()).total.due is None


def test_of_a_programme_without_targets_nothing_is_rated(libre, pulse):
    found = answer(question())

    assert {rag for _, rag in rated(found).values()} == {Rag.NONE}
    assert found.why_unrated == "No target is on record, so nothing is rated."
    assert any("No target is on record" in text for text in found.provenance.warnings)


def test_a_network_that_takes_no_part_is_counted_and_held_to_nothing(libre, pulse):
    make_participant(pulse, "N1", "2018-04-01")
    make_participant(pulse, "N2", "2018-04-01", "2018-12-31")
    for network in ("N1", "N2"):
        make_target(pulse, network, "2019-03-31", 0.4)

    before, after = answer(question("2018-12")), answer(question("2019-03"))

    assert [row.takes_part for row in before.rows] == [True, True]
    assert [row.takes_part for row in after.rows] == [True, False]
    assert after.rows[1].due is None
    assert after.total.eligible == 15
    assert any("N2 takes no part; 5 sites" in text for text in after.provenance.warnings)


def test_a_network_that_takes_part_without_eligible_sites_stands_in_the_list(libre, pulse):
    make_participant(pulse, "N1")
    make_participant(pulse, "N2")
    make_name("N3", "Empty network", "2013-05-01")
    make_participant(pulse, "N3")

    row = next(row for row in answer(question()).rows if row.place_code == "N3")

    assert (row.place_name, row.eligible, row.share) == ("Empty network", 0, None)


def test_places_that_no_target_is_for_are_not_rated_but_all_together_are(libre, pulse):
    go_live(libre, NORTH[:6])
    make_target(pulse, "N1", "2019-03-31", 0.4)
    make_target(pulse, "N2", "2019-03-31", 0.4)

    found = answer(question(by=Kind.ICB))

    assert rated(found) == {"I1": (None, Rag.NONE), "I2": (None, Rag.NONE), "": (6, Rag.GREEN)}


def test_the_programme_says_what_counts_as_adopted_unless_the_question_does(libre, pulse):
    go_live(libre, NORTH[:3])
    make_event(libre, "using", "2018-08-01", site="P1")
    Programme.objects.update(definition="using-or-beyond")

    own, asked = answer(question()), answer(question(definition="live-or-beyond"))

    assert (own.definition, own.total.adopted) == ("using-or-beyond", 1)
    assert (asked.definition, asked.total.adopted) == ("live-or-beyond", 3)


def test_only_sites_of_the_programmes_own_cohort_count(libre, pulse):
    other = make_programme(libre, "other")
    make_cohort(libre, ["P90"], programme=other)
    go_live(libre, ["P1", "P90"])

    assert answer(question()).total.eligible == 15
    assert answer(question()).total.adopted == 1
    whole = spread.answer(SpreadQuestion("freestyle-libre", Month.parse("2019-03")))
    assert (whole.total.eligible, whole.total.adopted) == (16, 2)


def test_events_count_whoever_told_them(libre, pulse):
    go_live(libre, ["P1"], programme=None)
    go_live(libre, ["P2"], programme=make_programme(libre, "other"))

    assert answer(question()).total.adopted == 2


def test_two_lists_of_different_length_are_both_named_with_date_and_source(libre):
    """PReCePT: 152 units in the commissioning list, 137 in the evaluation."""
    programme = make_programme(libre, "pulse")
    units = [f"M{n}" for n in range(152)]
    make_cohort(
        libre,
        units,
        programme=programme,
        rule="Maternity units commissioned",
        submission=told_on("2018-05-01", file_name="commissioned.csv"),
    )
    make_cohort(
        libre,
        units[:137],
        programme=programme,
        rule="Maternity units evaluated",
        on=date(2018, 7, 1),
        submission=told_on("2021-03-02", file_name="evaluated.csv"),
    )

    found = answer(question())

    assert found.total.eligible == 152
    (warning,) = [text for text in found.provenance.warnings if "lists" in text]
    assert warning == (
        "2 lists of eligible sites differ in number: “Maternity units commissioned” with 152 sites "
        "(commissioned.csv, accepted 1 May 2018); “Maternity units evaluated” with 137 sites "
        "(evaluated.csv, as at 1 July 2018). A site on any of them is counted."
    )


def test_before_the_programme_begins_nothing_is_due(libre, pulse):
    make_target(pulse, None, "2019-03-31", 0.4)

    found = answer(question("2018-03"))

    assert found.total.due is None
    assert found.why_unrated == (
        "No target applies to these places at that day, so nothing is rated."
    )


# As known on


def test_a_past_day_knows_events_cohorts_and_targets_of_its_time_only(libre, pulse):
    go_live(libre, NORTH[:2], recorded="2019-01-10T12:00:00+00:00")
    go_live(libre, NORTH[2:4], recorded="2019-02-10T12:00:00+00:00")
    make_cohort(libre, ["P40"], programme=pulse, submission=told_on("2019-02-01"))
    make_target(pulse, None, "2019-03-31", 2, "count", submission=told_on("2019-01-01"))
    make_target(pulse, None, "2019-03-31", 9, "count", submission=told_on("2019-03-01"))

    def known(day: str) -> tuple[float, float, float | None]:
        total = answer(question("2019-03", known_on=date.fromisoformat(day))).total
        return total.eligible, total.adopted, total.due

    assert known("2018-12-31") == (15, 0, None)
    assert known("2019-01-31") == (15, 2, 2)
    assert known("2019-02-28") == (16, 4, 2)
    assert known("2019-03-01") == (16, 4, 9)


def test_a_programme_that_was_not_known_on_the_day_is_not_found(libre, pulse):
    with pytest.raises(NotFound, match="programme known on 31 March 2018"):
        answer(question(known_on=date(2018, 3, 31)))


def test_what_is_accepted_in_the_last_minutes_of_a_day_in_england_is_known_that_day(libre, pulse):
    """Half past eleven in the evening of 1 July by universal time is 2 July in London."""
    late = make_submission(accepted_at="2018-07-01T23:30:00+00:00")
    make_cohort(libre, ["P40"], programme=pulse, submission=late)

    assert answer(question(known_on=date(2018, 7, 1))).total.eligible == 15
    assert answer(question(known_on=date(2018, 7, 2))).total.eligible == 16


# Names and ways down


def test_an_unknown_programme_is_refused_with_what_was_probably_meant(libre, pulse):
    with pytest.raises(NotFound, match=r"no programme 'puls'\. Did you mean pulse"):
        answer(CoverageQuestion("puls", Month.parse("2019-03")))


def test_an_innovation_that_is_not_of_the_programme_is_refused(libre, pulse):
    make_innovation("warm-ward")

    with pytest.raises(NotFound, match="innovation of Pulse programme 'warm-ward'"):
        answer(question(innovation="warm-ward"))


def test_another_innovation_of_the_programme_has_its_own_cohort(libre, pulse):
    ward = make_innovation("warm-ward")
    pulse.other_innovations.add(ward)
    make_cohort(ward, NORTH[:3], programme=pulse)
    go_live(ward, ["P1"])

    found = answer(question(innovation="warm-ward"))

    assert (found.innovation, found.total.eligible, found.total.adopted) == ("warm-ward", 3, 1)


def test_rows_are_the_sites_that_were_counted(libre, pulse):
    go_live(libre, ["P1", "P11"])
    found = rows(question(), None, "adopted")

    assert [(row.site_code, row.place_code) for row in found] == [("P1", "N1"), ("P11", "N2")]
    assert len(rows(question())) == answer(question()).total.eligible


def test_spread_refuses_a_programme_of_another_innovation(libre, pulse):
    make_innovation("warm-ward")
    asked = SpreadQuestion("warm-ward", Month.parse("2019-03"), programme="pulse")

    with pytest.raises(NotFound, match="no programme of warm-ward 'pulse'"):
        spread.answer(asked)


def test_spread_in_a_programme_says_so_in_its_words_and_warnings(libre, pulse):
    go_live(libre, ["P90"])
    asked = SpreadQuestion(
        "freestyle-libre", Month.parse("2019-03"), programme="pulse", known_on=date(2021, 1, 1)
    )

    found = spread.answer(asked)

    assert "in the programme “pulse”" in asked.words()
    assert any("in no cohort of this programme" in w for w in found.provenance.warnings)
    assert any("Adoption and the cohort are as known" in w for w in found.provenance.warnings)


def test_boundaries_of_a_later_day_regroup_the_sites(libre, pulse):
    store_world(World(memberships=tuple(snapshot(s, "N2", "2020-01-01") for s in NORTH[:4])))

    then, now = answer(question()), answer(question(boundaries=AsAt(date(2020, 6, 1))))

    assert [row.eligible for row in then.rows] == [10, 5]
    assert [row.eligible for row in now.rows] == [6, 9]


def test_a_programme_without_a_cohort_says_so(libre):
    make_programme(libre, "pulse")

    found = answer(question())

    assert found.headline == "No eligible site of Pulse programme is on record at 31 March 2019."
    assert found.rows == ()


def test_a_cohort_of_which_nothing_is_told_is_unknown_and_not_at_nought(libre, pulse):
    assert answer(question()).headline == (
        "Of none of the 15 GP practices is it known at 31 March 2019 how far they have got."
    )
