"""People enrolled in Oxygen at Home Watch: known where 1 in 40 of those eligible live.

Modelled on COVID Oximetry @home: every area had it, and for 2.5% of the people eligible anything
is known of their enrolment. From the other areas no records came: that is missing, not zero.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from groundswell.common.months import Month, month_range

from .chance import allot, stream
from .numbers import Counts, Flags, Row, live_share, rows_of
from .sites import Site

MEASURE = "covid-oximetry-enrolment"
INNOVATION = "oxygen-at-home-watch"
ELIGIBLE = 217_650  # as many as in the published evaluation
KNOWN = 0.025  # of the people eligible, in every month
REPORTING = 5  # areas that sent records
MONTHS = month_range(Month.parse("2020-12"), Month.parse("2021-10"))
_WAVE = (0.20, 0.26, 0.14, 0.06, 0.04, 0.03, 0.04, 0.05, 0.06, 0.06, 0.06)


def enrolment_rows(seed: int, areas: Sequence[Site], events: Sequence[Row]) -> Iterator[Row]:
    """By area and month. `events` are the rows of adoptions of the innovation."""
    rng = stream(seed, "reach")
    reports = np.zeros(len(areas), dtype=bool)
    reports[rng.permutation(len(areas))[:REPORTING]] = True
    eligible = _eligible(rng, reports)
    codes = [area.code for area in areas]
    # Nobody is enrolled in an area before it goes live there.
    chance = rng.uniform(0.2, 0.6, len(areas))[:, None] * live_share(events, codes, MONTHS)
    enrolled = rng.binomial(eligible, chance)
    known = np.repeat(reports[:, None], len(MONTHS), axis=1)
    sent = np.ones_like(known)
    return rows_of(codes, MONTHS, enrolled, eligible, sent=sent, known=known)


def _eligible(rng: np.random.Generator, reports: Flags) -> Counts:
    """(areas, months): of each month's people 1 in 40 live where records were sent."""
    eligible = np.zeros((len(reports), len(MONTHS)), dtype=np.int64)
    sizes = rng.gamma(8, 1, len(reports))
    for month, total in enumerate(allot(ELIGIBLE, _WAVE)):
        there = round(KNOWN * total)
        for some, people in ((reports, there), (~reports, total - there)):
            eligible[some, month] = rng.multinomial(people, sizes[some] / sizes[some].sum())
    return eligible
