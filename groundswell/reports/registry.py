"""How each question's Answer becomes a report, in one table. The page, the API and the command
read it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .at_site import site_report, site_rows
from .barriers import barriers_report, barriers_rows
from .coverage import coverage_report, coverage_rows
from .funnel import funnel_report, funnel_rows
from .reach import reach_report, reach_rows
from .report import Report, Table
from .restated import restated_report, restated_rows
from .safety import safety_report, safety_rows
from .signals import signals_report, signals_rows
from .spread import spread_report, spread_rows
from .tables import report_json, spread_json
from .worklists import (
    first_use_report,
    first_use_rows,
    missing_report,
    missing_rows,
    stalled_report,
    stalled_rows,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """`rows` makes a table of the way down, as the public may see it; `json` is given where an
    Answer has more to say than its tables.
    """

    report: Callable[[Any], Report]
    rows: Callable[[Any, Sequence[Any]], Table]  # the question and its rows
    json: Callable[[Any], Any] | None = None

    def as_json(self, answer: Any, *, public: bool) -> Any:
        """`public`: without what names people, as anybody may ask by the API."""
        if self.json:
            return self.json(answer)
        report = self.report(answer)
        return report_json(report.for_public() if public else report)


READERS: dict[str, Reader] = {
    "spread": Reader(spread_report, spread_rows, spread_json),
    "reach": Reader(reach_report, reach_rows),
    "signals": Reader(signals_report, signals_rows),
    "restated": Reader(restated_report, restated_rows),
    "coverage": Reader(coverage_report, coverage_rows),
    "funnel": Reader(funnel_report, funnel_rows),
    "barriers": Reader(barriers_report, barriers_rows),
    "stalled": Reader(stalled_report, stalled_rows),
    "missing": Reader(missing_report, missing_rows),
    "first-use": Reader(first_use_report, first_use_rows),
    "safety": Reader(safety_report, safety_rows),
    "site": Reader(site_report, site_rows),
}
