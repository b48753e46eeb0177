"""Where has it spread? Adopted sites of eligible, by place and month."""

from ..answer import SourceRow, SpreadAnswer
from .answering import answer
from .latest import latest_month
from .question import PLACE_KINDS, SpreadQuestion
from .rows import rows

Question = SpreadQuestion

__all__ = [
    "PLACE_KINDS",
    "Question",
    "SourceRow",
    "SpreadAnswer",
    "SpreadQuestion",
    "answer",
    "latest_month",
    "rows",
]
