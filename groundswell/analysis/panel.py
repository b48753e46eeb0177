"""Panel: units by months, where a cell says what it is as well as what it holds.

A missing or suppressed part never becomes 0. What a place does not know travels with its value
as coverage: the share of its eligible weight that reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]


class Status(IntEnum):
    """What a cell is. Only an observed cell and a true zero have a value."""

    OBSERVED = 0
    ZERO = 1
    MISSING = 2
    SUPPRESSED = 3
    NOT_YET_ELIGIBLE = 4


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """U units by T months.

    Attributes
    ----------
    values : (U, T) float64
        A sum over the parts that reported; 0 only at a true zero or where what reported sums to
        0 (then `status` is OBSERVED and `coverage` under 1); NaN where nothing is known.
    status : (U, T) int8, see `Status`
    known, missing, suppressed : (U, T) float64
        Weight of the eligible parts by what they sent. For a unit by itself one of them is 1, or
        none while it is not yet eligible.
    """

    values: Floats
    status: NDArray[np.int8]
    known: Floats
    missing: Floats
    suppressed: Floats

    @property
    def coverage(self) -> Floats:
        """(U, T) share of the eligible weight that reported; NaN where nothing was eligible."""
        eligible = self.known + self.missing + self.suppressed
        out = np.full(eligible.shape, np.nan)
        np.divide(self.known, eligible, out=out, where=eligible > 0)
        # A sum of rounded parts can pass 1 by its last digit.
        return np.where((self.missing == 0) & (self.suppressed == 0) & (eligible > 0), 1.0, out)

    @property
    def n(self) -> int:
        """Cells that have a value."""
        return int((~np.isnan(self.values)).sum())

    def eligible_from(self, first: ArrayLike) -> "Panel":
        """The panel with each unit not yet eligible before its first month.

        Parameters
        ----------
        first : (U,) column of each unit's first eligible month; T or more for never

        What a unit sent before then is left out: it is not part of the denominator.
        """
        starts = np.asarray(first)
        if starts.shape != self.values.shape[:1] or not np.issubdtype(starts.dtype, np.integer):
            raise ValueError(
                f"first is {starts.dtype} of shape {starts.shape}: give one whole column number "
                f"a unit ({self.values.shape[0]})."
            )
        early = np.arange(self.values.shape[1]) < starts[:, None]
        status = np.where(early, Status.NOT_YET_ELIGIBLE, self.status).astype(np.int8)
        weights = (np.where(early, 0.0, w) for w in (self.known, self.missing, self.suppressed))
        return Panel(np.where(early, np.nan, self.values), status, *weights)


def panel(values: ArrayLike, status: ArrayLike | None = None) -> Panel:
    """Build a panel from what units sent.

    Parameters
    ----------
    values : (U, T) numbers, NaN where there is none
    status : (U, T) `Status` codes, optional
        Without it a number is observed, 0 a true zero and NaN missing. With it each must agree:
        a value where, and only where, the status says so; 0 only at a true zero.

    Examples
    --------
    >>> p = panel([[3, 0, float("nan")]])
    >>> [Status(s).name for s in p.status[0]]
    ['OBSERVED', 'ZERO', 'MISSING']
    """
    x = np.array(values, dtype=np.float64)
    if x.ndim != 2:
        raise ValueError(f"values has shape {x.shape}: give units x months.")
    if np.isinf(x).any():
        raise ValueError("values holds an infinity: use NaN with a status for no value.")
    if status is None:
        codes = np.where(np.isnan(x), Status.MISSING, np.where(x == 0, Status.ZERO, 0))
    else:
        codes = np.asarray(status)
        _check_status(x, codes)
    one = [
        np.isin(codes, kinds).astype(np.float64)
        for kinds in ((Status.OBSERVED, Status.ZERO), (Status.MISSING,), (Status.SUPPRESSED,))
    ]
    return Panel(x, codes.astype(np.int8), *one)


def _check_status(x: Floats, codes: NDArray[np.generic]) -> None:
    if codes.shape != x.shape or not np.isin(codes, [*Status]).all():
        raise ValueError(
            f"status has shape {codes.shape} and values {x.shape}: give one code of Status a value."
        )
    has_value = np.isin(codes, (Status.OBSERVED, Status.ZERO))
    wrong = (has_value == np.isnan(x)) | ((x == 0) != (codes == Status.ZERO))
    if wrong.any():
        unit, month = np.argwhere(wrong)[0]
        raise ValueError(
            f"[{unit}, {month}] holds {x[unit, month]:g} and says {Status(codes[unit, month]).name}"
            ": OBSERVED goes with a value, ZERO with 0, the others with NaN."
        )


Weights: TypeAlias = "sparse.csr_array | Sequence[tuple[int, sparse.csr_array]]"


def roll_up(p: Panel, weights: Weights) -> Panel:
    """Sum units into places by sparse weights, honestly.

    Parameters
    ----------
    p : Panel of U units
    weights : (U, P) sparse array, or [(first column, (U, P) sparse array), ...]
        Share of each unit that stands in each place; a list where boundaries change, each from
        its first column on. No weight is negative; a unit's row sums to 1 where it has a place.

    Returns
    -------
    Panel of P places
        A cell is a true zero only if every eligible part reported and they sum to 0; observed if
        any part reported (mind `coverage`); suppressed if none did and all were suppressed;
        missing if none did otherwise; not yet eligible if no part was.

    Notes
    -----
    Rolling up twice (site to PCN to ICB) gives what rolling up once does.

    Examples
    --------
    >>> import numpy as np
    >>> p = panel([[5.0], [np.nan]])
    >>> place = roll_up(p, sparse.csr_array(np.ones((2, 1))))
    >>> float(place.values[0, 0]), float(place.coverage[0, 0])
    (5.0, 0.5)
    """
    periods = _periods(weights, p.values.shape)
    parts = (np.nan_to_num(p.values), p.known, p.missing, p.suppressed)
    total, known, missing, suppressed = (_product(periods, part) for part in parts)
    some = known > 0
    whole = (missing == 0) & (suppressed == 0)
    status = np.select(
        [some & whole & (total == 0), some, whole, missing == 0],
        [Status.ZERO, Status.OBSERVED, Status.NOT_YET_ELIGIBLE, Status.SUPPRESSED],
        Status.MISSING,
    )
    return Panel(np.where(some, total, np.nan), status.astype(np.int8), known, missing, suppressed)


def _periods(weights: Weights, shape: tuple[int, ...]) -> list[tuple[slice, sparse.csr_array]]:
    """Columns and their (P, U) weights."""
    given = weights if isinstance(weights, Sequence) else [(0, weights)]
    starts = [start for start, _ in given]
    if not given or starts[0] != 0 or sorted(set(starts)) != starts or starts[-1] >= shape[1]:
        raise ValueError(
            f"weights start at columns {starts}: the first at 0, each later than the one before, "
            f"all before {shape[1]}."
        )
    places = given[0][1].shape[1]
    for start, part in given:
        if part.shape != (shape[0], places):
            raise ValueError(
                f"weights from column {start} have shape {part.shape}: give units x places "
                f"{(shape[0], places)}."
            )
        if part.nnz and not (np.isfinite(part.data).all() and part.data.min() >= 0):
            raise ValueError(f"weights from column {start}: each is a number, 0 or above.")
    ends = [*starts[1:], shape[1]]
    return [
        (slice(start, end), sparse.csr_array(part.T))
        for (start, part), end in zip(given, ends, strict=True)
    ]


def _product(periods: list[tuple[slice, sparse.csr_array]], cells: Floats) -> Floats:
    return np.hstack([part @ cells[:, columns] for columns, part in periods])


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """A numerator over a denominator that owns how it is written.

    Both panels know the same cells: a unit with one of the two counts in neither, or a place's
    denominator would hold those whose numerator never came.
    """

    numerator: Panel
    denominator: Panel
    multiplier: float
    label: str

    @property
    def values(self) -> Floats:
        """(U, T) multiplier x numerator / denominator; NaN where unknown or out of nothing."""
        below = np.nan_to_num(self.denominator.values)
        out = np.full(below.shape, np.nan)
        np.divide(self.numerator.values, below, out=out, where=below > 0)
        return out * self.multiplier

    @property
    def coverage(self) -> Floats:
        """(U, T) share of the eligible weight of which both are known."""
        return self.numerator.coverage

    def roll_up(self, weights: Weights) -> "Ratio":
        """The ratio of places: sums over sums, not a mean of ratios. See `roll_up`."""
        return Ratio(
            roll_up(self.numerator, weights),
            roll_up(self.denominator, weights),
            self.multiplier,
            self.label,
        )


def ratio(numerator: Panel, denominator: Panel, *, multiplier: float, label: str) -> Ratio:
    """Pair two panels of the same units and months.

    Parameters
    ----------
    multiplier : float above 0
        100 for a percentage, 1000 for a rate per thousand.
    label : str
        What the result is, as an axis says it: "Items per 1,000 patients".

    Examples
    --------
    >>> r = ratio(panel([[3.0]]), panel([[4.0]]), multiplier=100, label="Share, %")
    >>> float(r.values[0, 0])
    75.0
    """
    if numerator.values.shape != denominator.values.shape:
        raise ValueError(
            f"numerator has shape {numerator.values.shape} and denominator "
            f"{denominator.values.shape}: give the same units and months."
        )
    if not (np.isfinite(multiplier) and multiplier > 0) or not label:
        raise ValueError(f"multiplier={multiplier}, label={label!r}: use one above 0, and words.")
    return Ratio(
        _with(numerator, denominator),
        _with(denominator, numerator),
        float(multiplier),
        label,
    )


def _with(one: Panel, other: Panel) -> Panel:
    """`one` without what `other` does not know. Unlike rolled-up panels, each unit is whole."""
    for p in (one, other):
        if not np.isin(p.known + p.missing + p.suppressed, (0.0, 1.0)).all():
            raise ValueError("Pair the panels of units first, then roll the ratio up.")
    # The worst of the two: not yet eligible, then suppressed, missing, known.
    worst = np.maximum(one.status, other.status)
    status = np.where(worst >= Status.MISSING, worst, one.status)
    return panel(np.where(status >= Status.MISSING, np.nan, one.values), status)
