"""Where sites stand in one month, and which of them did not report it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.organisations.queries import history, names_on
from groundswell.organisations.rules import NONE

from ..answer import NO_PLACE
from .answer import Unreported

if TYPE_CHECKING:
    from .answering import Counted


def places_of(counted: Counted, column: int, wanted: NDArray[np.bool_]) -> dict[int, list[str]]:
    """Of each wanted site (S,) the codes of the places that it stands in, in one of the months.

    A site of which a part has no place stands under "no known place" too.
    """
    found: dict[int, list[str]] = {site: [] for site in np.flatnonzero(wanted).tolist()}
    placed = np.zeros(len(wanted))
    if counted.placement is not None:
        held = history()
        codes = [held.codes[place] for place in counted.placement.places]
        in_ledger = np.flatnonzero(counted.sites.positions != NONE)
        weights = counted.placement.weights_at(counted.months[column]).tocoo()
        sites = in_ledger[weights.row]
        here = wanted[sites] & ~counted.nowhere[sites, column]
        np.add.at(placed, sites[here], weights.data[here])
        for site, place in zip(sites[here].tolist(), weights.col[here].tolist(), strict=True):
            found[site].append(codes[place])
    for site, places in found.items():
        if placed[site] < 1 - 1e-9:
            places.append(NO_PLACE)
    return found


def unreported(counted: Counted) -> tuple[Unreported, ...]:
    """The sites expected in the last month that sent nothing, by code."""
    absent = counted.sites.cells.status[:, -1] == Status.MISSING
    if not absent.any():
        return ()
    source, until = counted.sites.source, counted.sites.columns.stop
    names = names_on([source.sites[i] for i in np.flatnonzero(absent)], counted.months[-1].last_day)
    found = []
    for site, places in places_of(counted, len(counted.months) - 1, absent).items():
        said = source.has_cell[site, :until] & (source.status[site, :until] <= Status.ZERO)
        last = np.flatnonzero(said)
        code = source.sites[site]
        month = source.months[last[-1]] if len(last) else None
        found.append(Unreported(code, names.get(code, code), " ".join(places), month))
    return tuple(sorted(found, key=lambda site: site.site_code))
