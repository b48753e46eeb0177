"""Magnesium in very early labour, by maternity unit: small numbers, a change at each go-live."""

from collections.abc import Iterator, Sequence

import numpy as np

from groundswell.common.months import Month, month_range

from .chance import stream
from .numbers import Row, live_share, rows_of
from .practice_facts import open_in
from .sites import Site

MEASURE = "demo-magnesium-given"
INNOVATION = "magnesium-first-hour"
MONTHS = month_range(Month.parse("2017-04"), Month.parse("2026-08"))
_MOTHERS = 2.6  # a unit and month, eligible
_BEFORE, _A_YEAR, _GAIN = 0.62, 0.012, 0.13
_MOST = 0.94
_SILENT = 0.02  # of months, of a unit that else reports
_SMALL = 7  # the most that a unit which hides small numbers hides


def birth_rows(seed: int, units: Sequence[Site], events: Sequence[Row]) -> Iterator[Row]:
    """Mothers given magnesium, of those eligible. In some months a unit has none: 0 of 0.

    One unit hides its small numbers before it sends them.
    """
    rng = stream(seed, "births")
    shape = (len(units), len(MONTHS))
    codes = [unit.code for unit in units]
    size = rng.gamma(4, _MOTHERS / 4, len(units))
    below = rng.poisson(np.repeat(size[:, None], len(MONTHS), axis=1))
    years = np.arange(len(MONTHS)) / 12
    own = rng.normal(0, 0.05, len(units))[:, None]
    chance = _BEFORE + own + _A_YEAR * years + _GAIN * live_share(events, codes, MONTHS)
    above = rng.binomial(below, np.clip(chance, 0, _MOST))
    sent = open_in(units, MONTHS) & (rng.random(shape) >= _SILENT)
    hides = np.zeros(shape, dtype=bool)
    unit = int(np.flatnonzero(sent[:, -1])[0])
    hides[unit] = (above[unit] > 0) & (above[unit] <= _SMALL)
    return rows_of(
        codes, MONTHS, above, below, sent=sent, known=np.ones(shape, dtype=bool), hidden=hides
    )
