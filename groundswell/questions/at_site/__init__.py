"""What does one site have, what could it have, and what do sites like it have?"""

from .answer import (
    CouldHave,
    Peer,
    SiteAnswer,
    SiteEvent,
    SiteInnovation,
    SiteNotice,
    SiteProgramme,
)
from .answering import answer
from .question import SiteQuestion
from .rows import rows

Question = SiteQuestion
ROW_FILTERS = {"innovation": "The events of one innovation: its slug."}

__all__ = [
    "ROW_FILTERS",
    "CouldHave",
    "Peer",
    "Question",
    "SiteAnswer",
    "SiteEvent",
    "SiteInnovation",
    "SiteNotice",
    "SiteProgramme",
    "SiteQuestion",
    "answer",
    "rows",
]
