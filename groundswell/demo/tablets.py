"""People prescribed Orvelastat, by practice over two years: zeros, small numbers, a gradient."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from groundswell.common.months import Month, month_range

from .chance import stream
from .numbers import Floats, Row, live_share, rows_of
from .practice_facts import PracticeFacts, open_in

MEASURE = "demo-orvelastat-people"
INNOVATION = "orvelastat"
MONTHS = month_range(Month.parse("2024-09"), Month.parse("2026-08"))
_PEOPLE = 0.0042  # of the patients of a practice that uses it
_UNREPORTED = 0.03  # of practices that use it, whose networks know nothing of it
_STEEP = 0.011  # how much less likely with each point of deprivation
_SILENT, _SILENT_AT_LAST = 0.004, 0.012  # of cells, and of those of the last month


def tablet_rows(
    seed: int, facts: PracticeFacts, network: Mapping[str, str], events: Sequence[Row]
) -> Iterator[Row]:
    """People prescribed it and registered patients. A practice without it sends a true zero.

    `network` gives each area's: in some it is prescribed more from month to month, in some less.
    """
    rng = stream(seed, "tablets")
    shape = (len(facts.sites), len(MONTHS))
    uses = live_share(events, facts.codes, MONTHS)
    uses = np.maximum(uses, (rng.random(len(facts.sites)) < _UNREPORTED)[:, None])
    keen = rng.gamma(6, 1 / 6, len(facts.sites)) * np.exp(-_STEEP * (facts.score - 22))
    below = facts.patients_in(MONTHS)
    expected = _PEOPLE * below * uses * keen[:, None] * _trend(rng, facts, network)
    above = np.minimum(rng.poisson(expected), below)
    silent = np.full(len(MONTHS), _SILENT)
    silent[-1] = _SILENT_AT_LAST
    sent = open_in(facts.sites, MONTHS) & (rng.random(shape) >= silent)
    known = np.ones(shape, dtype=bool)
    return rows_of(facts.codes, MONTHS, above, below, sent=sent, known=known)


def _trend(rng: np.random.Generator, facts: PracticeFacts, network: Mapping[str, str]) -> Floats:
    """(practices, months): how each network differs from its own mean of the two years."""
    every = sorted(set(network.values()))
    of = [every.index(network[site.area]) for site in facts.sites]
    slope = rng.normal(0, 0.09, len(every))
    months = np.linspace(-1, 1, len(MONTHS))
    together = 1 + slope[:, None] * months + rng.normal(0, 0.03, (len(every), len(MONTHS)))
    return np.asarray(together[of], dtype=np.float64)
