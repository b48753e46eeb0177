"""Answers as the API and the command return them."""

from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from groundswell.questions.answer import Curve, Provenance, SpreadAnswer, SpreadRow, SubmissionRef

from ..report import Report, Table
from .cells import Number, number, plain


class PlaceJson(TypedDict):
    """One row, under the names of the columns."""

    place_code: str
    place_name: str
    eligible: Number
    adopted: Number
    not_adopted: Number
    unknown: Number


class SeriesJson(TypedDict):
    """Counts month by month, as long as the curve's months."""

    eligible: list[Number]
    low: list[Number]
    high: list[Number]


class PlaceSeriesJson(SeriesJson):
    place_code: str
    place_name: str


class CurveJson(TypedDict):
    """`low` is certainly adopted by the month's end; `high` adds those whose date is imprecise."""

    months: list[str]
    total: SeriesJson
    places: list[PlaceSeriesJson]


class QuestionJson(TypedDict):
    canonical: str
    innovation: str
    innovation_name: str
    by: str
    at: str
    known_on: str | None


class StatedJson(TypedDict):
    name: str
    text: str


class SubmissionJson(TypedDict):
    id: int
    layout: str
    file_name: str
    sha256: str
    accepted_at: str


class ProvenanceJson(TypedDict):
    canonical: str
    data_version: int
    known_on: str | None
    rules: list[StatedJson]
    submissions: list[SubmissionJson]
    warnings: list[str]


class SpreadJson(TypedDict):
    """The spread answer as the API and the command return it.

    `share` is `adopted` of `eligible` in `total`, 0 to 1, and null where nothing is eligible.
    """

    question: QuestionJson
    headline: str
    is_demo: bool
    columns: list[str]
    rows: list[PlaceJson]
    total: PlaceJson
    share: float | None
    curve: CurveJson
    provenance: ProvenanceJson


def report_json(report: Report) -> dict[str, Any]:
    """Every table of a report, its rows as objects. A suppressed number is "s", no value null."""
    return {
        "question": {"canonical": report.provenance.canonical},
        "headline": report.headline,
        "is_demo": report.is_demo,
        "tables": {table.name: _table_json(table) for table in report.tables},
        "provenance": _provenance_json(report.provenance),
    }


def rows_json(table: Table) -> list[dict[str, Any]]:
    """The rows of a table as objects, under the names of its columns."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, map(plain, row), strict=True)) for row in table.rows]


def _table_json(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "note": table.note,
        "columns": [column.name for column in table.columns],
        "rows": rows_json(table),
    }


def spread_json(answer: SpreadAnswer) -> SpreadJson:
    """Everything in the answer, ready for JSON: whole counts are whole, dates are ISO 8601."""
    share = answer.total.share
    return {
        "question": _question_json(answer),
        "headline": answer.headline,
        "is_demo": answer.is_demo,
        "columns": list(PlaceJson.__annotations__),
        "rows": [_place_json(row) for row in answer.rows],
        "total": _place_json(answer.total),
        "share": None if share is None else round(share, 6),
        "curve": _curve_json(answer.curve),
        "provenance": _provenance_json(answer.provenance),
    }


def _question_json(answer: SpreadAnswer) -> QuestionJson:
    return {
        "canonical": answer.provenance.canonical,
        "innovation": answer.innovation,
        "innovation_name": answer.innovation_name,
        "by": answer.by,
        "at": str(answer.at),
        "known_on": _known_on(answer.provenance),
    }


def _place_json(row: SpreadRow) -> PlaceJson:
    return {
        "place_code": row.place_code,
        "place_name": row.place_name,
        "eligible": number(row.eligible),
        "adopted": number(row.adopted),
        "not_adopted": number(row.not_adopted),
        "unknown": number(row.unknown),
    }


def _curve_json(curve: Curve) -> CurveJson:
    eligible, low, high = curve.total
    return {
        "months": [str(month) for month in curve.months],
        "total": {"eligible": _numbers(eligible), "low": _numbers(low), "high": _numbers(high)},
        "places": [
            {
                "place_code": code,
                "place_name": name,
                "eligible": _numbers(curve.eligible[i]),
                "low": _numbers(curve.low[i]),
                "high": _numbers(curve.high[i]),
            }
            for i, (code, name) in enumerate(zip(curve.codes, curve.names, strict=True))
        ],
    }


def _numbers(counts: NDArray[np.float64]) -> list[Number]:
    return [number(count) for count in counts.tolist()]


def _provenance_json(provenance: Provenance) -> ProvenanceJson:
    return {
        "canonical": provenance.canonical,
        "data_version": provenance.data_version,
        "known_on": _known_on(provenance),
        "rules": [{"name": rule.name, "text": rule.text} for rule in provenance.rules],
        "submissions": [_submission_json(file) for file in provenance.submissions],
        "warnings": list(provenance.warnings),
    }


def _submission_json(file: SubmissionRef) -> SubmissionJson:
    return {
        "id": file.id,
        "layout": file.layout,
        "file_name": file.file_name,
        "sha256": file.sha256,
        "accepted_at": file.accepted_at.isoformat(),
    }


def _known_on(provenance: Provenance) -> str | None:
    return provenance.known_on.isoformat() if provenance.known_on else None
