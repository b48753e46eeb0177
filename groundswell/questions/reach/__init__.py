"""Whom did it reach? A measure's numerator of its denominator, by place and month."""

from .answer import STATUS_WORDS, CellRow, Fifths, PlaceCells, ReachAnswer, Unreported
from .answering import answer, answer_at
from .question import ReachQuestion
from .rows import rows

Question = ReachQuestion
ROW_FILTERS = {
    "place": "The sites of one place: its code.",
    "month": "The month, as 2020-07; the last of the answer where it is left out.",
    "status": f"The sites of one status: {', '.join(STATUS_WORDS.values())}.",
}

__all__ = [
    "ROW_FILTERS",
    "STATUS_WORDS",
    "CellRow",
    "Fifths",
    "PlaceCells",
    "Question",
    "ReachAnswer",
    "ReachQuestion",
    "Unreported",
    "answer",
    "answer_at",
    "rows",
]
