"""How large sites of a kind are: registered patients, or else a measure's denominator."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.measures.cells import NoLongerKept, SiteCells, measures_with_cells, site_cells
from groundswell.measures.queries import LIST_SIZE
from groundswell.measures.registry import measures
from groundswell.organisations.models import Kind

from ..reach.answering import version_on

# How old a number may be, in months before the newest: sizes of different years do not compare.
CARRIED = 12


def sizes(site: str, kind: str, on: date, known_on: date | None) -> tuple[dict[str, float], str]:
    """Code to size, of sites of a kind on a day; and what the size is, "" where none is known.

    Practices have registered patients. Other kinds have the denominator of the measure that
    counts the most sites, of those that count this one; so has a practice of unknown list size.
    """
    version = None if known_on is None else version_on(known_on)
    if kind == Kind.PRACTICE:
        found = _newest(LIST_SIZE, on, version, numerator=True)
        if site in found:
            return found, "its registered patients"
    best: tuple[int, str] | None = None
    chosen: dict[str, float] = {}
    defined = measures()
    for slug in sorted(measures_with_cells()):
        measure = defined.get(slug)
        if measure is None or measure.sites != kind:
            continue
        found = _newest(slug, on, version, numerator=False)
        if site in found and (best is None or len(found) > best[0]):
            best, chosen = (len(found), slug), found
    if best is None:
        return {}, ""
    return chosen, f"the newest denominator of the measure “{defined[best[1]].title}”"


def _newest(measure: str, on: date, version: int | None, *, numerator: bool) -> dict[str, float]:
    """Code to the newest number above 0 of the last months up to a day."""
    try:
        cells = site_cells(measure, version)
    except NoLongerKept:
        return {}
    upto = _months_upto(cells, on)
    if not upto:
        return {}
    start = max(0, upto - 1 - CARRIED)
    values = (cells.numerator if numerator else cells.denominator)[:, start:upto]
    known = np.isfinite(values) & (values > 0)
    at = _last(known)
    return {
        code: float(values[row, at[row]]) for row, code in enumerate(cells.sites) if at[row] >= 0
    }


def _months_upto(cells: SiteCells, on: date) -> int:
    """How many of the months of the cells had begun by a day."""
    if not cells.months:
        return 0
    return max(0, min(len(cells.months), Month.of(on).index - cells.months[0].index + 1))


def _last(known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(S,) position of the last True of each row; -1 where there is none."""
    last = known.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.where(known.any(axis=1), last, -1)
