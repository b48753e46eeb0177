"""Which sites to support next, under capacity, caps, floors and an equity floor."""

from .collisions import explain
from .example import made_up_problem
from .frontier import price_of_equity
from .greedy import preview
from .highs import SolverFailed
from .problem import Equity, Grouping, Limits, Problem, SpillOver
from .regret import robustness
from .results import (
    Binding,
    Collision,
    Constraint,
    Frontier,
    Infeasible,
    Loosening,
    Plan,
    Price,
    Robustness,
)
from .solving import solve

__all__ = [
    "Binding",
    "Collision",
    "Constraint",
    "Equity",
    "Frontier",
    "Grouping",
    "Infeasible",
    "Limits",
    "Loosening",
    "Plan",
    "Price",
    "Problem",
    "Robustness",
    "SolverFailed",
    "SpillOver",
    "explain",
    "made_up_problem",
    "preview",
    "price_of_equity",
    "robustness",
    "solve",
]
