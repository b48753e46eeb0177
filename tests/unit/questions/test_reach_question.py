"""The reach question cannot be built invalid, and has one text form that reads back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, AsAt
from groundswell.organisations.models import Kind
from groundswell.questions.asked import FIRST_MONTH, LAST_MONTH, fields_of
from groundswell.questions.places import PLACE_KINDS
from groundswell.questions.reach import ReachQuestion
from tests.support.examples import many

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
months = st.integers(FIRST_MONTH.index, LAST_MONTH.index).map(Month)
spans = st.tuples(months, months).map(sorted)


@st.composite
def questions(draw):
    start, end = draw(spans)
    return ReachQuestion(
        measure=draw(st.text("abz09-_", min_size=1, max_size=12)),
        by=draw(st.sampled_from(list(PLACE_KINDS))),
        start=draw(st.sampled_from((None, start))),
        end=draw(st.sampled_from((None, end))),
        boundaries=draw(st.just(AS_THEN) | days.map(AsAt)),
        known_on=draw(st.none() | days),
    )


@many
@given(questions())
def test_question_reads_back_from_its_text_and_its_values(question):
    assert ReachQuestion.from_canonical(question.canonical) == question
    assert ReachQuestion.from_query(question.values) == question


def test_months_are_called_from_and_to_outside_and_start_and_end_inside():
    question = ReachQuestion.from_query(
        {"measure": "doac-share", "from": "2015-07", "to": "2020-07", "by": "icb"}
    )
    assert (question.start, question.end) == (Month.parse("2015-07"), Month.parse("2020-07"))
    assert question.canonical == (
        "reach?measure=doac-share&by=icb&from=2015-07&to=2020-07&boundaries=as-then"
    )
    assert "--from 2015-07 --to 2020-07" in question.command
    assert [f.name for f in fields_of(ReachQuestion)][2:4] == ["from", "to"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({}, "Say measure"),
        ({"measure": "a", "by": "netwrok"}, "Did you mean network"),
        ({"measure": "a", "form": "2015-07"}, "Did you mean from"),
        ({"measure": "a", "from": "July"}, "Write it as 2018-04"),
        ({"measure": "a", "from": "2020-07", "to": "2015-07"}, "is after to 2015-07"),
        ({"measure": "a", "from": "1890-01"}, "is not from 1999-01"),
        ({"measure": "a", "boundaries": "then"}, "as-at:2020-04-01"),
        ({"measure": "a", "known_on": "2020-13-01"}, "Write it as 2020-04-01"),
    ],
)
def test_question_that_cannot_be_asked_says_what_is_accepted(query, message):
    with pytest.raises(ValueError, match=message):
        ReachQuestion.from_query(query)


def test_words_say_months_boundaries_and_the_day_known():
    question = ReachQuestion("doac-share", Kind.ICB, None, Month.parse("2020-07"))
    assert question.words("DOAC share").startswith(
        "What was “DOAC share” in each STP or ICB, month by month to July 2020?"
    )
