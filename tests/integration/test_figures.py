"""Published figures: quiet while nothing changed, and told apart by whose change it was."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from groundswell.figures import actions, asking, checking
from groundswell.figures.actions import Overtaken, pin, withdraw
from groundswell.figures.asking import ASKING, NOT_PINNED
from groundswell.figures.checking import check, rests_now
from groundswell.figures.models import Figure, Publication, Restatement
from groundswell.figures.pinning import At
from groundswell.figures.publishing import publish, restate
from groundswell.figures.queries import held, history, pinned_versions
from groundswell.measures.cells import NoLongerKept, collect, compact
from groundswell.people.action import data_version
from groundswell.people.models import AuditEvent
from groundswell.people.policy import NotAllowed
from groundswell.questions import reach
from groundswell.questions.registry import QUESTIONS
from groundswell.reports.disclosure import Rule
from tests.support.definitions import SHARE
from tests.support.intake_caches import clear_caches
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import adoptions, lines, send
from tests.support.restating import MEASURE, define, tell

pytestmark = pytest.mark.django_db

# Of May a number, a true zero, one not reported and one not eligible; two of March are hidden.
TOLD = {
    ("L81001", "2020-04"): (40, 100),
    ("L81001", "2020-05"): (44, 100),
    ("L81002", "2020-04"): (90, 200),
    ("L81002", "2020-05"): (0, 200),
    ("A81001", "2020-04"): (80, 100),
    ("L81099", "2020-04"): (0, 0),
    ("L81099", "2020-05"): (0, 0),
    ("L81001", "2020-03"): (3, 300),
    ("L81002", "2020-03"): (90, 200),
    ("A81001", "2020-03"): (5, 300),
}
SITES = f"reach?measure={MEASURE}&by=practice"
NETWORKS = f"reach?measure={MEASURE}&by=network"
# Not in hundredths any more, and nobody said so by a new version.
OTHERWISE = (
    SHARE.replace('unit: "%"', "unit: share")
    .replace("multiplier: 100", "multiplier: 1")
    .replace("target: 80", "target: 0.8")
)
UPTAKE = "spread?innovation=smart-inhaler&at=2019-12"


@pytest.fixture
def us(world, settings, tmp_path):
    """The small world with a measure of its own, told once."""
    define(settings, tmp_path / "measures")
    tell(world, TOLD)
    return world


@pytest.fixture
def redefine(settings, tmp_path):
    return lambda text: define(settings, tmp_path / "measures", text)


def release(monkeypatch, version="9.9.9"):
    monkeypatch.setattr(checking, "__version__", version)


def published(by, question=NETWORKS, table="cells", row=None, column="value", **more):
    made = publish(
        by=by, question=question, table=table, row=row, column=column,
        published_in="Annual report 2020/21, p. 7", **more,
    )  # fmt: skip
    return held(publication=made.pk)


def changes(figures=None):
    """(row, from, to, kinds of reason) of each figure that changed, as another process finds."""
    clear_caches()
    return [
        (c.figure.row, c.figure.value, c.now, [str(reason.why) for reason in c.reasons])
        for c in check(figures)
        if c.is_changed
    ]


# What is pinned


def test_figure_keeps_what_it_rests_on_and_where_it_was_published(us):
    version = data_version()
    (figure,) = published(us, row="HI-West 2020-05")
    assert figure.cell == "cells, HI-West 2020-05, value"
    assert (figure.value, figure.published_in) == ("14.6667", "Annual report 2020/21, p. 7")
    assert figure.rests == rests_now(asking.read(figure.question)).__class__(
        version, "0.1.0", "our-share 3", "1 to 7 of activity, people"
    )
    entry = AuditEvent.objects.first()
    assert (entry.action, entry.by, entry.details["figures"]) == ("figures.publish", us, 1)


def test_question_is_published_without_open_ends(us):
    (figure, *_) = published(us)
    assert "&from=2020-03&to=2020-05&" in figure.question


def test_number_zero_hidden_missing_and_not_eligible_are_different_figures(us):
    told = {f.row: f.value for f in published(us, SITES, column="numerator")}
    assert told["L81001 2020-05"] == "44"
    assert told["L81002 2020-05"] == "0"
    assert told["A81001 2020-05"] == "missing"
    assert told["L81099 2020-05"] == "not eligible"
    assert (told["L81001 2020-03"], told["A81001 2020-03"]) == ("s", "s")


def test_whole_table_row_column_and_cell(us):
    assert len(published(us, table="league", column=None)) == 2 * 11
    assert len(published(us, row="HI-West", column=None)) == 3 * 5
    assert len(published(us, row="2020-05")) == 2
    assert {f.column for f in published(us, table="total", column=None)} == {
        "numerator", "denominator", "value", "coverage",
    }  # fmt: skip
    assert published(us, table="headline", column=None)[0].value.startswith("Our share")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"question": "reach?measure=our-shore"}, "no measure 'our-shore'"),
        ({"question": "reaches?measure=a"}, "no question 'reaches'"),
        ({"question": "signals?by=network"}, "publish their figures from reach"),
        ({"table": "leagues"}, "no table 'leagues'"),
        ({"row": "HI-East"}, "no such cell"),
        ({"column": "colour"}, "no such cell"),
        ({"question": f"{NETWORKS}&from=2030-01"}, "no data for those months"),
    ],
)
def test_what_cannot_be_published_is_refused_and_nothing_is_written(us, how, why):
    with nothing_written(), pytest.raises((ValueError, LookupError), match=why):
        published(us, **how)


def test_where_it_was_published_must_be_said(us):
    with nothing_written(), pytest.raises(ValueError, match="Say where"):
        publish(by=us, question=NETWORKS, table="league", published_in="  ")


def test_too_many_figures_are_refused(us, monkeypatch):
    monkeypatch.setattr("groundswell.figures.publishing.MOST_FIGURES", 3)
    with nothing_written(), pytest.raises(ValueError, match="choose a row or a column"):
        published(us, row="2020-05", column=None)


def test_every_question_can_be_pinned_or_says_why_not():
    assert ASKING.keys() | NOT_PINNED.keys() == QUESTIONS.keys()
    assert not ASKING.keys() & NOT_PINNED.keys()


def test_every_question_is_asked_again_as_it_was_published(us):
    send(us, adoptions("L81001,live,2018-04", "L81002,live,2018-05"), "adoptions.csv")
    tell(us, TOLD | {("L81001", "2020-05"): (54, 100)})
    texts = {"spread": UPTAKE, "reach": NETWORKS, "restated": f"restated?measure={MEASURE}"}
    assert texts.keys() == ASKING.keys()
    for name, question in texts.items():
        answer = QUESTIONS[name].answer(asking.read(question))
        for table in (*asking.READERS[name].report(answer).makers, "headline"):
            publish(by=us, question=question, table=table, published_in="Somewhere")
    assert len(held()) > 80
    assert changes() == []
    assert {c.now for c in check() if c.figure.value == "s"} <= {"s"}


# Quiet


def test_nothing_changed_is_quiet_whatever_was_written_in_between(us):
    published(us, column=None)
    published(us, table="league", column=None)
    tell(us, TOLD)  # the same numbers again
    tell(us, {("L81001", "2020-06"): (50, 100)})  # a new month
    send(us, adoptions("L81001,live,2018-04"), "adoptions.csv")
    compact(by=us)
    assert changes() == []


def test_another_release_that_says_the_same_is_quiet(us, monkeypatch, redefine):
    published(us)
    release(monkeypatch)
    redefine(SHARE.replace("version: 3", "version: 4"))
    assert changes() == []


# Whose change it was


def test_data_restated_month_changes_exactly_its_figures_and_names_the_file(us):
    published(us, row="HI-West")
    tell(us, TOLD)
    again = tell(us, {("L81001", "2020-05"): (54, 100)}, "again.csv")
    assert changes() == [("HI-West 2020-05", "14.6667", "18", ["data"])]
    (changed,) = [c for c in check() if c.is_changed]
    assert f"submission {again.pk} (again.csv)" in changed.why
    assert changed.then == "14.6667"


def test_code_that_reckons_otherwise_on_the_same_data(us, redefine, monkeypatch):
    published(us, row="HI-West 2020-05")
    redefine(OTHERWISE)
    assert changes() == [("HI-West 2020-05", "14.6667", "0.1467", ["code"])]
    release(monkeypatch)
    (changed,) = check()
    assert "code: release 0.1.0, now 9.9.9; on the data of version" in changed.why


def test_definition_of_another_version(us, redefine):
    published(us, row="HI-West 2020-05")
    redefine(OTHERWISE.replace("version: 3", "version: 4"))
    assert changes() == [("HI-West 2020-05", "14.6667", "0.1467", ["definition"])]
    assert "our-share 3, now our-share 4" in check()[0].why


def test_both_parts_are_stated_where_code_and_data_changed_it(us, redefine):
    published(us, row="HI-West 2020-05")
    tell(us, {("L81001", "2020-05"): (54, 100)}, "again.csv")
    redefine(OTHERWISE)
    assert changes() == [("HI-West 2020-05", "14.6667", "0.18", ["code", "data"])]
    assert "14.6667 became 0.1467" in check()[0].why
    assert "0.1467 became 0.18" in check()[0].why


def test_rule_of_suppression_hides_what_was_shown(us, monkeypatch):
    published(us, SITES, row="L81001 2020-05", column="numerator")
    stricter = Rule(50, frozenset({"people", "activity"}), frozenset({"sites", "money"}))
    for module in ("reports.reach", "reports.reach.disclosed", "figures.checking"):
        monkeypatch.setattr(f"groundswell.{module}.default_rule", lambda: stricter)
    assert changes() == [("L81001 2020-05", "44", "s", ["suppression rule"])]
    assert "1 to 7 of activity, people, now 1 to 50" in check()[0].why


def test_suppressed_missing_and_zero_change_into_one_another_and_say_so(us):
    published(us, SITES, row="2020-05", column="numerator")
    tell(us, {("A81001", "2020-05"): (0, 100), ("L81099", "2020-05"): (0, 50),
              ("L81001", "2020-05"): (5, 100), ("L81002", "2020-05"): (9, 200)})  # fmt: skip
    assert changes() == [
        ("L81002 2020-05", "0", "s", ["data"]),
        ("L81099 2020-05", "not eligible", "0", ["data"]),
        ("L81001 2020-05", "44", "s", ["data"]),
        ("A81001 2020-05", "missing", "0", ["data"]),
    ]


def test_organisations_are_as_known_now_and_their_file_is_named(us):
    published(us, row="HI-NENC 2020-04")
    moves = lines("child,parent,start,end", "L81001,00D,2019-04-01,")
    places = send(us, moves, "moves.csv")
    assert changes() == [("HI-NENC 2020-04", "80", "60", ["organisations"])]
    assert f"submission {places.pk} (moves.csv)" in check()[0].why


def test_uptake_recorded_later_the_same_day_is_the_datas(us):
    send(us, adoptions("L81001,live,2018-04"), "first.csv")
    published(us, UPTAKE, "spread", "HI-West", "adopted")
    later = send(us, adoptions("L81002,live,2018-05"), "later.csv")
    assert changes() == [("HI-West", "1", "2", ["data"])]
    assert f"submission {later.pk} (later.csv)" in check()[0].why


def test_cohort_sent_later_is_the_datas(us):
    published(us, UPTAKE, "spread", "HI-West", "eligible")
    cohort = lines("innovation,programme,rule,site,start,end", "smart-inhaler,,T,RA7,2017-01-01,")
    send(us, cohort, "cohort-2.csv")
    assert changes() == [("HI-West", "2", "3", ["data"])]


def test_place_that_is_no_more_in_the_table_is_a_change(us, redefine, monkeypatch):
    (figure,) = published(us, row="HI-West 2020-05")
    Figure.objects.filter(pk=figure.number).update(row="HI-East 2020-05")
    assert changes() == [("HI-East 2020-05", "14.6667", "no such row", ["code"])]


def test_question_that_cannot_be_asked_any_more_is_a_change_that_says_why(us, settings, tmp_path):
    published(us, row="HI-West 2020-05")
    (tmp_path / "measures" / "our-share.yaml").unlink()
    clear_caches()
    (changed,) = check()
    assert (changed.now, changed.is_changed) == ("no answer", True)
    assert "There is no measure 'our-share'" in changed.why
    Publication.objects.update(question="gone?measure=our-share")
    assert (
        check()[0].why == "code: There is no question 'gone': use one of spread, reach, restated."
    )


def test_old_cells_kept_no_more_cannot_be_told_apart(us):
    published(us, row="HI-West 2020-05")
    again = tell(us, TOLD | {("L81001", "2020-05"): (54, 100)}, "again.csv")
    collect(by=us, keep_days=0)
    assert changes() == [("HI-West 2020-05", "14.6667", "18", ["cannot be told apart"])]
    why = check()[0].why
    assert "are kept no more" in why
    assert f"Since then: submission {again.pk} (again.csv). Release 0.1.0 as then." in why


# Versions that must be kept


def test_versions_that_published_figures_rest_on_are_kept_when_cells_are_collected(us):
    first = data_version()
    (figure,) = published(us, row="HI-West 2020-05")
    tell(us, TOLD | {("L81001", "2020-05"): (54, 100)})
    middle = data_version()
    tell(us, TOLD | {("L81001", "2020-05"): (64, 100)})
    assert pinned_versions() == {first}
    assert collect(by=us, keep_days=0, keep=pinned_versions()).files == 1
    assert changes() == [("HI-West 2020-05", "14.6667", "21.3333", ["data"])]
    with pytest.raises(NoLongerKept):
        reach.answer_at(asking.read(figure.question), middle)
    withdraw(by=us, figures=[figure], reason="Out of print")
    assert pinned_versions() == set()
    assert collect(by=us, keep_days=0, keep=pinned_versions()).files == 1


def test_both_versions_of_a_restated_question_are_kept(us):
    tell(us, {("L81001", "2020-05"): (54, 100)})
    (figure, *_) = published(us, f"restated?measure={MEASURE}", "cells", column="new_numerator")
    named = asking.read(figure.question)
    assert pinned_versions() == {named.from_version, named.to_version}


def test_uptake_needs_no_cells(us):
    published(us, UPTAKE, "spread", "HI-West", "adopted")
    assert pinned_versions() == set()


# Restating


def test_restated_figure_shows_old_value_new_value_reason_and_signer(us):
    (figure,) = published(us, row="HI-West 2020-05")
    again = tell(us, {("L81001", "2020-05"): (54, 100)}, "again.csv")
    version = data_version()
    (made,) = restate(by=us, figures=held(), reason="The publisher corrected May")
    assert (made.old, made.new, made.by) == ("14.6667", "18", us)
    first, second = history(figure.number)
    assert (first.what, first.old, first.new, first.by) == ("published", "", "14.6667", str(us))
    assert (second.what, second.old, second.new) == ("restated", "14.6667", "18")
    assert (second.reason, second.by) == ("The publisher corrected May", str(us))
    assert second.found == f"data: submission {again.pk} (again.csv)"
    (now,) = held()
    assert (now.first, now.value, now.restated) == ("14.6667", "18", 1)
    assert now.rests.data_version == version
    assert Figure.objects.get().value == "14.6667", "what was published is never overwritten"


def test_alarm_is_quiet_after_restating_and_rings_at_the_next_change(us):
    published(us, row="HI-West 2020-05")
    tell(us, {("L81001", "2020-05"): (54, 100)}, "again.csv")
    restate(by=us, figures=held(), reason="Corrected")
    assert changes() == []
    third = tell(us, {("L81001", "2020-05"): (64, 100)}, "third.csv")
    assert changes() == [("HI-West 2020-05", "18", "21.3333", ["data"])]
    assert check()[0].why == f"data: submission {third.pk} (third.csv)"


def test_only_figures_that_changed_are_restated(us):
    published(us, row="HI-West")
    with nothing_written(), pytest.raises(ValueError, match="nothing to restate"):
        restate(by=us, figures=held(), reason="Because")
    tell(us, {("L81001", "2020-05"): (54, 100)})
    assert len(restate(by=us, figures=held(), reason="Corrected")) == 1


def test_restating_without_a_reason_is_refused(us):
    published(us, row="HI-West 2020-05")
    tell(us, {("L81001", "2020-05"): (54, 100)})
    with nothing_written(), pytest.raises(ValueError, match="reason and signer"):
        restate(by=us, figures=held(), reason=" ")


def test_figure_without_an_answer_is_withdrawn_and_not_restated(us, tmp_path):
    published(us, row="HI-West 2020-05")
    (tmp_path / "measures" / "our-share.yaml").unlink()
    clear_caches()
    with nothing_written(), pytest.raises(ValueError, match="withdraw it instead"):
        restate(by=us, figures=held(), reason="Because")
    withdraw(by=us, figures=held(), reason="The measure is retired")
    assert (held(), check()) == ([], [])
    (figure,) = held(withdrawn=True)
    assert [e.what for e in history(figure.number)] == ["published", "withdrawn"]
    for again in (withdraw, restate):
        with nothing_written(), pytest.raises(ValueError, match=r"withdrawn|withdraw"):
            again(by=us, figures=[figure], reason="Twice")


def test_database_refuses_a_restatement_that_changes_nothing_or_has_no_reason(us):
    (figure,) = published(us, row="HI-West 2020-05")
    rests = Publication.objects.values("data_version", "release", "definition", "rule", "at").get()
    for old, new, reason in (("1", "1", "Why"), ("1", "2", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Restatement.objects.create(
                figure_id=figure.number, old=old, new=new, reason=reason, found="", by=us, **rests
            )


# Who, and at once


def test_contributor_publishes_for_their_own_network_and_touches_no_other(us, contributor):
    with nothing_written(), pytest.raises(NotAllowed):
        published(contributor, row="HI-West 2020-05")
    with nothing_written(), pytest.raises(NotAllowed):
        published(contributor, row="HI-West 2020-05", network="HI-NENC")
    ours = published(contributor, row="HI-West 2020-05", network="HI-West")
    theirs = published(us, row="HI-West 2020-05", network="HI-NENC")
    tell(us, {("L81001", "2020-05"): (54, 100)})
    for write in (restate, withdraw):
        with nothing_written(), pytest.raises(NotAllowed):
            write(by=contributor, figures=[*ours, *theirs], reason="Corrected")
    assert len(restate(by=contributor, figures=ours, reason="Corrected")) == 1


def test_what_was_asked_before_another_write_is_asked_again(us, monkeypatch):
    asked, pins = [], actions.pin

    def overtaken_once(**arguments):
        asked.append(arguments["cells"][At("HI-West 2020-05", "value")])
        if len(asked) == 1:
            tell(us, {("L81001", "2020-05"): (54, 100)})
        return pins(**arguments)

    monkeypatch.setattr("groundswell.figures.publishing.pin", overtaken_once)
    (figure,) = published(us, row="HI-West 2020-05")
    assert asked == ["14.6667", "18"]
    assert (figure.value, changes()) == ("18", [])


def test_figures_of_another_state_are_not_pinned(us):
    question = asking.read(NETWORKS)
    rests = rests_now(question)
    tell(us, {("L81001", "2020-05"): (54, 100)})
    with nothing_written(), pytest.raises(Overtaken, match="Ask again"):
        pin(
            by=us, question=NETWORKS, table="cells", cells={At("a", "b"): "1"}, rests=rests,
            published_in="Somewhere", published_on=timezone.localdate(),
        )  # fmt: skip
