"""What has helped and what has hindered a programme's sites, by domain of NASSS?"""

from .answer import NO_DOMAIN, BarriersAnswer, DomainRow, FactorRow
from .answering import answer
from .question import BarriersQuestion
from .rows import UNNAMED, rows
from .words import DOMAIN_TITLES

Question = BarriersQuestion
ROW_FILTERS = {
    "place": "Those of one network: its code.",
    "factor": "Those of one kind: barrier or enabler.",
    "domain": "Those of one domain, as organisation; none for those that name none.",
}

__all__ = [
    "DOMAIN_TITLES",
    "NO_DOMAIN",
    "ROW_FILTERS",
    "UNNAMED",
    "BarriersAnswer",
    "BarriersQuestion",
    "DomainRow",
    "FactorRow",
    "Question",
    "answer",
    "rows",
]
