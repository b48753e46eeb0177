"""Which sites are stalled? Those in a stage for longer than most of their peers took."""

from .answer import StalledAnswer, StalledSite
from .answering import answer
from .question import StalledQuestion
from .rows import StalledRow, rows
from .stays import STAGES, StageTime

Question = StalledQuestion
ROW_FILTERS = {
    "place": "The sites of one network: its code.",
    "stage": f"The sites in one stage: {', '.join(STAGES)}.",
}

__all__ = [
    "ROW_FILTERS",
    "STAGES",
    "Question",
    "StageTime",
    "StalledAnswer",
    "StalledQuestion",
    "StalledRow",
    "StalledSite",
    "answer",
    "rows",
]
