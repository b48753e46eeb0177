"""Invented spread answers with the fewest words: every test says only what matters to it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month, month_range
from groundswell.questions.answer import (
    Curve,
    Provenance,
    SpreadAnswer,
    SpreadRow,
    Stated,
    SubmissionRef,
)

APRIL_2018 = Month.parse("2018-04")

PROVENANCE = Provenance(
    canonical="spread?at=2018-04&boundaries=as-then&by=network&innovation=freestyle-libre",
    data_version=12,
    known_on=None,
    rules=(
        Stated(
            "Adopted: live or beyond (version 1)", "The site's latest known stage is live or later."
        ),
        Stated(
            "Boundaries as then",
            "Each month is grouped by the memberships of its last day.",
        ),
    ),
    submissions=(
        SubmissionRef(
            id=7,
            layout="adoption",
            file_name="libre.csv",
            sha256="ab" * 32,
            accepted_at=datetime(2018, 5, 1, 9, 30, tzinfo=UTC),
        ),
    ),
    warnings=("3 sites have no known stage.",),
)


def row(
    code: str = "HI-NENC",
    *,
    adopted: float = 8,
    not_adopted: float = 4,
    unknown: float = 0,
    name: str | None = None,
) -> SpreadRow:
    """A place whose eligible sites are the sum of its parts."""
    eligible = adopted + not_adopted + unknown
    return SpreadRow(code, name or f"Place {code}", eligible, adopted, not_adopted, unknown)


def answer(
    rows: Sequence[SpreadRow] = (row(),),
    *,
    by: str = "network",
    curve: Curve | None = None,
    name: str = "FreeStyle Libre",
    at: Month = APRIL_2018,
    is_demo: bool = False,
    provenance: Provenance = PROVENANCE,
) -> SpreadAnswer:
    """An answer whose total adds up and whose curve, unless given, ends at its rows."""
    total = SpreadRow(
        "",
        "All places",
        sum(r.eligible for r in rows),
        sum(r.adopted for r in rows),
        sum(r.not_adopted for r in rows),
        sum(r.unknown for r in rows),
    )
    return SpreadAnswer(
        innovation="freestyle-libre",
        innovation_name=name,
        is_demo=is_demo,
        by=by,
        at=at,
        headline=f"{total.adopted:g} of {total.eligible:g}",
        rows=tuple(rows),
        total=total,
        curve=curve or ending_at(rows, at=at),
        provenance=provenance,
    )


def ending_at(rows: Sequence[SpreadRow], *, at: Month = APRIL_2018, months: int = 6) -> Curve:
    """A straight climb from nothing to each row's adopted sites, every date certain."""
    climb = np.linspace(0, 1, months) if months > 1 else np.ones(1)
    low = np.array([np.floor(r.adopted * climb) for r in rows]).reshape(len(rows), months)
    low[:, -1] = [r.adopted for r in rows]
    eligible = np.array([[r.eligible] * months for r in rows]).reshape(len(rows), months)
    return curve(rows, eligible=eligible, low=low, high=low, last=at)


def curve(
    rows: Sequence[SpreadRow],
    *,
    eligible: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    last: Month = APRIL_2018,
) -> Curve:
    """A curve of the rows' places whose arrays are (places, months) and end in month `last`."""
    return Curve(
        months=tuple(month_range(last - (low.shape[1] - 1), last)),
        codes=tuple(r.place_code for r in rows),
        names=tuple(r.place_name for r in rows),
        eligible=eligible,
        low=low,
        high=high,
    )


def known_on(day: date) -> Provenance:
    return Provenance(
        PROVENANCE.canonical,
        PROVENANCE.data_version,
        day,
        PROVENANCE.rules,
        PROVENANCE.submissions,
        PROVENANCE.warnings,
    )
