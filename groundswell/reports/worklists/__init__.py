"""The work lists of a programme as tables, and the e-mails that chase what is still to come."""

from .first_use import first_use_report, first_use_rows
from .letters import (
    Letter,
    discrepancy_words,
    first_use_letters,
    missing_letters,
    stalled_letters,
)
from .missing import missing_report, missing_rows
from .stalled import stalled_report, stalled_rows

__all__ = [
    "Letter",
    "discrepancy_words",
    "first_use_letters",
    "first_use_report",
    "first_use_rows",
    "missing_letters",
    "missing_report",
    "missing_rows",
    "stalled_letters",
    "stalled_report",
    "stalled_rows",
]
