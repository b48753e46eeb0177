"""Do reported go-lives agree with first use in routine data? By network, with the discrepancies."""

from .answering import FirstUseAnswer, SiteFirstUse, answer
from .comparing import DISCREPANCIES, VERDICTS
from .question import FirstUseQuestion
from .rows import FirstUseRow, rows

Question = FirstUseQuestion
ROW_FILTERS = {
    "place": "The sites of one network: its code.",
    "verdict": f"The sites of one verdict: {'; '.join(VERDICTS[:-1])}.",
}

__all__ = [
    "DISCREPANCIES",
    "ROW_FILTERS",
    "VERDICTS",
    "FirstUseAnswer",
    "FirstUseQuestion",
    "FirstUseRow",
    "Question",
    "SiteFirstUse",
    "answer",
    "rows",
]
