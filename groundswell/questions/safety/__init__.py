"""Who has or had an innovation, and who has answered a safety notice about it?"""

from .answer import (
    STATUS_WORDS,
    NoticeFacts,
    SafetyAnswer,
    SafetyPlace,
    SafetyRow,
    SafetySite,
    Status,
)
from .answering import answer
from .question import SafetyQuestion
from .rows import rows

Question = SafetyQuestion
ROW_FILTERS = {
    "place": "The rows of one place: its code.",
    "status": f"The rows of one status: {', '.join(STATUS_WORDS)}.",
}

__all__ = [
    "ROW_FILTERS",
    "STATUS_WORDS",
    "NoticeFacts",
    "Question",
    "SafetyAnswer",
    "SafetyPlace",
    "SafetyQuestion",
    "SafetyRow",
    "SafetySite",
    "Status",
    "answer",
    "rows",
]
