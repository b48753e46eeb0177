"""What planning gives back."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .problem import Floats

NOT_CHOSEN = -1

Status = Literal["within gap", "time limit", "preview"]
Kind = Literal["capacity", "cap", "floor", "equity"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One limit, with the words for it."""

    kind: Kind
    name: str
    quarter: str | None
    limit: float
    words: str


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit that holds the plan back.

    Attributes
    ----------
    used : what the plan takes of it, in the limit's own unit.
    worth : benefit that loosening the limit by one unit would add, near enough: the shadow price
        of the relaxation (of a floor or of the equity floor: what one unit less would add).
    """

    constraint: Constraint
    used: float
    worth: float


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The sites chosen, and how good that choice is known to be.

    Attributes
    ----------
    chosen : (sites,) bool.
    quarter : (sites,) position of the quarter, -1 where not chosen.
    objective : total expected benefit, discounted, with spill-over.
    bound : no feasible plan has a larger objective.
    gap : (bound - objective) / |objective|; inf where the objective is 0 and the bound is not.
    relaxed : the bound of the linear relaxation, never under `bound`.
    broken : the limits that this choice breaks; a solved plan breaks none, a preview may.
    deprived_share : share of the covered population in the most deprived fifth; None without
        an equity floor or where nobody is covered.
    """

    chosen: NDArray[np.bool_]
    quarter: NDArray[np.intp]
    objective: float
    bound: float
    gap: float
    relaxed: float
    status: Status
    method: str
    n: int
    broken: tuple[Constraint, ...]
    binding: tuple[Binding, ...]
    deprived_share: float | None
    warnings: tuple[str, ...]

    @property
    def is_feasible(self) -> bool:
        """Whether every limit is kept."""
        return not self.broken


@dataclass(frozen=True, slots=True)
class Collision:
    """Limits that cannot all hold, though any all-but-one of them can.

    Attributes
    ----------
    is_irreducible : False where time ran out before every limit was shown to be needed.
    """

    constraints: tuple[Constraint, ...]
    words: str
    is_irreducible: bool


@dataclass(frozen=True, slots=True)
class Loosening:
    """A floor and the value to which it would have to fall."""

    constraint: Constraint
    to: float

    @property
    def words(self) -> str:
        """The floor, and how low it would go."""
        to = f"{100 * self.to:.4g}%" if self.constraint.kind == "equity" else f"{self.to:g}"
        return f"{self.constraint.words}, to {to}"


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No choice of sites keeps every limit, and why.

    Attributes
    ----------
    collisions : each names a set of limits that cannot hold together; no floor is in two.
    loosenings : a lowering of floors after which a plan exists; empty if time ran out first.
    is_least : whether no smaller lowering, in sites, will do; otherwise it is near the least.
    """

    collisions: tuple[Collision, ...]
    loosenings: tuple[Loosening, ...]
    is_least: bool
    n: int
    method: str
    warnings: tuple[str, ...]

    @property
    def words(self) -> str:
        """The explanation as sentences."""
        parts = [collision.words for collision in self.collisions]
        if self.loosenings:
            ways = "; ".join(ease.words for ease in self.loosenings)
            which = "The least" if self.is_least else "A"
            parts.append(f"{which} lowering of floors that makes a plan possible: {ways}.")
        return " ".join(parts)


def relative_gap(objective: float, bound: float) -> float:
    """(bound - objective) / |objective|, never under 0."""
    short = max(bound - objective, 0.0)
    if short <= 1e-9 * max(1.0, abs(bound)):
        return 0.0
    return short / abs(objective) if objective else float("inf")


def deprived_share(chosen: NDArray[np.bool_], deprived: Floats, population: Floats) -> float | None:
    """Share of the chosen sites' population in the most deprived fifth; None where it is 0."""
    covered = float(population[chosen].sum())
    return float((deprived * population)[chosen].sum()) / covered if covered else None


@dataclass(frozen=True, slots=True)
class Price:
    """What an equity floor costs.

    Attributes
    ----------
    floor : the floor tried; None is no floor.
    objective, bound : the best benefit found under it and its proven bound; None where no plan
        keeps it.
    share : share of the covered population in the most deprived fifth that the plan reaches.
    price : share of the benefit without a floor that is given up.
    """

    floor: float | None
    objective: float | None
    bound: float | None
    share: float | None
    price: float | None


@dataclass(frozen=True, slots=True)
class Frontier:
    """The price of equity: benefit given up for each floor."""

    prices: tuple[Price, ...]
    n: int
    method: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """How a plan fares when benefits are not as expected.

    Attributes
    ----------
    frequency : (sites,) share of the draws in whose best plan the site is chosen.
    regret : (draws,) share of the draw's best benefit that the plan would miss, 0 or more.
    objective : (draws,) what the plan would yield.
    best : (draws,) what the best plan found for that draw would yield.
    """

    frequency: Floats
    regret: Floats
    objective: Floats
    best: Floats
    n: int
    method: str
    warnings: tuple[str, ...]
