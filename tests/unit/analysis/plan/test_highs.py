"""The solver's failures are never taken for answers."""

import numpy as np
import pytest
from scipy.optimize import OptimizeResult
from scipy.sparse import csc_array

from groundswell.analysis.plan import SolverFailed, highs, made_up_problem, solve

ONE = (np.ones(1), csc_array(np.ones((1, 1))), np.ones(1), np.zeros(1), np.ones(1))


def returns(status, message, **more):
    filled = {"x": None, "fun": None, "mip_dual_bound": None, **more}
    return lambda *_, **__: OptimizeResult(status=status, message=message, **filled)


def test_not_set_is_a_failure_not_an_empty_plan(monkeypatch):
    monkeypatch.setattr(highs, "milp", returns(4, "(HiGHS Status 0: Not Set)"))
    with pytest.raises(SolverFailed, match="Not Set"):
        highs.solve_whole(*ONE, np.ones(1))


def test_refused_model_is_not_called_infeasible(monkeypatch):
    """SciPy gives a model error the status of an infeasible one."""
    monkeypatch.setattr(highs, "linprog", returns(2, "(HiGHS Status 2: Model error)"))
    with pytest.raises(SolverFailed, match="refused the model"):
        highs.relax(*ONE)


def test_nan_bounds_are_a_refused_model():
    with pytest.raises(SolverFailed, match="refused the model"):
        highs.solve_whole(*ONE[:3], np.array([np.nan]), np.ones(1), np.ones(1))


def test_unbounded_or_infeasible_is_infeasible(monkeypatch):
    monkeypatch.setattr(highs, "milp", returns(4, "(HiGHS Status 9: Unbounded or infeasible)"))
    assert highs.solve_whole(*ONE, np.ones(1)) is None


def test_unsolved_relaxation_is_a_failure(monkeypatch):
    monkeypatch.setattr(highs, "linprog", returns(1, "(HiGHS Status 14: Iteration limit)"))
    with pytest.raises(SolverFailed, match="relaxation was not solved"):
        highs.relax(*ONE)


def test_plan_that_breaks_a_limit_is_the_solvers_failure(monkeypatch):
    """The recheck is not the solver's own."""
    problem = made_up_problem(np.random.default_rng(1), sites=100, pcns=12, icbs=4, networks=2)

    def everything(value, *_, **__):
        return highs.Solved(np.ones(len(value)), float(value.sum()), True)

    monkeypatch.setattr("groundswell.analysis.plan.solving.solve_whole", everything)
    with pytest.raises(SolverFailed, match="breaks a limit: capacity"):
        solve(problem)


def test_no_solution_in_time_falls_back_to_the_preview(monkeypatch):
    problem = made_up_problem(np.random.default_rng(1), sites=100, pcns=12, icbs=4, networks=2)
    nothing = highs.Solved(None, np.inf, False)
    monkeypatch.setattr("groundswell.analysis.plan.solving.solve_whole", lambda *_, **__: nothing)
    plan = solve(problem, time_limit=0.01)
    assert plan.status == "time limit"
    assert plan.is_feasible
    assert "this is the preview" in plan.warnings[0]


def test_no_rows_at_all_is_solved():
    found = highs.solve_whole(
        np.ones(2), csc_array((0, 2)), np.zeros(0), np.zeros(2), np.ones(2), np.ones(2)
    )
    assert found.x.tolist() == [1, 1]
    relaxed = highs.relax(np.ones(2), csc_array((0, 2)), np.zeros(0), np.zeros(2), np.ones(2))
    assert relaxed.objective == 2
