"""A plan when benefits are not as expected."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.analysis.plan import made_up_problem, preview, robustness, solve
from tests.support.plain_plans import best_value, plain_value, small_problem

COUNTRY = made_up_problem(np.random.default_rng(3), sites=300, networks=3, pcns=40, icbs=6)


def test_no_spread_is_no_regret():
    plan = solve(COUNTRY, gap=0)
    found = robustness(COUNTRY, plan, np.tile(COUNTRY.benefit, (3, 1)), gap=0)
    assert found.regret.tolist() == [0, 0, 0]
    assert (found.frequency == plan.chosen).all()


def test_regret_and_frequency_against_every_choice():
    problem = small_problem(np.random.default_rng(8), sites=7)
    plan = solve(problem, gap=0)
    choice = [None if q < 0 else int(q) for q in plan.quarter]
    draws = np.random.default_rng(1).normal(problem.benefit, 3, (25, 7))
    found = robustness(problem, plan, draws, gap=0)
    for draw, benefit in enumerate(draws):
        drawn = replace(problem, benefit=benefit)
        best = best_value(drawn)
        assert found.best[draw] == pytest.approx(best)
        missed = (best - plain_value(drawn, choice)) / abs(best)
        assert found.regret[draw] == pytest.approx(missed, abs=1e-9)
    assert found.regret.max() > 0
    assert found.warnings[0].startswith(f"Of {plan.chosen.sum()} chosen sites")


def test_few_draws_are_warned_of():
    found = robustness(COUNTRY, solve(COUNTRY), COUNTRY.benefit[None])
    assert "Only 1 draws" in found.warnings[0]


def test_draws_of_the_wrong_shape_are_refused():
    with pytest.raises(ValueError, match="give draws by 300 sites"):
        robustness(COUNTRY, solve(COUNTRY), np.ones(300))


def test_plan_that_breaks_limits_is_refused():
    floors = tuple(replace(floor, sites=floor.sites + 1_000) for floor in COUNTRY.floors)
    broken = preview(replace(COUNTRY, floors=floors))
    with pytest.raises(ValueError, match="breaks a limit"):
        robustness(COUNTRY, broken, COUNTRY.benefit[None])
