"""The funnel of a programme's sites, and the same sites under each definition of adopted."""

from datetime import date

import pytest

from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.programmes.models import Programme
from groundswell.questions.errors import NotFound
from groundswell.questions.funnel import FunnelAnswer, FunnelQuestion, answer, rows
from tests.support.factories import make_cohort, make_event, make_innovation, store_world
from tests.support.programmes import make_programme
from tests.support.worlds import World, snapshot, succession

pytestmark = pytest.mark.django_db


@pytest.fixture
def libre() -> Innovation:
    return make_innovation()


@pytest.fixture
def pulse(libre) -> Programme:
    return make_programme(libre, "pulse")


def listed(libre: Innovation, pulse: Programme, *sites: str, network: str = "N1") -> None:
    store_world(World(memberships=tuple(snapshot(site, network, "2015-01-01") for site in sites)))
    make_cohort(libre, sites, programme=pulse)


def question(at: str = "2019-12", **fields: object) -> FunnelQuestion:
    return FunnelQuestion("pulse", Month.parse(at), **fields)


def standing(found: FunnelAnswer) -> dict[str, float]:
    return {row.stage: row.sites for row in found.stages if row.sites}


def reached(found: FunnelAnswer) -> list[float]:
    return [row.reached for row in found.stages if row.reached is not None]


def test_the_licences_of_wessex_are_one_funnel_under_three_labelled_definitions(libre, pulse):
    """PINCER: 229 licences, 208 downloads, 142 first uploads, 126 second, 95 in full."""
    steps = (("approached", 229), ("committed", 208), ("live", 142), ("using", 126))
    sites = [f"P{number:03}" for number in range(229)]
    listed(libre, pulse, *sites)
    for month, (stage, number) in enumerate((*steps, ("sustained", 95)), start=1):
        for site in sites[:number]:
            make_event(libre, stage, f"2019-{month:02}-01", site=site)

    found = answer(question())

    assert reached(found)[1:6] == [229, 208, 142, 126, 95]
    assert standing(found) == {
        "approached": 21,
        "committed": 66,
        "live": 16,
        "using": 31,
        "sustained": 95,
    }
    assert {row.definition.title: row.adopted for row in found.definitions} == {
        "Live or beyond": 142,
        "Using or beyond": 126,
        "Ever live": 142,
    }
    assert found.headline == (
        "Of 229 GP practices, at 31 December 2019, 142 count as “live or beyond”, 126 count as "
        "“using or beyond” and 142 count as “ever live”."
    )


def test_a_site_that_stopped_stays_among_those_that_reached_its_stage(libre, pulse):
    listed(libre, pulse, "P1")
    make_event(libre, "using", "2018-05-01")
    make_event(libre, "stopped", "2018-09-01", reason="adopters")

    found = answer(question())

    assert standing(found) == {"stopped": 1}
    assert reached(found) == [1, 1, 1, 1, 1, 0, 0]
    assert [(r.stage, r.reason, r.sites) for r in found.reasons] == [("stopped", "adopters", 1)]


def test_reasons_are_counted_each_and_those_untold_are_too(libre, pulse):
    listed(libre, pulse, "P1", "P2", "P3", "P4")
    for site, stage, reason in (
        ("P1", "stopped", "technology"),
        ("P2", "stopped", "technology"),
        ("P3", "stopped", ""),
        ("P4", "paused", "safety"),
    ):
        make_event(libre, stage, site=site, reason=reason)

    assert [(r.stage, r.reason, r.sites) for r in answer(question()).reasons] == [
        ("paused", "safety", 1),
        ("stopped", "technology", 2),
        ("stopped", "", 1),
    ]


def test_a_site_of_which_nothing_is_told_is_unknown_and_not_merely_eligible(libre, pulse):
    listed(libre, pulse, "P1", "P2")
    make_event(libre, "eligible", "2018-05", site="P2")

    found = answer(question())

    assert standing(found) == {"eligible": 1, "unknown": 1}
    assert reached(found)[0] == 2


def test_a_date_too_imprecise_to_tell_whether_it_is_live_makes_a_site_unknown(libre, pulse):
    listed(libre, pulse, "P1", "P2")
    make_event(libre, "committed", "2018-01-01", site="P1")
    make_event(libre, "live", "2018-Q2", site="P1")
    make_event(libre, "approached", "2018-01-01", site="P2")
    make_event(libre, "committed", "2018-Q2", site="P2")

    assert standing(answer(question("2018-04"))) == {"unknown": 1, "approached": 1}
    assert standing(answer(question("2018-06"))) == {"live": 1, "committed": 1}


MERGED = World(
    memberships=(snapshot("T3", "N1", "2015-01-01"),),
    successions=(succession("T1", "T3", "2017-04-01"), succession("T2", "T3", "2017-04-01")),
)
# Of sites that merged: what one stage and another make together.
MERGERS = {
    ("committed", "unknown"): "unknown",
    ("live", "unknown"): "live",
    ("live", "stopped"): "live",
    ("stopped", "eligible"): "stopped",
    ("approached", "committed"): "committed",
    ("sustained", "using"): "sustained",
    ("paused", "stopped"): "paused",
}


@pytest.mark.parametrize(("pair", "together"), MERGERS.items())
def test_merged_sites_count_once_at_the_stage_that_decides(libre, pulse, pair, together):
    store_world(MERGED)
    make_cohort(libre, ["T1", "T2"], programme=pulse)
    for site, stage in zip(("T1", "T2"), pair, strict=True):
        if stage != "unknown":
            make_event(libre, stage, site=site)

    found = answer(question())

    assert standing(found) == {together: 1}
    assert len(rows(question())) == 2


def test_a_merged_site_has_the_reason_of_the_part_that_decides(libre, pulse):
    store_world(MERGED)
    make_cohort(libre, ["T1", "T2"], programme=pulse)
    make_event(libre, "stopped", site="T1", reason="technology")
    make_event(libre, "live", site="T2")

    assert answer(question()).reasons == ()


def test_one_network_has_its_own_funnel(libre, pulse):
    listed(libre, pulse, "P1", "P2")
    listed(libre, pulse, "P3", network="N2")
    make_event(libre, "live", site="P1")
    make_event(libre, "live", site="P3")

    north, south = (answer(question(place=code)) for code in ("N1", "N2"))

    assert (north.eligible, south.eligible) == (2, 1)
    assert [row.adopted for row in north.definitions] == [1, 0, 1]
    assert [row.site_code for row in rows(question(place="N2"))] == ["P3"]


def test_a_network_without_such_sites_is_refused(libre, pulse):
    listed(libre, pulse, "P1")

    with pytest.raises(NotFound, match="network of this programme's sites 'N9'"):
        answer(question(place="N9"))


def test_rows_open_to_the_event_that_tells_the_stage(libre, pulse):
    listed(libre, pulse, "P1", "P2")
    make_event(libre, "live", "2018-05-01", row=5)
    make_event(libre, "paused", "2018-09", row=6, reason="organisation")

    paused, unknown = rows(question())

    assert (paused.stage, paused.reached, str(paused.on)) == ("paused", "live", "2018-09")
    assert (paused.reason, paused.row) == ("organisation", 6)
    assert (unknown.stage, unknown.reached, unknown.on) == ("unknown", "eligible", None)
    assert [row.site_code for row in rows(question(), None, "paused")] == ["P1"]


def test_rows_of_a_stage_are_as_many_as_the_funnel_counts(libre, pulse):
    listed(libre, pulse, *(f"P{n}" for n in range(1, 8)))
    for number, stage in enumerate(("live", "live", "using", "stopped", "committed"), start=1):
        make_event(libre, stage, site=f"P{number}")

    for row in answer(question()).stages:
        assert len(rows(question(), None, row.stage)) == row.sites


def test_a_past_day_knows_what_was_recorded_by_then(libre, pulse):
    listed(libre, pulse, "P1")
    make_event(libre, "committed", "2018-05-01", recorded="2018-06-01T12:00:00+00:00")
    make_event(libre, "live", "2018-05-20", recorded="2020-06-01T12:00:00+00:00")
    # The programme itself has to have been known.
    Programme.objects.get().submission.__class__.objects.update(accepted_at="2018-01-01T12:00Z")

    assert standing(answer(question(known_on=date(2019, 1, 1)))) == {"committed": 1}
    assert standing(answer(question(known_on=date(2020, 6, 1)))) == {"live": 1}
