"""Which numbers were restated? The cells of a measure that differ between two data versions."""

from .answer import CHANGE_WORDS, Change, MonthTotals, RestatedAnswer, RestatedRow, Side
from .answering import answer, measure_of
from .question import RestatedQuestion
from .rows import rows
from .states import closed, slugs_of, states

Question = RestatedQuestion
ROW_FILTERS = {
    "site": "The cells of one site: its code.",
    "month": "The cells of one month, as 2020-05.",
    "change": f"The cells of one kind of change: {', '.join(CHANGE_WORDS.values())}.",
}

__all__ = [
    "CHANGE_WORDS",
    "ROW_FILTERS",
    "Change",
    "MonthTotals",
    "Question",
    "RestatedAnswer",
    "RestatedQuestion",
    "RestatedRow",
    "Side",
    "answer",
    "closed",
    "measure_of",
    "rows",
    "slugs_of",
    "states",
]
