"""How many patients invented practices have, and how deprived these are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.common.months import Month

from .chance import stream
from .numbers import Counts, Flags, Floats, Row
from .sites import Site

EXTRACTS = (Month.parse("2024-09"), Month.parse("2025-09"))  # of the patient lists
SCORED_ON = Month.parse("2024-09")
_MIDDLE, _SPREAD = 8.95, 0.5  # of the logarithm of a list size
_GROWTH = 0.006  # a year


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """In the order of `sites`. `patients` is (sites, extracts); a high score is more deprived."""

    sites: tuple[Site, ...]
    patients: Counts
    score: Floats

    @property
    def codes(self) -> list[str]:
        return [site.code for site in self.sites]

    def patients_in(self, months: Sequence[Month]) -> Counts:
        """(sites, months): those of the newest extract, or of the first one before it."""
        newest = [max(sum(e <= month for e in EXTRACTS) - 1, 0) for month in months]
        return self.patients[:, newest]


def make_practice_facts(
    seed: int, practices: Sequence[Site], areas: Sequence[Site]
) -> PracticeFacts:
    """Neighbours are alike in deprivation, and small lists are commoner than long ones."""
    rng = stream(seed, "patients and deprivation")
    first = np.exp(rng.normal(_MIDDLE, _SPREAD, len(practices)))
    growth = 1 + _GROWTH + rng.normal(0, 0.01, len(practices))
    of_area = dict(zip([a.code for a in areas], rng.gamma(7, 3.1, len(areas)), strict=True))
    near = np.array([of_area[practice.area] for practice in practices])
    score = np.clip(near * np.exp(rng.normal(0, 0.32, len(practices))), 3, 75)
    patients = np.stack([first, first * growth], axis=1).round().astype(np.int64)
    return PracticeFacts(tuple(practices), patients, score.round(1))


def open_in(sites: Sequence[Site], months: Sequence[Month]) -> Flags:
    """(sites, months): open on the last day of each month?"""
    days = [month.last_day.toordinal() for month in months]
    return np.array([[site.is_open(day) for day in days] for site in sites])


LIST_HEADINGS = "PUBLICATION,EXTRACT_DATE,TYPE,CODE,SEX,AGE,NUMBER_OF_PATIENTS"
SCORE_HEADINGS = "practice_code,imd_score,imd_decile"


def list_rows(facts: PracticeFacts) -> Iterator[Row]:
    """The practices open at each extract, laid out as NHS Digital's patient lists are."""
    is_open = open_in(facts.sites, EXTRACTS)
    for column, month in enumerate(EXTRACTS):
        day = f"{month.first_day:%d%b%Y}".upper()
        for code, there, patients in zip(
            facts.codes, is_open[:, column], facts.patients[:, column].tolist(), strict=True
        ):
            if there:
                yield "SYNTHETIC_PAT_LIST", day, "GP", code, "ALL", "ALL", str(patients)


def score_rows(facts: PracticeFacts) -> Iterator[Row]:
    """Each practice's score and its decile among all of them, 1 the most deprived."""
    rank = np.empty(len(facts.score), dtype=np.int64)
    rank[np.argsort(-facts.score, kind="stable")] = np.arange(len(facts.score))
    deciles = 1 + rank * 10 // len(rank)
    for code, score, decile in zip(
        facts.codes, facts.score.tolist(), deciles.tolist(), strict=True
    ):
        yield code, f"{score:.1f}", str(decile)


def by_area(facts: PracticeFacts, areas: Sequence[Site], of: Floats | Counts) -> Floats:
    """(areas,) sums over the practices that each area has, by the area that they are in now."""
    position = {area.code: i for i, area in enumerate(areas)}
    where = [position[site.area] for site in facts.sites]
    sums: Floats = np.bincount(where, weights=of, minlength=len(areas)).astype(np.float64)
    return sums
