"""The restated question: what it accepts, and its one text form."""

import pytest

from groundswell.questions.restated import RestatedQuestion


@pytest.mark.parametrize(
    "text",
    [
        "restated?measure=doac-share",
        "restated?measure=doac-share&from_version=21",
        "restated?measure=doac-share&to_version=27",
        "restated?measure=doac-share&from_version=0&to_version=27",
    ],
)
def test_canonical_text_reads_back_to_the_same_question(text):
    question = RestatedQuestion.from_canonical(text)
    assert question.canonical == text
    assert RestatedQuestion.from_query(question.values) == question


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({}, "Say measure"),
        ({"measure": "a", "from_version": "two"}, "Write it as 21"),
        ({"measure": "a", "from_version": "-1"}, "Write it as 21"),
        ({"measure": "a", "from_version": "²"}, "Write it as 21"),
        ({"measure": "a", "to_version": "0"}, "count from 1"),
        ({"measure": "a", "from_version": "9", "to_version": "3"}, "swap them"),
        ({"measure": "a", "from_version": "3", "to_version": "3"}, "name two versions"),
        ({"measure": "a", "by": "network"}, "no field 'by'"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_is_accepted(query, why):
    with pytest.raises(ValueError, match=why):
        RestatedQuestion.from_query(query)
