"""One month by deprivation fifth: does it reach the most deprived as it reaches the others?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundswell.analysis.equity import between_sites
from groundswell.analysis.fifths import deprivation_fifths
from groundswell.measures.cells import site_cells
from groundswell.organisations.queries import deprivation_scores

from .answer import Fifths

if TYPE_CHECKING:
    from .sites import Sites

LIST_SIZE = "list-size"


def fifths_of(sites: Sites) -> Fifths | None:
    """The last month's sums by fifth; None for a plain quantity, and where no score is known.

    Fifths hold a fifth of the denominator each, as Core20 counts people. A site that is not a
    practice has the mean score of its practices.
    """
    if sites.measure.denominator is None:
        return None
    cells = sites.cells
    known = cells.known[:, -1] & (np.nan_to_num(cells.denominator[:, -1]) > 0)
    if not known.any():
        return None
    month = sites.months[-1]
    scores = deprivation_scores(sites.source.sites, month, weights=_patients() or None)
    scores = np.where(known, scores, np.nan)
    if np.isfinite(scores).sum() < 5:
        return None
    weights = np.where(known, cells.denominator[:, -1], 0.0)
    group = deprivation_fifths(scores, weights=weights) - 1
    numerator = np.where(known, cells.numerator[:, -1], np.nan)
    x, n, error = between_sites(group, numerator, cells.denominator[:, -1])
    if np.isnan(error).any():
        return None  # a fifth of fewer than two sites: how they differ is not known
    return Fifths(
        numerator=x,
        denominator=n,
        standard_error=error,
        sites=np.bincount(group[group >= 0], minlength=5),
        without=int((known & ~np.isfinite(scores)).sum()),
    )


def _patients() -> dict[str, float]:
    """Practice code to its newest known list size."""
    sizes = site_cells(LIST_SIZE)
    if not sizes.sites:
        return {}
    columns = np.arange(len(sizes.months))
    newest = np.where(np.isnan(sizes.numerator), -1, columns).max(axis=1)
    return {
        code: float(sizes.numerator[i, newest[i]])
        for i, code in enumerate(sizes.sites)
        if newest[i] >= 0
    }
