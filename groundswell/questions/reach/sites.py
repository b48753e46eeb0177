"""A measure's cells over some months, before anybody says how to group them."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.deciles import Deciles, deciles
from groundswell.common.matching import nearest
from groundswell.common.months import Month, month_range
from groundswell.measures.cells import SiteCells, cells_version
from groundswell.measures.definition import Measure
from groundswell.measures.queries import measure_cells
from groundswell.measures.registry import measure as defined_measure
from groundswell.measures.registry import measures
from groundswell.organisations.queries import history, organisations_version
from groundswell.organisations.rules import NONE, Ids

from ..errors import NotFound
from .counting import Parts, parts_of, values
from .expecting import SiteMonths, expected_sites, gone_sites, other_levels


@dataclass(frozen=True, eq=False)
class Sites:
    """S sites over T months. Questions that group the same cells share it."""

    measure: Measure
    source: SiteCells
    columns: slice  # the months, of the source's
    months: tuple[Month, ...]
    positions: Ids  # in the history; NONE for a code that the ledger does not know
    again: NDArray[np.bool_]  # (S, T): told, but at another level than the month's
    cells: SiteMonths
    parts: Parts

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """(S, T): the value of each site; NaN where it has none."""
        numerator = np.where(self.cells.known, self.cells.numerator, np.nan)
        if self.measure.denominator is None:
            return numerator
        return values(numerator, self.cells.denominator, self.measure.multiplier)

    @cached_property
    def deciles(self) -> Deciles:
        return deciles(self.values)


def sites_of(slug: str, start: Month | None, end: Month | None, version: int) -> Sites:
    """The cells of a measure in a data version; organisations are as known now.

    Raises NotFound for a measure that is not defined or has no data, ValueError where there is
    no data in those months.
    """
    measure = _measure(slug)
    return _sites(measure, start, end, version, cells_version(slug), organisations_version())


# A nation's ten years of one measure are 100 MB.
@lru_cache(maxsize=6)
def _sites(
    measure: Measure,
    start: Month | None,
    end: Month | None,
    version: int,
    cells: int,
    organisations: int,
) -> Sites:
    """`cells` and `organisations` only key the cache."""
    source = measure_cells(measure, version)
    if not source.sites:
        raise NotFound("data for the measure", measure.slug)
    months = _months(measure.slug, start, end, source)
    first, stop = (month.index - source.months[0].index for month in (months[0], months[-1] + 1))
    positions = positions_of(source.sites)
    # A site is expected from its first cell ever, also where that lies before the months asked.
    gone = np.zeros((len(positions), stop), dtype=bool)
    gone[:, first:] = gone_sites(history(), positions, months)
    again = other_levels(_kinds(positions), source.has_cell[:, :stop], measure.sites)
    has_cell = source.has_cell[:, :stop] & ~again
    status = expected_sites(source.status[:, :stop], has_cell, gone | again)
    here = SiteMonths(
        source.numerator[:, first:stop], source.denominator[:, first:stop], status[:, first:]
    )
    return Sites(
        measure=measure,
        source=source,
        columns=slice(first, stop),
        months=months,
        positions=positions,
        again=(again & source.has_cell[:, :stop])[:, first:],
        cells=here,
        parts=parts_of(here),
    )


def positions_of(codes: tuple[str, ...]) -> Ids:
    """(S,) positions in the history; NONE for a code that the ledger does not know."""
    index = history().index
    return np.array([index.get(code, NONE) for code in codes], dtype=np.int64)


def _kinds(positions: Ids) -> NDArray[np.str_]:
    """(S,) the kind of each site; "" for a code that the ledger does not know."""
    return np.append(history().kinds, "")[positions]  # NONE is -1: the last


def _measure(slug: str) -> Measure:
    try:
        return defined_measure(slug)
    except LookupError:
        raise NotFound("measure", slug, nearest(slug, measures())) from None


def _months(
    slug: str, start: Month | None, end: Month | None, source: SiteCells
) -> tuple[Month, ...]:
    """The months asked for, as far as there is data."""
    first, last = source.months[0], source.months[-1]
    start, end = max(start or first, first), min(end or last, last)
    if start > end:
        raise ValueError(f"There is no data for those months: {slug} has {first} to {last}.")
    return tuple(month_range(start, end))
