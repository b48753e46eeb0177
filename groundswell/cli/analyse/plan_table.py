"""A plan as rows, as one JSON object and as remarks."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import NoReturn

import click

from groundswell.analysis.plan import Binding, Frontier, Infeasible, Plan, Problem, Robustness

from .rows import Row, write_json

COLUMNS = ("site", "chosen", "quarter", "benefit", "cost")


def rows(problem: Problem, plan: Plan) -> list[Row]:
    """One row a site, in the order of the file; `chosen` is 1 or 0."""
    return [
        {
            "site": name,
            "chosen": int(plan.chosen[site]),
            "quarter": problem.quarters[plan.quarter[site]] if plan.chosen[site] else None,
            "benefit": float(problem.benefit[site]),
            "cost": float(problem.cost[site]),
        }
        for site, name in enumerate(problem.sites)
    ]


def document(
    problem: Problem, plan: Plan, frontier: Frontier | None, tested: Robustness | None
) -> Mapping[str, object]:
    """Everything, for programs."""
    return {
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "method": plan.method,
        "n": plan.n,
        "chosen": int(plan.chosen.sum()),
        "deprived_share": plan.deprived_share,
        "broken": [limit.words for limit in plan.broken],
        "binding": [_binding(binding) for binding in plan.binding],
        "warnings": [*plan.warnings, *(frontier.warnings if frontier else ())],
        **({"frontier": [asdict(price) for price in frontier.prices]} if frontier else {}),
        **({"robustness": _tested(problem, tested)} if tested else {}),
        "sites": rows(problem, plan),
    }


def _binding(binding: Binding) -> Mapping[str, object]:
    limit = binding.constraint
    return {
        "constraint": limit.words,
        "kind": limit.kind,
        "name": limit.name,
        "quarter": limit.quarter,
        "limit": limit.limit,
        "used": binding.used,
        "worth": binding.worth,
    }


def _tested(problem: Problem, tested: Robustness) -> Mapping[str, object]:
    frequency = zip(problem.sites, tested.frequency.tolist(), strict=True)
    return {
        "method": tested.method,
        "regret_mean": float(tested.regret.mean()),
        "regret_most": float(tested.regret.max()),
        "warnings": list(tested.warnings),
        "frequency": {site: share for site, share in frequency if share},
    }


def remarks(plan: Plan, frontier: Frontier | None, tested: Robustness | None) -> list[str]:
    """What a reader of the rows alone should know."""
    said = [
        f"{plan.chosen.sum():,} of {plan.n:,} sites; benefit {plan.objective:,.6g}, "
        f"no plan above {plan.bound:,.6g} (gap {100 * plan.gap:.3g}%). {plan.method}."
    ]
    if plan.deprived_share is not None:
        said.append(f"Most deprived fifth: {100 * plan.deprived_share:.4g}% of those covered.")
    said += [f"Not kept: {limit.words}." for limit in plan.broken]
    for price in frontier.prices if frontier else ():
        if price.price is not None and price.floor is not None:
            said.append(f"A floor of {100 * price.floor:g}% costs {100 * price.price:.2f}%.")
    warnings = [*plan.warnings, *(frontier.warnings if frontier else ())]
    if tested:
        said.append(
            f"Regret over {len(tested.regret)} draws: {100 * tested.regret.mean():.2g}% on "
            f"average, {100 * tested.regret.max():.2g}% at most."
        )
        warnings += tested.warnings
    return said + [f"Mind: {warning}" for warning in warnings]


def refuse(found: Infeasible, output: str) -> NoReturn:
    """Say why there is no plan, and end with status 1."""
    if output == "csv":
        raise click.ClickException(f"No plan keeps every limit. {found.words}")
    write_json(
        {
            "status": "infeasible",
            "explanation": found.words,
            "collisions": [
                {
                    "constraints": [limit.words for limit in collision.constraints],
                    "irreducible": collision.is_irreducible,
                }
                for collision in found.collisions
            ],
            "lowering": [
                {"constraint": ease.constraint.words, "to": ease.to} for ease in found.loosenings
            ],
            "lowering_is_least": found.is_least,
            "n": found.n,
            "method": found.method,
            "warnings": list(found.warnings),
        }
    )
    sys.exit(1)
