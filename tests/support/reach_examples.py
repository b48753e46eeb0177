"""Invented answers to the reach question, seeded, with every way of having and not having a value.

They are made as answers and disclosed by the product: the raw numbers that it hides are known
here, so that a test can look for them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.deciles import deciles
from groundswell.analysis.panel import Status
from groundswell.common.months import Month, month_range
from groundswell.measures.definition import Given, Measure
from groundswell.organisations.models import Kind
from groundswell.questions.answer import Provenance, Stated
from groundswell.questions.reach import Fifths, PlaceCells, ReachAnswer
from groundswell.reports.reach.disclosed import DisclosedReach, disclose_reach

Floats = NDArray[np.float64]

FIRST = Month.parse("2015-07")
NETWORKS = {
    "HI-NENC": "Health Innovation North East and North Cumbria",
    "HI-NWC": "Health Innovation North West Coast",
    "HI-Man": "Health Innovation Manchester",
    "HI-YH": "Health Innovation Yorkshire and Humber",
    "HI-WM": "Health Innovation West Midlands",
    "HI-EM": "Health Innovation East Midlands",
    "HI-East": "Health Innovation East",
    "HI-West": "Health Innovation West of England",
    "HI-OTV": "Health Innovation Oxford and Thames Valley",
    "ICHP": "Imperial College Health Partners",
    "UCLP": "UCLPartners",
    "HI-SW": "Health Innovation South West",
    "HI-Wessex": "Health Innovation Wessex",
    "HIN-SL": "Health Innovation Network South London",
    "HI-KSS": "Health Innovation Kent Surrey Sussex",
}
# What the examples below do to some of them.
RISING, FALLING, SUPPRESSED, MISSING = "HI-NENC", "HI-KSS", "HI-Man", "HI-YH"
LATE, ZEROS, SHORT, SPLIT = "HI-SW", "HI-East", "HI-West", "ICHP"
OTHER_PART = "UCLP"

RAW_SMALL = (5.0, 163.0)  # numerator and denominator of every suppressed month

PROVENANCE = Provenance(
    canonical="reach?boundaries=as-at:2020-04-01&by=network&measure=doac-share",
    data_version=12,
    known_on=None,
    rules=(Stated("Boundaries as at 1 April 2020", "Every month by the memberships of that day."),),
    submissions=(),
    warnings=(),
)


def measure(**changes: object) -> Measure:
    """A share with a target, of which more is better."""
    made = Measure(
        slug="doac-share",
        title="Direct oral anticoagulants as a share of anticoagulants for atrial fibrillation",
        short="DOAC share",
        why="",
        numerator=Given(),
        denominator=Given(),
        unit="%",
        multiplier=100,
        kind="proportion",
        direction="increase",
        source_class="administrative",
        counts="activity",
        sites=Kind.CCG,
        innovations=(),
        target=70.0,
        status="preview",
        author="",
        checker="",
        next_review=date(2027, 11, 1),
        version=1,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


RATE = measure(
    slug="flash-glucose",
    short="FreeStyle Libre",
    unit="sensors per 1,000 registered patients",
    multiplier=1000,
    kind="rate",
    target=None,
    direction="neutral",
)
QUANTITY = measure(
    slug="asthma-biologics",
    short="Asthma biologics",
    unit="vials, syringes and pens",
    multiplier=1,
    kind="quantity",
    denominator=None,
    target=None,
    sites=Kind.TRUST,
)


def cells(
    numerator: Floats, denominator: Floats | None, measured: Measure, status: NDArray[np.int8]
) -> PlaceCells:
    """Numbers (P, T) where `status` has a value; all of ten sites a place reported, or none."""
    has = status <= Status.ZERO
    above = np.where(has, numerator, np.nan)
    below = np.full(above.shape, np.nan)
    if denominator is not None:
        below = np.where(has, denominator, np.nan)
    expected = np.where(status == Status.NOT_YET_ELIGIBLE, 0.0, 10.0)
    return PlaceCells(
        numerator=above,
        denominator=below,
        value=above if denominator is None else above / below * measured.multiplier,
        status=np.where(has & (numerator == 0), Status.ZERO, status).astype(np.int8),
        known=np.where(has, expected, 0.0),
        expected=expected,
        offered=np.nan_to_num(below),
    )


def answer(
    codes: Sequence[str],
    names: Sequence[str],
    places: PlaceCells,
    measured: Measure,
    *,
    by: str = "network",
    total: PlaceCells | None = None,
    sites: Floats | None = None,
    fifths: Fifths | None = None,
) -> ReachAnswer:
    """Places (P, T) as an answer whose total adds up; `sites` (S, T) are values of single sites."""
    months = tuple(month_range(FIRST, FIRST + (places.value.shape[1] - 1)))
    site_values = places.value if sites is None else sites
    return ReachAnswer(
        measure=measured,
        is_demo=False,
        by=by,
        months=months,
        codes=tuple(codes),
        names=tuple(names),
        cells=places,
        total=total or summed(places, measured),
        deciles=deciles(site_values).lines,
        sites=(~np.isnan(site_values)).sum(axis=0),
        fifths=fifths,
        unreported=(),
        headline="",
        provenance=PROVENANCE,
    )


def summed(places: PlaceCells, measured: Measure) -> PlaceCells:
    above = np.nansum(places.numerator, axis=0, keepdims=True)
    below = None
    if measured.denominator is not None:
        below = np.nansum(places.denominator, axis=0, keepdims=True)
    reported = places.known.any(axis=0, keepdims=True)
    status = np.where(reported, Status.OBSERVED, Status.MISSING).astype(np.int8)
    made = cells(above, below, measured, status)
    known, expected = (a.sum(axis=0, keepdims=True) for a in (places.known, places.expected))
    return replace(made, known=known, expected=expected)


def network_answer(
    months: int = 60, *, seed: int = 4, measured: Measure | None = None
) -> ReachAnswer:
    """Fifteen networks; see the names above for what happens to eight of them."""
    rng, codes = np.random.default_rng(seed), tuple(NETWORKS)
    base = rng.uniform(0.52, 0.66, len(codes))[:, None] + np.zeros(months)
    time = np.linspace(0, 1, months)
    base[codes.index(RISING)] = 0.42 + 0.36 * np.round(time * 6) / 6
    base[codes.index(FALLING), -9:] -= 0.055
    below = rng.integers(4_000, 9_000, (len(codes), 1)) * (1 + rng.normal(0, 0.02, base.shape))
    below = np.round(below)
    above = np.round(np.clip(base + rng.normal(0, 0.011, base.shape), 0, 1) * below)
    status = np.zeros(base.shape, dtype=np.int8)
    hidden = codes.index(SUPPRESSED)
    small = [*range(8, 13), 31, months - 1]
    above[hidden, small], below[hidden, small] = RAW_SMALL
    status[codes.index(MISSING), [20, 21, 22, 40]] = Status.MISSING
    status[codes.index(LATE), :14] = Status.NOT_YET_ELIGIBLE
    status[codes.index(SHORT), :-9] = Status.NOT_YET_ELIGIBLE
    above[codes.index(ZEROS), :5] = 0
    for part, share in ((SPLIT, 0.25), (OTHER_PART, 0.75)):  # of one more split site
        above[codes.index(part)] += 90 * share
        below[codes.index(part)] += 150 * share + 0.5
    given = measured or measure()
    scaled = above if given.kind == "proportion" else np.round(above / 100)
    scaled[hidden, small] = RAW_SMALL[0]
    places = cells(scaled, None if given.denominator is None else below, given, status)
    return answer(
        codes,
        tuple(NETWORKS.values()),
        places,
        given,
        sites=_sites(rng, base, given),
        fifths=five_fifths() if given.denominator is not None else None,
    )


def _sites(rng: np.random.Generator, base: Floats, given: Measure) -> Floats:
    """(120, T): eight sites about each network's level."""
    spread = rng.normal(0, 0.05, (len(base), 8, 1)) + rng.normal(
        0, 0.01, (len(base), 8, base.shape[1])
    )
    values = np.clip(base[:, None, :] + spread, 0, 1).reshape(-1, base.shape[1])
    return values * (100 if given.kind == "proportion" else 3)


def five_fifths(numerator: Sequence[float] = (2_900, 3_010, 3_080, 3_190, 3_240)) -> Fifths:
    below = np.full(5, 5_000.0)
    above = np.array(numerator, dtype=np.float64)
    share = above / below
    return Fifths(
        numerator=above,
        denominator=below,
        standard_error=np.sqrt(share * (1 - share) / below) * 1.8,
        sites=np.array([38, 36, 35, 39, 40]),
        without=3,
    )


def network_reach(months: int = 60, **how: object) -> DisclosedReach:
    return disclose_reach(network_answer(months, **how))  # type: ignore[arg-type]


def many_answer(
    places: int = 135, *, months: int = 30, by: str = "ccg", measured: Measure | None = None
) -> ReachAnswer:
    """So many CCGs of different size: a few far from the rest, some without a value."""
    rng = np.random.default_rng(11)
    given = measured or measure()
    below = np.round(rng.lognormal(7, 0.8, (places, 1)) + 60) + np.zeros(months)
    share = np.clip(0.62 + rng.normal(0, 0.012, (places, 1)) + np.zeros(months), 0.02, 0.98)
    share[:4] += np.array([[0.2], [-0.24], [0.13], [-0.16]])[:places]
    above = rng.binomial(below.astype(int), share).astype(np.float64)
    status = np.zeros(below.shape, dtype=np.int8)
    if places > 7:
        status[5, -1], status[6, -1] = Status.MISSING, Status.NOT_YET_ELIGIBLE
        above[7, -1], below[7, -1] = RAW_SMALL
    codes = [f"{i:02d}X" for i in range(places)]
    names = [f"NHS {_TOWNS[i % len(_TOWNS)]} {_SIDES[i // len(_TOWNS)]}CCG" for i in range(places)]
    made = cells(above, None if given.denominator is None else below, given, status)
    return answer(codes, names, made, given, by=by)


_TOWNS = (
    "Barnsley", "Bury", "Castle Point and Rochford", "Dudley", "Eastbourne", "Fylde and Wyre",
    "Great Yarmouth and Waveney", "Halton", "Ipswich and East Suffolk", "Knowsley", "Luton",
    "Medway", "Nene", "Oldham", "Portsmouth", "Rotherham", "Salford", "Thurrock", "Vale of York",
    "Windsor, Ascot and Maidenhead",
)  # fmt: skip
_SIDES = ("", "North ", "South ", "East ", "West ", "Central ", "Upper ", "Lower ", "Old ", "New ")


def many_reach(places: int = 135, **how: object) -> DisclosedReach:
    return disclose_reach(many_answer(places, **how))  # type: ignore[arg-type]
