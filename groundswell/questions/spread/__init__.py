"""Where has it spread? Adopted sites of eligible, by place and month."""

from ..answer import SourceRow, SpreadAnswer
from ..places import PLACE_KINDS
from .answering import answer, answer_at
from .latest import latest_month
from .question import SpreadQuestion
from .rows import rows

Question = SpreadQuestion
ROW_FILTERS = {
    "place": "The rows of one place: its code.",
    "status": "The rows of one status: adopted, not adopted or unknown.",
}

__all__ = [
    "PLACE_KINDS",
    "ROW_FILTERS",
    "Question",
    "SourceRow",
    "SpreadAnswer",
    "SpreadQuestion",
    "answer",
    "answer_at",
    "latest_month",
    "rows",
]
