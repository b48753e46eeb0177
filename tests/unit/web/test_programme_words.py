"""What pages say of how a programme ended."""

from datetime import date

import pytest

from groundswell.programmes.facts import ClosureFact, ProgrammeFacts, Told
from groundswell.programmes.rules import Ending
from groundswell.web.programme_words import ending, outcome_words, period

TODAY = date(2022, 1, 1)
TOLD = Told(1, "programmes.csv", "", 2, date(2018, 4, 1))


def facts(said: str = "running", *endings: Ending) -> ProgrammeFacts:
    return ProgrammeFacts(
        id=1,
        slug="tcam",
        name="TCAM",
        innovation="tcam",
        innovation_name="TCAM",
        other_innovations=(),
        scope="national",
        commissioner="NHS England",
        licence="",
        definition="live-or-beyond",
        start=date(2018, 4, 1),
        end=date(2021, 3, 31),
        outcome_said=said,
        summary="",
        told=TOLD,
        closures=tuple(ClosureFact(one, TOLD) for one in endings),
    )


HANDED = Ending("handed-over", date(2021, 3, 1), "the NHS Discharge Medicines Service")


def test_handed_over_is_neither_a_success_nor_a_lapse():
    assert ending(facts("running", HANDED), TODAY) == (
        "Handed over to the NHS Discharge Medicines Service on 1 March 2021. "
        "That is neither a success nor a lapse by itself."
    )


def test_before_its_day_it_was_running():
    assert ending(facts("running", HANDED), date(2021, 2, 28)) == ""
    assert outcome_words(facts("running", HANDED), date(2021, 2, 28)) == "Running"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            facts("running", Ending("withdrawn", date(2021, 6, 1), "", "concerns about its use")),
            "Withdrawn on 1 June 2021. Concerns about its use.",
        ),
        (facts("running", Ending("closed", date(2021, 3, 31))), "Closed on 31 March 2021."),
        (facts("closed"), "Closed. It was to run until 31 March 2021."),
        (facts("withdrawn"), "Withdrawn. It was to run until 31 March 2021."),
        (
            facts("handed-over"),
            "Handed over to business as usual. It was to run until 31 March 2021. "
            "That is neither a success nor a lapse by itself.",
        ),
        (facts("running"), ""),
    ],
)
def test_an_ending_says_its_day_and_reason_where_they_are_told(told, said):
    assert ending(told, TODAY) == said


def test_a_list_has_the_outcome_in_a_word_and_the_period():
    assert outcome_words(facts("running", HANDED), TODAY) == "Handed over"
    assert outcome_words(facts("closed"), TODAY) == "Closed"
    assert period(facts()) == "1 April 2018 to 31 March 2021"
