"""What is to be planned: sites, what they would gain and cost, and the limits that bind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

NO_GROUP = -1


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The group that each site is in.

    Attributes
    ----------
    kind : what the groups are called in sentences, for example "pcn".
    names : the groups' names, sorted.
    codes : (sites,) position in `names`; -1 for a site in no group.
    """

    kind: str
    names: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, kind: str, labels: Sequence[str | None]) -> Self:
        """Groups from one label a site; None or "" means that the site is in no group.

        Examples
        --------
        >>> from groundswell.analysis.plan import Grouping
        >>> Grouping.of("pcn", ["B", "A", None, "B"]).codes.tolist()
        [1, 0, -1, 1]
        """
        names = tuple(sorted({label for label in labels if label}))
        position = {name: index for index, name in enumerate(names)}
        codes = [position[label] if label else NO_GROUP for label in labels]
        return cls(kind, names, np.array(codes, dtype=np.intp))

    def totals(self, weights: ArrayLike) -> Floats:
        """(groups,) sums of one weight a site."""
        inside = self.codes >= 0
        weights = np.broadcast_to(np.asarray(weights, dtype=float), self.codes.shape)
        totals = np.bincount(self.codes[inside], weights[inside], minlength=len(self.names))
        return totals.astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """A number of sites for each group: the most (a cap) or the least (a floor).

    Attributes
    ----------
    by : the grouping.
    sites : (groups,) number of sites; inf in a cap and 0 in a floor limit nothing.
    """

    by: Grouping
    sites: Floats

    @classmethod
    def same(cls, by: Grouping, sites: float) -> Self:
        """The same number for every group."""
        return cls(by, np.full(len(by.names), float(sites)))

    @classmethod
    def named(cls, by: Grouping, sites: Mapping[str, float], *, otherwise: float) -> Self:
        """A number for each named group, and `otherwise` for the rest."""
        unknown = sorted(set(sites) - set(by.names))
        if unknown:
            raise ValueError(
                f"no site is in {by.kind} {unknown[0]!r}, which has a limit; "
                "correct its name or leave its limit out"
            )
        return cls(by, np.array([float(sites.get(name, otherwise)) for name in by.names]))


@dataclass(frozen=True, slots=True, eq=False)
class Equity:
    """The least share of the covered population that lives in the most deprived fifth.

    Attributes
    ----------
    deprived : (sites,) share of each site's population in that fifth, 0 to 1; or 0 and 1.
    population : (sites,) people whom each site covers.
    floor : the least share over all chosen sites, 0 to 1.
    """

    deprived: Floats
    population: Floats
    floor: float


@dataclass(frozen=True, slots=True, eq=False)
class SpillOver:
    """What a site gains when it is not chosen but a neighbour of it is.

    Attributes
    ----------
    value : (sites,) between 0 and the site's own benefit.
    source, target : (pairs,) choosing site `source` reaches site `target`.
    """

    value: Floats
    source: Codes
    target: Codes


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Problem:
    """A choice of sites to support, each at most once, in one of the quarters.

    Attributes
    ----------
    sites : names, all different; results do not depend on their order.
    benefit : (sites,) expected benefit of supporting the site in the first quarter.
    cost : (sites,) what supporting it takes from its network's capacity, 0 or more.
    network : every site's network.
    capacity : (networks, quarters), rows in the order of `network.names`; inf is no limit.
    quarters : the quarters' names, first to last.
    caps, floors : numbers of sites over all quarters together.
    discount : share of the benefit that each quarter of waiting loses, 0 to under 1.
    """

    sites: tuple[str, ...]
    benefit: Floats
    cost: Floats
    network: Grouping
    capacity: Floats
    quarters: tuple[str, ...] = ("1",)
    caps: tuple[Limits, ...] = ()
    floors: tuple[Limits, ...] = ()
    equity: Equity | None = None
    spill_over: SpillOver | None = None
    discount: float = 0.0

    def __post_init__(self) -> None:
        _check(self)

    @property
    def n(self) -> int:
        """Number of sites."""
        return len(self.sites)

    @property
    def worth(self) -> Floats:
        """(quarters,) what one unit of benefit is worth in each quarter."""
        return np.power(1.0 - self.discount, np.arange(len(self.quarters)), dtype=np.float64)


def _check(problem: Problem) -> None:
    if not problem.sites:
        raise ValueError("there are no sites to choose from; give at least one")
    if len(set(problem.sites)) < problem.n:
        twice = next(name for name in problem.sites if problem.sites.count(name) > 1)
        raise ValueError(f"site {twice!r} is given twice; give each site once")
    _check_numbers(problem, "benefit", problem.benefit)
    _check_numbers(problem, "cost", problem.cost, least=0)
    _check_network(problem)
    for limits in (*problem.caps, *problem.floors):
        _check_limits(problem, limits)
    if any(np.isinf(limits.sites).any() for limits in problem.floors):
        raise ValueError("a floor is infinite; give a number of sites")
    if not 0 <= problem.discount < 1:
        raise ValueError(f"discount is {problem.discount:g}; give 0 to under 1 a quarter")
    if problem.equity:
        _check_equity(problem, problem.equity)
    if problem.spill_over:
        _check_spill_over(problem, problem.spill_over)


def _check_numbers(
    problem: Problem, what: str, values: Floats, *, least: float = -np.inf, most: float = np.inf
) -> None:
    if values.shape != (problem.n,):
        raise ValueError(f"{what} has shape {values.shape}; give one number for each site")
    wrong = ~np.isfinite(values) | (values < least) | (values > most)
    if wrong.any():
        site = int(np.argmax(wrong))
        span = "" if np.isinf(least) else f" of {least:g} or more"
        span = span if np.isinf(most) else f" from {least:g} to {most:g}"
        raise ValueError(
            f"{what} of site {problem.sites[site]!r} is {values[site]:g}; give a number{span}"
        )


def _check_network(problem: Problem) -> None:
    network, shape = problem.network, (len(problem.network.names), len(problem.quarters))
    if network.codes.shape != (problem.n,):
        raise ValueError(f"network has {len(network.codes)} sites; give one for each site")
    if (network.codes < 0).any():
        site = problem.sites[int(np.argmax(network.codes < 0))]
        raise ValueError(f"site {site!r} has no {network.kind}; every site needs one")
    if not problem.quarters or problem.capacity.shape != shape:
        raise ValueError(
            f"capacity has shape {problem.capacity.shape}; "
            f"give {shape[0]} networks by {shape[1]} quarters"
        )
    if not (problem.capacity >= 0).all():
        name = network.names[int(np.argmin((problem.capacity >= 0).all(axis=1)))]
        raise ValueError(
            f"capacity of {network.kind} {name!r} is missing or under 0; give 0 or more"
        )


def _check_limits(problem: Problem, limits: Limits) -> None:
    if limits.by.codes.shape != (problem.n,):
        raise ValueError(
            f"{limits.by.kind} has {len(limits.by.codes)} sites; give one for each site"
        )
    if limits.sites.shape != (len(limits.by.names),) or not (limits.sites >= 0).all():
        raise ValueError(f"give one number of sites, 0 or more, for each {limits.by.kind}")


def _check_equity(problem: Problem, equity: Equity) -> None:
    _check_numbers(problem, "deprived share", equity.deprived, least=0, most=1)
    _check_numbers(problem, "population", equity.population, least=0)
    if not 0 <= equity.floor <= 1:
        raise ValueError(f"equity floor is {equity.floor:g}; give a share from 0 to 1")
    if not equity.population.any():
        raise ValueError("every population is 0; an equity floor needs people to count")


def _check_spill_over(problem: Problem, spill: SpillOver) -> None:
    _check_numbers(problem, "spill-over", spill.value, least=0)
    if (spill.value > problem.benefit).any():
        site = problem.sites[int(np.argmax(spill.value > problem.benefit))]
        raise ValueError(
            f"spill-over to site {site!r} is more than its own benefit; give its benefit or less"
        )
    pairs = np.concatenate([spill.source, spill.target])
    if spill.source.shape != spill.target.shape or not ((pairs >= 0) & (pairs < problem.n)).all():
        raise ValueError("neighbours must be pairs of positions among the sites")
    if problem.discount:
        raise ValueError("spill-over cannot be discounted by quarter; set the discount to 0")
