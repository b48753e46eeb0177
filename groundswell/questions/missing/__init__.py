"""Which returns are missing, late, in part or changed? One round, by network and site."""

from .answer import (
    NETWORK_STATUSES,
    SITE_STATUSES,
    AskedRound,
    MissingAnswer,
    NetworkReturn,
    SiteReturn,
)
from .answering import answer
from .question import MissingQuestion
from .rows import ReturnRow, changed_words, rows

Question = MissingQuestion
ROW_FILTERS = {
    "place": "The sites of one network: its code.",
    "status": f"The sites of one status: {', '.join(SITE_STATUSES)} or changed.",
}

__all__ = [
    "NETWORK_STATUSES",
    "ROW_FILTERS",
    "SITE_STATUSES",
    "AskedRound",
    "MissingAnswer",
    "MissingQuestion",
    "NetworkReturn",
    "Question",
    "ReturnRow",
    "SiteReturn",
    "answer",
    "changed_words",
    "rows",
]
