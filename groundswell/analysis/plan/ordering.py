"""Sites in the order of their names, so that the order in which they were given changes nothing."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .problem import Codes, Grouping, Limits, Problem
from .results import Plan


def in_name_order(problem: Problem) -> tuple[Problem, Callable[[Plan], Plan]]:
    """The problem with its sites sorted by name, and what puts a plan back as it was given."""
    order = np.array(sorted(range(problem.n), key=problem.sites.__getitem__), dtype=np.intp)
    place = np.empty_like(order)
    place[order] = np.arange(problem.n)

    def back(plan: Plan) -> Plan:
        return replace(plan, chosen=plan.chosen[place], quarter=plan.quarter[place])

    if (order == place).all() and (np.diff(order) > 0).all():
        return problem, back
    return _reordered(problem, order, place), back


def _reordered(problem: Problem, order: Codes, place: Codes) -> Problem:
    equity, spill = problem.equity, problem.spill_over
    return replace(
        problem,
        sites=tuple(problem.sites[site] for site in order),
        benefit=problem.benefit[order],
        cost=problem.cost[order],
        network=_regrouped(problem.network, order),
        caps=tuple(Limits(_regrouped(cap.by, order), cap.sites) for cap in problem.caps),
        floors=tuple(Limits(_regrouped(floor.by, order), floor.sites) for floor in problem.floors),
        equity=equity
        and replace(equity, deprived=equity.deprived[order], population=equity.population[order]),
        spill_over=spill
        and replace(
            spill,
            value=spill.value[order],
            source=place[spill.source],
            target=place[spill.target],
        ),
    )


def _regrouped(grouping: Grouping, order: Codes) -> Grouping:
    return Grouping(grouping.kind, grouping.names, grouping.codes[order])
