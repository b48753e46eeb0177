"""The fast core equals the plain twin on series full of gaps, ties, shocks, runs and rebases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.spc import KINDS, RULE_SETS, RuleSet, chart, label_words
from tests.unit.analysis.spc.twin import draw

SIX = RuleSet("six", trend_points=6, shift_points=8, conflict="improvement", minimum_points=4)
CELL = st.one_of(st.integers(-4, 4).map(float), st.just(float("nan")))
RULES = [*RULE_SETS.values(), SIX]


def awkward(kind, seed, series=12, points=40):
    """Values, sizes and rebases: noise, drift, few distinct values, shocks and gaps."""
    rng = np.random.default_rng(seed)
    shape = (series, points)
    sizes = rng.integers(20, 60, shape).astype(float) if kind in ("p", "pp", "u", "up") else None
    level = rng.choice([0.05, 0.3, 0.6], (series, 1))
    if sizes is not None:
        values = rng.binomial(sizes.astype(int), level).astype(float)
    elif kind == "xmr":
        values = rng.normal(size=shape).cumsum(axis=1) * rng.choice([0, 0.2, 1], (series, 1))
        values += rng.normal(size=shape) * rng.choice([0, 1, 3], (series, 1))
        values[::3] = np.round(values[::3])
        values[rng.random(shape) < 0.03] += 15
    else:
        values = np.floor(rng.exponential(rng.choice([3, 20], (series, 1)), shape))
    values[1, 5:15] = np.arange(10)
    values[1, 15:24] = np.arange(9, 0, -1)
    if sizes is not None:
        sizes[rng.random(shape) < 0.02] = 0
        values = np.minimum(values, sizes)
    values[rng.random(shape) < rng.choice([0, 0.08], (series, 1))] = np.nan
    values[2, :7] = np.nan
    values[3, 30:] = np.nan
    values[4] = np.nan
    cuts = rng.random(shape) < rng.choice([0, 0.06], (series, 1))
    return values, sizes, cuts


def assert_equals_twin(values, sizes, cuts, kind, rules, improvement):
    fast = chart(
        values,
        kind=kind,
        sizes=sizes,
        new_segment=cuts,
        rules=rules,
        improvement=np.full(len(values), improvement),
    )
    words = label_words(rules.trend_points, rules.shift_points)
    for i, y in enumerate(values):
        n = None if sizes is None else sizes[i].tolist()
        plain = draw(y.tolist(), n, kind, cuts[i].tolist(), rules, improvement)
        assert [words[code] for code in fast.label[i]] == [row[3] for row in plain]
        assert fast.segment[i].tolist() == [row[4] for row in plain]
        for at, line in enumerate((fast.mean, fast.lower, fast.upper)):
            expected = [np.nan if row[at] is None else row[at] for row in plain]
            np.testing.assert_allclose(line[i], expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("rules", RULES, ids=lambda rules: rules.name)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_awkward_series(kind, rules, seed):
    assert_equals_twin(*awkward(kind, seed), kind, rules, improvement=(1, -1, 0)[seed - 1])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(CELL, min_size=1, max_size=30),
    st.sets(st.integers(1, 29), max_size=3),
    st.sampled_from(RULES),
    st.sampled_from([1, -1, 0]),
)
def test_any_series_of_few_values(y, rebases, rules, improvement):
    cuts = np.array([[i in rebases for i in range(len(y))]])
    assert_equals_twin(np.array([y]), None, cuts, "xmr", rules, improvement)
