"""Invented coverage and funnel answers with the fewest words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.months import Month
from groundswell.programmes.rules import Rag, rag
from groundswell.questions.answer import SpreadRow
from groundswell.questions.barriers import BarriersAnswer, BarriersQuestion, DomainRow
from groundswell.questions.coverage import CoverageAnswer, CoverageQuestion, CoverageRow
from groundswell.questions.funnel import (
    DefinitionRow,
    FunnelAnswer,
    FunnelQuestion,
    ReasonRow,
    StageRow,
)
from tests.unit.reports import answers

APRIL = Month.parse("2018-04")
ORDER = (
    "eligible",
    "approached",
    "committed",
    "live",
    "using",
    "sustained",
    "handed-over",
    "paused",
    "stopped",
    "unknown",
)


def place(
    code: str = "HI-West",
    *,
    adopted: float = 8,
    not_adopted: float = 2,
    unknown: float = 0,
    due: float | None = None,
    takes_part: bool | None = True,
) -> CoverageRow:
    eligible = adopted + not_adopted + unknown
    rating = rag(adopted, due) if due is not None else Rag.NONE
    return CoverageRow(
        code, f"Place {code}", eligible, adopted, not_adopted, unknown, due, rating, takes_part
    )


def coverage(rows: Sequence[CoverageRow] = (place(due=8),)) -> CoverageAnswer:
    spread_rows = [
        SpreadRow(r.place_code, r.place_name, r.eligible, r.adopted, r.not_adopted, r.unknown)
        for r in rows
    ]
    spread = answers.answer(spread_rows)
    dues = [row.due for row in rows if row.due is not None]
    total = place(
        "",
        adopted=spread.total.adopted,
        not_adopted=spread.total.not_adopted,
        unknown=spread.total.unknown,
        due=sum(dues) if len(dues) == len(rows) else None,
        takes_part=None,
    )
    return CoverageAnswer(
        question=CoverageQuestion("pulse", APRIL),
        programme="pulse",
        programme_name="Pulse programme",
        innovation="freestyle-libre",
        innovation_name="FreeStyle Libre",
        definition="live-or-beyond",
        is_demo=False,
        at=APRIL,
        headline="8 of 10 sites (80%) are live or beyond at 30 April 2018.",
        rows=tuple(rows),
        total=replace(total, place_name="All places"),
        targets=len(dues),
        spread=spread,
        provenance=answers.PROVENANCE,
    )


def funnel(
    sites: Mapping[str, float] | None = None, reached: Sequence[float] = (10, 8, 6, 4, 2, 1, 0)
) -> FunnelAnswer:
    stand = sites or {"live": 4, "stopped": 2, "unknown": 4}
    rungs = dict(zip(ORDER, reached, strict=False))
    return FunnelAnswer(
        question=FunnelQuestion("pulse", APRIL),
        programme="pulse",
        programme_name="Pulse programme",
        innovation_name="FreeStyle Libre",
        place_name="All places",
        is_demo=False,
        at=APRIL,
        eligible=sum(stand.values()),
        headline="Of 10 sites, at 30 April 2018, 4 count as “live or beyond”.",
        stages=tuple(StageRow(name, stand.get(name, 0), rungs.get(name)) for name in ORDER),
        definitions=tuple(DefinitionRow(d, 10, 4, 2, 4) for d in DEFINITIONS.values()),
        reasons=(ReasonRow("stopped", "technology", 2),),
        places=(("HI-West", "Place HI-West"),),
        provenance=answers.PROVENANCE,
    )


def barriers() -> BarriersAnswer:
    return BarriersAnswer(
        question=BarriersQuestion("pulse"),
        programme="pulse",
        programme_name="Pulse programme",
        is_demo=False,
        headline="2 barriers and 0 enablers are on record, at 1 site.",
        domains=(DomainRow("technology", 2, 1, 0, 0), DomainRow("", 0, 0, 0, 0)),
        factors=(),
        places=(),
        provenance=answers.PROVENANCE,
    )
