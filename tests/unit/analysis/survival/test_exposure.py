import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from groundswell.analysis.exposure import (
    adopted_before,
    adoption_times,
    graph_exposure,
    group_exposure,
    nearest,
    ties,
)

times = st.lists(st.one_of(st.integers(1, 8), st.just(np.nan)), min_size=2, max_size=12)


@given(times, st.data())
@settings(max_examples=60, deadline=None)
def test_group_exposure_counts_the_others_who_had_adopted_before(toa, data):
    toa = np.array(toa, dtype=float)
    group = data.draw(st.lists(st.sampled_from("AB"), min_size=len(toa), max_size=len(toa)))

    found = group_exposure(toa, 8, group)

    for i in range(len(toa)):
        others = [j for j in range(len(toa)) if j != i and group[j] == group[i]]
        for t in range(1, 9):
            before = sum(toa[j] < t for j in others)
            expected = before / len(others) if others else 0.0
            assert found[i, t - 1] == pytest.approx(expected)


@given(times, st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_graph_exposure_is_the_weighted_share_of_ties(toa, seed):
    toa = np.array(toa, dtype=float)
    number = len(toa)
    weights = np.random.default_rng(seed).integers(0, 3, (number, number)).astype(float)

    found = graph_exposure(toa, 8, csr_array(weights))

    for i in range(number):
        total = sum(weights[i, j] for j in range(number) if j != i)
        for t in range(1, 9):
            before = sum(weights[i, j] for j in range(number) if j != i and toa[j] < t)
            assert found[i, t - 1] == pytest.approx(before / total if total else 0.0)


def test_one_groups_ties_are_its_graph():
    toa = np.array([1.0, np.nan, 3.0, 2.0])
    whole = csr_array(np.ones((4, 4)))

    assert graph_exposure(toa, 5, whole) == pytest.approx(group_exposure(toa, 5, ["A"] * 4))


def test_nothing_is_exposed_in_the_first_period():
    assert not adopted_before(np.array([1.0, np.nan]), 4)[:, 0].any()


def test_nearest_are_those_that_a_loop_finds():
    points = np.random.default_rng(0).uniform(size=(30, 2))

    found = nearest(points, 4).toarray()

    for i in range(30):
        distance = [np.hypot(*(points[i] - points[j])) if j != i else np.inf for j in range(30)]
        assert set(np.flatnonzero(found[i])) == set(np.argsort(distance)[:4])


def test_sites_at_one_spot_are_each_others_neighbours_and_never_their_own():
    found = nearest(np.zeros((6, 2)), 3)

    assert found.diagonal().sum() == 0
    assert np.asarray(found.sum(axis=1)).tolist() == [3] * 6


def test_repeated_ties_count_once():
    assert ties(3, [0, 0, 1], [1, 1, 2]).toarray().tolist() == [[0, 1, 0], [0, 0, 1], [0, 0, 0]]


def test_a_sentinel_is_censored_when_named_and_refused_when_not():
    assert np.isnan(adoption_times([3, 18], 17, sentinel=18)).tolist() == [False, True]
    with pytest.raises(ValueError, match="pass sentinel=18"):
        adoption_times([3, 18], 17)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: adoption_times([0, 2], 5), "whole periods"),
        (lambda: adoption_times([1.5, 2], 5), "whole periods"),
        (lambda: adoption_times([], 5), "one period of adoption a site"),
        (lambda: group_exposure(np.array([1.0, 2.0]), 3, ["A"]), "2 sites, 1 names"),
        (lambda: graph_exposure(np.array([1.0]), 3, csr_array((2, 2))), r"must be \(1, 1\)"),
        (
            lambda: graph_exposure(np.array([1.0, 2.0]), 3, csr_array([[0.0, -1], [0, 0]])),
            "zero or more",
        ),
        (lambda: ties(2, [0], [5]), "from 0 to 1"),
        (lambda: nearest([[0.0], [1.0]], 2), "k must be from 1 to 1"),
        (lambda: nearest([[0.0], [np.nan]], 1), "without missing"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
