"""Planning by trying every choice: loops and dictionaries, no solver and no matrix."""

from itertools import product

import numpy as np

from groundswell.analysis.plan import Equity, Grouping, Limits, Problem, SpillOver

NEVER = None


def every_choice(problem):
    """Each way of giving every site a quarter or none."""
    quarters = [NEVER, *range(len(problem.quarters))]
    return product(quarters, repeat=problem.n)


def best_value(problem):
    """The largest benefit of any choice that keeps every limit; None where there is none."""
    values = [plain_value(problem, c) for c in every_choice(problem) if is_allowed(problem, c)]
    return max(values) if values else None


def plain_value(problem, choice):
    total = 0.0
    for site, quarter in enumerate(choice):
        if quarter is not NEVER:
            total += problem.benefit[site] * (1 - problem.discount) ** quarter
    if problem.spill_over:
        spill = problem.spill_over
        pairs = zip(spill.source.tolist(), spill.target.tolist(), strict=True)
        reached = {target for source, target in pairs if choice[source] is not NEVER}
        total += sum(spill.value[site] for site in reached if choice[site] is NEVER)
    return total


def is_allowed(problem, choice):
    return (
        _keeps_capacity(problem, choice)
        and all(_keeps(limits, choice, lambda n, most: n <= most) for limits in problem.caps)
        and all(_keeps(limits, choice, lambda n, least: n >= least) for limits in problem.floors)
        and _keeps_equity(problem.equity, choice)
    )


def _keeps_capacity(problem, choice):
    spent = {}
    for site, quarter in enumerate(choice):
        if quarter is not NEVER:
            key = (problem.network.codes[site], quarter)
            spent[key] = spent.get(key, 0.0) + problem.cost[site]
    return all(cost <= problem.capacity[key] + 1e-9 for key, cost in spent.items())


def _keeps(limits, choice, holds):
    counts = dict.fromkeys(range(len(limits.by.names)), 0)
    for site, quarter in enumerate(choice):
        if quarter is not NEVER and limits.by.codes[site] >= 0:
            counts[limits.by.codes[site]] += 1
    return all(holds(counts[group], limits.sites[group]) for group in counts)


def _keeps_equity(equity, choice):
    if equity is None:
        return True
    covered = [i for i, quarter in enumerate(choice) if quarter is not NEVER]
    people = sum(equity.population[i] for i in covered)
    deprived = sum(equity.population[i] * equity.deprived[i] for i in covered)
    return deprived >= equity.floor * people - 1e-9 * max(people, 1)


def best_of_all_subsets(problem):
    """`best_value` of one quarter without spill-over, for up to 20 sites: 2^n rows at a time."""
    best = -np.inf
    low = min(problem.n, 14)
    tail = _bits(np.arange(2**low), low)
    for head in range(2 ** (problem.n - low)):
        front = np.repeat(_bits(np.array([head]), problem.n - low), len(tail), axis=0)
        picks = np.hstack([tail, front]).astype(float)
        allowed = np.ones(len(picks), dtype=bool)
        for k in range(len(problem.network.names)):
            cost = picks @ np.where(problem.network.codes == k, problem.cost, 0)
            allowed &= cost <= problem.capacity[k, 0] + 1e-9
        for sign, many in ((1, problem.caps), (-1, problem.floors)):
            for limits in many:
                for group, sites in enumerate(limits.sites):
                    counts = picks @ (limits.by.codes == group)
                    allowed &= sign * counts <= sign * sites
        if problem.equity:
            equity = problem.equity
            gap = picks @ ((equity.deprived - equity.floor) * equity.population)
            allowed &= gap >= -1e-9 * equity.population.sum()
        if allowed.any():
            best = max(best, float((picks @ problem.benefit)[allowed].max()))
    return None if np.isinf(best) else best


def _bits(numbers, width):
    return (numbers[:, None] >> np.arange(width)) & 1


def small_problem(rng, *, sites, quarters=1, discount=0.0, spill_over=False, equity=True):
    """A problem with every kind of limit, often tight and sometimes impossible."""
    by_pcn = Grouping.of("pcn", [rng.choice(["P1", "P2", "P3", ""]) for _ in range(sites)])
    by_icb = Grouping.of("icb", [rng.choice(["A", "B"]) for _ in range(sites)])
    network = Grouping.of("network", [rng.choice(["N1", "N2"]) for _ in range(sites)])
    whole = rng.random() < 0.5
    cost = rng.integers(0, 6, sites).astype(float) if whole else rng.uniform(0, 5, sites)
    benefit = np.round(rng.uniform(0 if spill_over else -1, 9, sites), 2)
    totals = network.totals(cost)[:, None] * rng.uniform(0.1, 0.6, (len(network.names), quarters))
    pairs = rng.integers(0, sites, (2, 2 * sites))
    return Problem(
        sites=tuple(f"S{site}" for site in rng.permutation(sites)),
        benefit=benefit,
        cost=cost,
        network=network,
        capacity=totals / quarters,
        quarters=tuple(f"Q{q + 1}" for q in range(quarters)),
        caps=(Limits.same(by_pcn, rng.integers(1, 4)),),
        floors=(Limits(by_icb, rng.integers(0, 3, len(by_icb.names)).astype(float)),),
        equity=Equity(rng.integers(0, 2, sites) * 1.0, rng.uniform(1, 9, sites), 0.3)
        if equity
        else None,
        spill_over=SpillOver(benefit * rng.uniform(0, 1, sites), *pairs) if spill_over else None,
        discount=discount,
    )
