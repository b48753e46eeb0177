"""How many signals noise alone would show."""

import numpy as np
import pytest

from groundswell.analysis.spc import (
    GROUNDSWELL,
    NHSRPLOTTHEDOTS,
    chart,
    expected_false_signals,
    noise_rates,
)


def test_the_published_rates_of_36_points_of_noise():
    """METHODS section 1: 4.7% of points, 30% of series, 1.8% of last points."""
    rates = noise_rates("xmr", NHSRPLOTTHEDOTS, 36, np.random.default_rng(1), 20_000)
    assert rates.points == pytest.approx(0.047, abs=0.002)
    assert rates.series == pytest.approx(0.30, abs=0.013)
    assert rates.last_points == pytest.approx(0.018, abs=0.004)


def test_following_months_show_far_more_than_independent_ones():
    """METHODS section 1: AR(1) 0.6: 35% of points, 94% of series, 20% of last points."""
    rng = np.random.default_rng(2)
    y = np.empty((4000, 36))
    y[:, 0] = rng.normal(size=4000) / 0.8
    for t in range(1, 36):
        y[:, t] = 0.6 * y[:, t - 1] + rng.normal(size=4000)
    flagged = chart(y, rules=NHSRPLOTTHEDOTS).variation > 2
    assert flagged.mean() == pytest.approx(0.35, abs=0.02)
    assert flagged.any(axis=1).mean() == pytest.approx(0.94, abs=0.02)
    assert flagged[:, -1].mean() == pytest.approx(0.20, abs=0.025)


def test_a_board_of_noise_shows_about_what_is_expected():
    rng = np.random.default_rng(3)
    y = rng.normal(size=(6000, 40))
    for series in range(6000):
        y[series, 13 + series % 28 :] = np.nan
    y[0, 5:] = np.nan
    board = expected_false_signals(chart(y), np.random.default_rng(4))
    assert (board.n, board.insufficient) == (6000, 1)
    assert board.special == pytest.approx(board.expected, abs=4 * board.expected**0.5)
    assert 60 < board.expected < 150
    assert f"{board.special:,} of 5,999 charts" in board.text


def test_the_same_generator_gives_the_same_sentence():
    found = chart(np.random.default_rng(5).normal(size=(30, 24)))
    one, two = (expected_false_signals(found, np.random.default_rng(6), 500) for _ in range(2))
    assert one == two


def test_a_board_without_judged_charts_expects_none():
    board = expected_false_signals(chart([[1.0, 2.0]]), np.random.default_rng(7))
    assert (board.expected, board.insufficient) == (0.0, 1)


@pytest.mark.parametrize("kind", ["p", "pp", "u", "up", "t", "g"])
def test_every_kind_has_its_noise(kind):
    rates = noise_rates(kind, GROUNDSWELL, 24, np.random.default_rng(8), 2000)
    assert 0.005 < rates.last_points < 0.035
