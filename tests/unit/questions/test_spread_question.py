"""The spread question cannot be built invalid, and has one text form that reads back."""

import re
import shlex
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, AsAt
from groundswell.organisations.models import Kind
from groundswell.questions.asked import FIRST_MONTH, LAST_MONTH
from groundswell.questions.registry import QUESTIONS
from groundswell.questions.spread import PLACE_KINDS, SpreadQuestion
from tests.support.examples import many

APRIL = Month.parse("2018-04")
LIBRE = {"innovation": "freestyle-libre", "at": "2018-04"}
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))

questions = st.builds(
    SpreadQuestion,
    innovation=st.text("abz09-_", min_size=1, max_size=12),
    at=st.integers(FIRST_MONTH.index, LAST_MONTH.index).map(Month),
    by=st.sampled_from(list(PLACE_KINDS)),
    boundaries=st.just(AS_THEN) | days.map(AsAt),
    definition=st.sampled_from(list(DEFINITIONS)),
    known_on=st.none() | days,
    programme=st.none() | st.text("abz09-_", min_size=1, max_size=12),
)


@many
@given(questions)
def test_question_reads_back_from_its_canonical_text(question):
    assert SpreadQuestion.from_canonical(question.canonical) == question


@many
@given(questions)
def test_question_reads_back_from_its_values(question):
    assert SpreadQuestion.from_query(question.values) == question


@many
@given(questions, questions)
def test_two_questions_have_one_text_only_if_they_are_one(one, other):
    assert (one.canonical == other.canonical) == (one == other)
    assert (hash(one) == hash(other)) or one != other


def test_canonical_text_of_a_question():
    question = SpreadQuestion(
        "freestyle-libre", APRIL, Kind.ICB, AsAt(date(2020, 4, 1)), "ever-live", date(2021, 1, 2)
    )

    assert question.canonical == (
        "spread?innovation=freestyle-libre&at=2018-04&by=icb&boundaries=as-at:2020-04-01"
        "&definition=ever-live&known_on=2021-01-02"
    )


def test_canonical_text_says_every_default():
    assert SpreadQuestion("freestyle-libre", APRIL).canonical == (
        "spread?innovation=freestyle-libre&at=2018-04&by=network&boundaries=as-then"
        "&definition=live-or-beyond"
    )


@given(st.permutations(list(SpreadQuestion("a", APRIL, known_on=date(2020, 1, 1)).values.items())))
@many
def test_order_in_which_fields_are_given_does_not_matter(pairs):
    question = SpreadQuestion.from_query(dict(pairs))

    assert question.canonical == SpreadQuestion("a", APRIL, known_on=date(2020, 1, 1)).canonical


def test_fields_left_empty_have_their_defaults():
    empty = {"by": "", "boundaries": " ", "definition": "", "known_on": ""}

    assert SpreadQuestion.from_query(LIBRE | empty) == SpreadQuestion("freestyle-libre", APRIL)


def test_command_says_the_same_as_the_address():
    question = SpreadQuestion("freestyle-libre", APRIL, known_on=date(2020, 4, 1))

    assert question.command == (
        "groundswell ask spread --innovation freestyle-libre --at 2018-04 --by network "
        "--boundaries as-then --definition live-or-beyond --known-on 2020-04-01"
    )


@pytest.mark.parametrize("innovation", ["FreeStyle Libre", "libre; ls", "$(ls)", "it's"])
def test_command_can_be_pasted_into_a_shell(innovation):
    question = SpreadQuestion(innovation, APRIL)

    words = shlex.split(question.command)

    assert words[:5] == ["groundswell", "ask", "spread", "--innovation", innovation]


def test_words_say_what_is_counted():
    question = SpreadQuestion("freestyle-libre", APRIL, Kind.ICB, known_on=date(2020, 4, 1))

    for part in ("freestyle-libre", "April 2018", "STP or ICB", "1 April 2020", "live or beyond"):
        assert part in question.words()
    assert "FreeStyle Libre" in question.words("FreeStyle Libre")


REFUSED = {
    "no innovation": ({"at": "2018-04"}, "Say innovation"),
    "no month": ({"innovation": "freestyle-libre"}, "as 2018-04"),
    "a month that is none": (LIBRE | {"at": "2018-13"}, "Write it as 2018-04"),
    "a month too far off": (LIBRE | {"at": "9999-12"}, "is not from 1999-01 to 2049-12"),
    "a month too long ago": (LIBRE | {"at": "1998-12"}, "is not from 1999-01 to 2049-12"),
    "a kind of place that is none": (
        LIBRE | {"by": "galaxy"},
        "Use one of: network, region, icb, ccg, trust, pcn, practice",
    ),
    "a kind of place with a mistake": (LIBRE | {"by": "netwrk"}, "Did you mean network"),
    "a kind that holds no sites": (LIBRE | {"by": "other"}, "Use one of: network, region"),
    "boundaries that are none": (LIBRE | {"boundaries": "now"}, "as-then or as-at:2020-04-01"),
    "boundaries at no day": (LIBRE | {"boundaries": "as-at:2020-13-01"}, "as-at:2020-04-01"),
    "a definition that is none": (
        LIBRE | {"definition": "zzz"},
        "Use one of: live-or-beyond, using-or-beyond, ever-live",
    ),
    "a definition with a mistake": (LIBRE | {"definition": "ever-liv"}, "Did you mean ever-live"),
    "a day that is none": (LIBRE | {"known_on": "yesterday"}, "Write it as 2020-04-01"),
    "a field that is none": (
        LIBRE | {"xyz": "1"},
        "Use one of: innovation, at, by, boundaries, definition, known_on, programme",
    ),
    "a field with a mistake": (LIBRE | {"boundary": "as-then"}, "Did you mean boundaries"),
}


@pytest.mark.parametrize(("query", "message"), REFUSED.values(), ids=REFUSED)
def test_invalid_query_is_refused_with_what_is_accepted(query, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        SpreadQuestion.from_query(query)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"innovation": ""}, "as freestyle-libre"),
        ({"by": Kind.MATERNITY}, "network, region, icb"),
        ({"by": "galaxy"}, "network, region, icb"),
        ({"definition": "zzz"}, "live-or-beyond"),
        # What no text form could carry:
        ({"innovation": "  "}, "as freestyle-libre"),
        ({"innovation": " freestyle-libre"}, "as freestyle-libre"),
        ({"innovation": "\ud800"}, "as freestyle-libre"),
        ({"innovation": "a\ud800b"}, "as freestyle-libre"),
    ],
)
def test_invalid_question_cannot_be_built(fields, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        SpreadQuestion(**{"innovation": "freestyle-libre", "at": APRIL} | fields)


@pytest.mark.parametrize("text", ["", "reach?innovation=a&at=2018-04", "spread", "spread?"])
def test_text_that_is_no_spread_question_is_refused(text):
    with pytest.raises(ValueError, match=r"is not a spread question|Say innovation"):
        SpreadQuestion.from_canonical(text)


def test_registry_has_the_question_under_its_name():
    assert all(name == module.Question.NAME for name, module in QUESTIONS.items())
    assert QUESTIONS["spread"].Question is SpreadQuestion
