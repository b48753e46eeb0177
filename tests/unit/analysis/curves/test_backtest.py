import numpy as np
import pytest

from groundswell.analysis.curves.backtest import backtest, pooled, run_rate, single
from groundswell.analysis.curves.forecast import Forecast

from . import plain


def constant(history, horizon):
    """A forecaster that knows nothing: the same again."""
    total = np.repeat(history.sum(axis=1)[:, None], horizon, axis=1)
    return Forecast(total, total - 5, total + 5, 0.9, np.ones(len(history), int), "same", ("mind",))


def test_errors_are_those_of_a_plain_loop():
    rng = np.random.default_rng(0)
    new = rng.poisson(5.0, (3, 30)).astype(float)

    result = backtest(new, constant, origins=[10, 20], horizon=4)

    for o, origin in enumerate((10, 20)):
        came = [sum(row[origin : origin + 4]) for row in new]
        pace = [sum(row[max(0, origin - 12) : origin]) / min(12, origin) * 4 for row in new]
        assert result.mae[o] == pytest.approx(np.mean(came))
        naive = np.mean([abs(a - b) for a, b in zip(came, pace, strict=True)])
        assert result.naive_mae[o] == pytest.approx(naive)
        assert result.coverage[o] == np.mean([c <= 5 for c in came])
    assert result.n.tolist() == [3, 3]
    assert "At origin 10: mind" in result.warnings


def test_a_forecaster_never_sees_past_the_origin():
    seen = []

    def spy(history, horizon):
        seen.append(history.shape[1])
        return constant(history, horizon)

    backtest(np.ones((2, 30)), spy, origins=[5, 9, 26], horizon=4)

    assert seen == [5, 9, 26]


def test_pooling_beats_the_run_rate_and_the_single_fit_early():
    rng = np.random.default_rng(1)
    new, sites = plain.simulate(rng, 60, 36)
    old, young = (new[20:], sites[20:]), (new[:20], sites[:20])
    settings = {"origins": [12], "horizon": 12, "eligible": young[1]}

    together = backtest(
        young[0], pooled(young[1], np.random.default_rng(0), finished=old), **settings
    )
    alone = backtest(young[0] + 0.01, single(ceiling=(0.0, young[1] + 1)), **settings)

    assert together.skill[0] > 0.2
    assert together.mae[0] < alone.mae[0]


def test_pooled_without_finished_ones_uses_only_its_own():
    new, sites = plain.simulate(np.random.default_rng(2), 15, 30)

    result = backtest(new, pooled(sites, np.random.default_rng(0)), origins=[18, 24], horizon=6)

    assert (result.mae < result.naive_mae).all()


def test_the_run_rate_stops_at_the_sites_there_are():
    history = np.full((1, 12), 10.0)

    assert run_rate(history, 12, np.array([150.0]))[0] == 150.0


def test_origins_out_of_reach_and_gaps_are_refused():
    with pytest.raises(ValueError, match="between 4 and 26"):
        backtest(np.ones((1, 30)), constant, origins=[28], horizon=4)
    with pytest.raises(ValueError, match="got none"):
        backtest(np.ones((1, 30)), constant, origins=[], horizon=4)
    with pytest.raises(ValueError, match="without gaps"):
        backtest([[1.0, np.nan, 2, 3, 4, 5]], constant, origins=[4], horizon=1)
