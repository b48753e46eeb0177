"""The way down from a coverage answer: its sites, and the rows that decide their status."""

from .. import spread
from ..answer import SourceRow
from ..programmes import subject_of
from .answering import spread_question
from .question import CoverageQuestion


def rows(
    question: CoverageQuestion, place: str | None = None, status: str | None = None
) -> list[SourceRow]:
    """Every eligible site, by code, as spread has them. Raises NotFound like `answer`."""
    subject = subject_of(
        question.programme,
        question.known_on,
        innovation=question.innovation,
        definition=question.definition,
    )
    return spread.rows(spread_question(question, subject), place, status)
