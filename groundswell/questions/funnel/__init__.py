"""How far up the ladder has each site of a programme got, and who adopted by which definition?"""

from .answer import DefinitionRow, FunnelAnswer, FunnelSite, ReasonRow, StageRow
from .answering import answer
from .question import FunnelQuestion
from .rows import rows

Question = FunnelQuestion
ROW_FILTERS = {
    "place": "The sites of one network: its code.",
    "stage": "The sites at one stage, as live or unknown.",
}

__all__ = [
    "ROW_FILTERS",
    "DefinitionRow",
    "FunnelAnswer",
    "FunnelQuestion",
    "FunnelSite",
    "Question",
    "ReasonRow",
    "StageRow",
    "answer",
    "rows",
]
