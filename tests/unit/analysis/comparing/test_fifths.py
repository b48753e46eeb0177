"""Deprivation fifths: person by person, ties, places unknown."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.equity import between_sites
from groundswell.analysis.fifths import deprivation_fifths

PLACES = st.lists(
    st.tuples(st.one_of(st.just(math.nan), st.integers(0, 40)), st.integers(0, 9)), max_size=30
)


def plain(places):
    """Line up every person; a place's fifth is that of the middle of all of its score."""
    people = sorted(
        (score for score, patients in places if not math.isnan(score) for _ in range(patients)),
        reverse=True,
    )
    fifths = []
    for score, _ in places:
        before, among = sum(p > score for p in people), people.count(score)
        if math.isnan(score) or not people:
            fifths.append(0)
        else:
            fifths.append(1 + min((5 * (2 * before + among)) // (2 * len(people)), 4))
    return fifths


@given(places=PLACES)
def test_equals_its_plain_twin(places):
    scores, weights = [p[0] for p in places], [float(p[1]) for p in places]
    assert deprivation_fifths(scores, weights).tolist() == plain(places)


@given(scores=st.lists(st.floats(0, 100), min_size=1, max_size=60, unique=True))
def test_without_weights_the_most_deprived_come_first_in_equal_numbers(scores):
    found = deprivation_fifths(scores)
    sizes = np.bincount(found, minlength=6)[1:]
    assert sizes.sum() == len(scores) and sizes.max() - sizes.min() <= 1
    assert (np.diff(found[np.argsort(scores)]) <= 0).all()


def test_fifths_of_people_hold_a_fifth_of_the_people():
    rng = np.random.default_rng(4)
    scores, patients = rng.gamma(3, 8, 6500), rng.lognormal(9, 0.6, 6500)
    found = deprivation_fifths(scores, patients)
    shares = np.bincount(found, patients, minlength=6)[1:] / patients.sum()
    assert shares == pytest.approx([0.2] * 5, abs=0.001)


def test_places_of_one_score_stay_together():
    assert deprivation_fifths([9, 5, 5, 5, 1]).tolist() == [1, 3, 3, 3, 5]


def test_unknown_score_or_weight_has_no_fifth_and_moves_nobody():
    found = deprivation_fifths([9, math.nan, 5, 7], [1, 5, 1, math.nan])
    assert found.tolist() == [2, 0, 4, 0]
    assert deprivation_fifths([]).tolist() == []
    assert deprivation_fifths([math.nan]).tolist() == [0]


def test_equity_takes_them_less_one():
    fifths = deprivation_fifths([50, 40, 30, 20, 10, math.nan])
    reached, eligible, _ = between_sites(fifths - 1, [1, 2, 3, 4, 5, 6], [10] * 6)
    assert (reached.tolist(), eligible.tolist()) == ([1, 2, 3, 4, 5], [10] * 5)


@pytest.mark.parametrize("wrong", [([[1]], None), ([1], [1, 2]), ([1], [-1]), ([math.inf], None)])
def test_arguments_that_cannot_be_meant(wrong):
    with pytest.raises(ValueError):
        deprivation_fifths(*wrong)


@pytest.mark.real_data
def test_fifths_of_practices_are_the_tenths_of_a_published_file_two_by_two(real_data):
    """Its larger groups come first: five practices next to a border are one fifth apart."""
    file = real_data / "deprivation/practice_imd_blackwellrd_2023.csv"
    with file.open(encoding="utf-8-sig") as lines:
        rows = [(float(r["imd_score"]), int(r["imd_decile"])) for r in csv.DictReader(lines)]
    scores, tenths = np.array(rows).T
    difference = np.abs(deprivation_fifths(scores) - np.ceil(tenths / 2))
    assert len(rows) == 6437 and difference.max() <= 1 and (difference > 0).sum() == 5
