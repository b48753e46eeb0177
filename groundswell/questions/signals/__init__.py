"""Which measures show a signal, and where? Every measure's last month in each place."""

from .answering import MeasureSignals, SignalsAnswer, SiteSignals, answer
from .question import SignalsQuestion
from .rows import SignalRow, rows

Question = SignalsQuestion
ROW_FILTERS = {"measure": "The sites of one measure: its slug."}

__all__ = [
    "ROW_FILTERS",
    "MeasureSignals",
    "Question",
    "SignalRow",
    "SignalsAnswer",
    "SignalsQuestion",
    "SiteSignals",
    "answer",
    "rows",
]
