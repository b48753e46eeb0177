"""League tables: a plain twin, ties, places without a value, simulated coverage of the ranks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.intervals import intervals
from groundswell.analysis.league import league, rank_ranges

PLACES = st.lists(st.tuples(st.integers(0, 50), st.integers(50, 400)), min_size=1, max_size=20)


@given(places=PLACES, highest_first=st.booleans())
def test_equals_its_plain_twin(places, highest_first):
    x, n = zip(*places, strict=True)
    found = league(x, n, highest_first=highest_first)
    joint = intervals(x, n, level=0.95 ** (1 / len(x)))
    sign = -1 if highest_first else 1
    spans = [sorted((sign * a, sign * b)) for a, b in zip(joint.low, joint.high, strict=True)]
    values = [sign * a / b for a, b in places]
    for at, (low, high) in enumerate(spans):
        assert found.rank[at] == 1 + sum(v < values[at] for v in values)
        assert found.first[at] == 1 + sum(other[1] <= low for other in spans)
        assert found.last[at] == len(spans) - sum(other[0] >= high for other in spans)
        assert 1 <= found.first[at] <= found.rank[at] <= found.last[at] <= len(spans)


def test_intervals_shown_are_each_of_the_level_asked_for():
    found = league([5, 50], [100, 100], level=0.9)
    assert found.low.tolist() == intervals([5, 50], [100, 100], level=0.9).low.tolist()


def test_place_without_a_value_has_no_rank_and_takes_none():
    found = league([90, np.nan, 10, 5], [100, 100, 0, 100])
    assert found.rank.tolist() == [1, 0, 0, 2]
    assert (found.first.tolist(), found.last.tolist(), found.n) == ([1, 0, 0, 2], [1, 0, 0, 2], 2)


def test_equal_places_share_their_rank():
    assert league([5, 5, 1], [9, 9, 9]).rank.tolist() == [1, 1, 3]


def test_few_patients_say_that_the_order_says_little():
    assert "almost anywhere" in league([1, 2, 3, 2], [9, 9, 9, 9]).warnings[0]
    assert league([100, 200, 300], [999, 999, 999]).warnings == ()


def test_quantities_cannot_be_ranked():
    found = league([1.0, 2.0], None, kind="quantity")
    assert (found.rank.tolist(), found.n) == ([0, 0], 0)


def test_no_place_at_all():
    assert league([], []).n == 0
    assert [r.tolist() for r in rank_ranges([], [])] == [[], []]


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.0, 0.02, 0.2])
def test_ranges_hold_the_true_ranks_of_all_places_together_at_least_95_times_in_100(spread):
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(1000):
        p = 0.4 + spread * rng.uniform(-1, 1, 15)
        found = league(rng.binomial(2000, p), np.full(15, 2000))
        better, worse = (p > p[:, None]).sum(1), (p < p[:, None]).sum(1)
        held += bool(((found.first <= 1 + better) & (15 - worse <= found.last)).all())
    assert held >= 980
