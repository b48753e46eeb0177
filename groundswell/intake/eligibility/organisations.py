"""Kinds of organisations and sizes of practices: each read once for a file."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.measures.cells import site_cells
from groundswell.measures.queries import LIST_SIZE
from groundswell.organisations.models import Organisation

CARRIED_MONTHS = 12  # how old a list size may be on the day of a rule


class Organisations:
    """Kinds by code, and sizes by day: each read once for a file."""

    def __init__(self) -> None:
        self._sizes: dict[date, Mapping[str, float]] = {}

    @cached_property
    def kinds(self) -> dict[str, str]:
        return dict(Organisation.objects.values_list("code", "kind"))

    def sizes(self, day: date) -> Mapping[str, float]:
        if day not in self._sizes:
            self._sizes[day] = sizes_on(day)
        return self._sizes[day]


def sizes_on(day: date) -> dict[str, float]:
    """Registered patients by practice: the newest number known in the month of a day.

    It is at most `CARRIED_MONTHS` old. A practice of which none is known is not there.
    """
    cells = site_cells(LIST_SIZE)
    if not cells.sites:
        return {}
    last = Month.of(day).index - cells.months[0].index
    first = max(last - CARRIED_MONTHS, 0)
    known_cells = np.isin(cells.status[:, first : last + 1], (Status.OBSERVED, Status.ZERO))
    if last < 0 or not known_cells.size:
        return {}
    newest = known_cells.shape[1] - 1 - np.argmax(known_cells[:, ::-1], axis=1)
    rows = np.flatnonzero(known_cells.any(axis=1))
    patients = cells.numerator[rows, first + newest[rows]]
    return {cells.sites[r]: float(p) for r, p in zip(rows, patients, strict=True)}
