"""Numbers and places in words."""

from datetime import date

from groundswell.questions.answer import Provenance, Stated
from groundswell.reports.words import (
    basis_words,
    headcount_words,
    is_unknown,
    joined,
    place_noun,
    share_words,
)

from .answers import PROVENANCE, answer, known_on, row


def test_place_without_eligible_sites_is_not_said_to_be_at_zero():
    assert share_words(row(adopted=0, not_adopted=0)) == "no eligible sites"


def test_place_where_nothing_is_known_is_not_said_to_be_at_zero():
    place = row(adopted=0, not_adopted=0, unknown=1)
    assert is_unknown(place)
    assert share_words(place) == "no data for its 1 eligible site"


def test_place_where_something_is_known_has_a_share():
    assert share_words(row(adopted=1, not_adopted=0, unknown=3)) == "25% (1 of 4)"


def test_kind_of_place_without_a_name_of_its_own_is_a_place():
    assert (place_noun("icb"), place_noun("moon")) == ("ICBs", "places")


def test_long_lists_are_cut_with_the_number_that_is_left():
    assert joined([]) == ""
    assert joined(["A"]) == "A"
    assert joined(["A", "B", "C"], most=3) == "A, B and C"
    assert joined(["A", "B", "C", "D"], most=3) == "A, B and 2 more"


def test_headcount_states_numerator_denominator_and_date():
    said = headcount_words(answer([row(adopted=178, not_adopted=13)]))
    assert said == "178 of 191 eligible sites (93%) at the end of April 2018"


def test_basis_states_definition_boundaries_and_data_version():
    assert basis_words(answer()) == (
        "Adopted: live or beyond (version 1); boundaries as then; data version 12."
    )


def test_basis_says_first_that_data_is_for_demonstration():
    said = basis_words(answer(is_demo=True, provenance=known_on(date(2018, 6, 1))))
    assert said.startswith("Demonstration data; ")
    assert "as known on 1 June 2018" in said


def test_basis_reads_boundaries_of_a_day():
    rule = Stated("Boundaries as at 1 April 2020", "Every month is grouped.")
    provenance = Provenance(PROVENANCE.canonical, 12, None, (rule,), (), ())
    assert basis_words(answer(provenance=provenance)) == (
        "Boundaries as at 1 April 2020; data version 12."
    )


def test_basis_leaves_out_rules_that_are_not_stated():
    provenance = Provenance(PROVENANCE.canonical, 12, None, (), (), ())
    assert basis_words(answer(provenance=provenance)) == "Data version 12."
