"""How far has a programme got against its trajectory? Adopted of eligible sites, and sites due."""

from .answer import CoverageAnswer, CoverageRow
from .answering import answer
from .question import KINDS, CoverageQuestion
from .rows import rows

Question = CoverageQuestion
ROW_FILTERS = {
    "place": "The rows of one place: its code.",
    "status": "The rows of one status: adopted, not adopted or unknown.",
}

__all__ = [
    "KINDS",
    "ROW_FILTERS",
    "CoverageAnswer",
    "CoverageQuestion",
    "CoverageRow",
    "Question",
    "answer",
    "rows",
]
