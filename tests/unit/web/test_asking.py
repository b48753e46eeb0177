"""What was typed becomes a question, or messages beside the fields that they are about."""

import pytest

from groundswell.questions.reach import ReachQuestion
from groundswell.questions.spread import SpreadQuestion
from groundswell.web.asking import read_asked

MEASURE = {"measure": "doac-share"}


@pytest.mark.parametrize(
    "question",
    [
        ReachQuestion.from_canonical(
            "reach?measure=doac-share&by=icb&from=2019-01&to=2020-07&boundaries=as-at:2020-04-01"
            "&known_on=2021-01-01"
        ),
        SpreadQuestion.from_canonical("spread?innovation=libre&at=2018-04&definition=ever-live"),
    ],
    ids=lambda question: question.NAME,
)
def test_an_address_makes_the_question_that_made_it(question):
    assert read_asked(type(question), question.values).question == question


def test_what_is_left_empty_takes_its_default():
    asked = read_asked(SpreadQuestion, {"innovation": "libre", "at": " "}, {"at": "2018-04"})
    assert asked.question == SpreadQuestion.from_canonical("spread?innovation=libre&at=2018-04")
    assert asked.values["at"] == "2018-04"


def test_the_form_says_boundaries_in_a_choice_and_a_day():
    typed = MEASURE | {"boundaries": "as-at", "as_at": "2020-04-01"}
    asked = read_asked(ReachQuestion, typed)
    assert str(asked.question.boundaries) == "as-at:2020-04-01"
    assert read_asked(ReachQuestion, asked.question.values).values["as_at"] == "2020-04-01"


def test_each_mistake_stands_beside_its_field():
    typed = MEASURE | {"by": "planet", "from": "soon", "to": "2020-07", "known_on": "never"}
    asked = read_asked(ReachQuestion, typed)
    assert asked.question is None
    assert {*asked.errors} == {"by", "from", "known_on"}


def test_a_mistake_of_fields_together_is_of_no_field():
    asked = read_asked(ReachQuestion, MEASURE | {"from": "2020-02", "to": "2019-02"})
    assert {*asked.errors} == {""}
    assert "swap them" in asked.errors[""]


def test_a_mistake_in_what_is_asked_about_is_of_no_field():
    """The form has none for it: it is in the address."""
    assert {*read_asked(ReachQuestion, {"measure": "two\nlines"}).errors} == {""}
    assert {*read_asked(ReachQuestion, {}).errors} == {""}
