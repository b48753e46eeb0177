"""A made-up country to plan for, the size of England."""

import numpy as np

from .problem import Equity, Grouping, Limits, Problem


def made_up_problem(
    rng: np.random.Generator,
    *,
    sites: int = 11_000,
    networks: int = 15,
    pcns: int = 1_250,
    icbs: int = 42,
    quarters: int = 1,
    capacity_share: float = 0.1,
    cap: int = 3,
    floor_share: float = 0.5,
    equity_floor: float | None = 0.25,
) -> Problem:
    """Sites in PCNs in ICBs in networks, with costs, capacities, caps, floors and equity.

    Populations are log-normal around 8,000; one site in five is in the most deprived fifth, more
    in some ICBs than in others; benefit follows population; costs are whole days from 1 to 10.

    Parameters
    ----------
    capacity_share : each network's capacity as a share of the cost of all of its sites.
    floor_share : each ICB's floor as a share of what its sites' part of the capacity would buy.

    Examples
    --------
    >>> import numpy as np
    >>> from groundswell.analysis.plan import made_up_problem
    >>> made_up_problem(np.random.default_rng(1), sites=100, pcns=12, icbs=4).n
    100
    """
    pcn = rng.integers(0, pcns, sites)
    icb_of_pcn = rng.integers(0, icbs, pcns)
    network_of_icb = np.arange(icbs) % networks
    icb = icb_of_pcn[pcn]
    network = Grouping.of("network", [f"N{n:02}" for n in network_of_icb[icb]])
    population = np.round(rng.lognormal(np.log(8_000), 0.5, sites))
    deprivation = rng.beta(1, 4, icbs)[icb]
    deprived = (rng.random(sites) < deprivation).astype(float)
    benefit = population / 1_000 * rng.gamma(4, 0.25, sites) * (1 - 0.1 * deprived)
    cost = rng.integers(1, 11, sites).astype(float)
    total = network.totals(cost) * capacity_share
    by_icb = Grouping.of("icb", [f"ICB{i:02}" for i in icb])
    affordable = by_icb.totals(1.0) * capacity_share
    by_pcn = Grouping.of("pcn", [f"PCN{p:04}" for p in pcn])
    return Problem(
        sites=tuple(f"S{site:05}" for site in range(sites)),
        benefit=benefit,
        cost=cost,
        network=network,
        capacity=np.repeat(total[:, None] / quarters, quarters, axis=1),
        quarters=tuple(f"Q{quarter + 1}" for quarter in range(quarters)),
        caps=(Limits.same(by_pcn, cap),),
        floors=(Limits(by_icb, np.floor(affordable * floor_share)),),
        equity=None
        if equity_floor is None
        else Equity(deprived=deprived, population=population, floor=equity_floor),
    )
