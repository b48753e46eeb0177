"""How each question's Answer becomes a report, in one table. The page, the API and the command
read it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .reach import reach_report, reach_rows
from .report import Report, Table
from .restated import restated_report, restated_rows
from .signals import signals_report, signals_rows
from .spread import spread_report, spread_rows
from .tables import report_json, spread_json


@dataclass(frozen=True, slots=True)
class Reader:
    """`rows` makes a table of the way down, as the public may see it; `json` is given where an
    Answer has more to say than its tables.
    """

    report: Callable[[Any], Report]
    rows: Callable[[Any, Sequence[Any]], Table]  # the question and its rows
    json: Callable[[Any], Any] | None = None

    def as_json(self, answer: Any) -> Any:
        return self.json(answer) if self.json else report_json(self.report(answer))


READERS: dict[str, Reader] = {
    "spread": Reader(spread_report, spread_rows, spread_json),
    "reach": Reader(reach_report, reach_rows),
    "signals": Reader(signals_report, signals_rows),
    "restated": Reader(restated_report, restated_rows),
}
