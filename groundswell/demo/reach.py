"""People reached by Oxygen at Home Watch: enrolment is known for 1 in 40 of those eligible."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.common.months import Month, month_range

from .chance import stream
from .sites import Site

MEASURE = "enrolment-known"
_ELIGIBLE = 231_400
_KNOWN = 0.025
_MONTHS = month_range(Month.parse("2020-11"), Month.parse("2021-10"))
_WAVE = (0.13, 0.17, 0.24, 0.12, 0.05, 0.03, 0.02, 0.03, 0.05, 0.05, 0.05, 0.06)
_REPORTING = 0.55  # areas that sent records of enrolment at all


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """People for whom an enrolment record is known, of people eligible.

    Where an area sent no records none is known: 0, whoever was in truth enrolled.
    """

    site: str
    month: Month
    numerator: int
    denominator: int


def make_reach(seed: int, areas: Sequence[Site]) -> list[SeriesRow]:
    """By area and month, from the month before the first area went live."""
    rng = stream(seed, "reach")
    sizes = rng.gamma(6, 1, len(areas))
    expected = np.outer(sizes, _WAVE) * rng.gamma(40, 1 / 40, (len(areas), len(_MONTHS)))
    eligible = rng.multinomial(_ELIGIBLE, (expected / expected.sum()).ravel())
    eligible = eligible.reshape(expected.shape)
    reports = rng.permutation(len(areas)) < round(_REPORTING * len(areas))
    keen = rng.gamma(1.2, 1, len(areas)) * reports
    weight = eligible * keen[:, None]
    enrolled = rng.multinomial(round(_KNOWN * _ELIGIBLE), (weight / weight.sum()).ravel())
    enrolled = np.minimum(enrolled.reshape(expected.shape), eligible)
    return [
        SeriesRow(area.code, month, int(enrolled[i, j]), int(eligible[i, j]))
        for i, area in enumerate(areas)
        for j, month in enumerate(_MONTHS)
    ]
