"""The way down from the summary of barriers: each of them, in its sender's words."""

from .answer import NO_DOMAIN, FactorRow
from .answering import answer
from .question import BarriersQuestion

UNNAMED = "none"  # how a filter says NO_DOMAIN


def rows(
    question: BarriersQuestion,
    place: str | None = None,
    factor: str | None = None,
    domain: str | None = None,
) -> list[FactorRow]:
    """Newest first; of one network, kind (barrier or enabler) or domain only.

    Raises NotFound like `answer`.
    """
    named = NO_DOMAIN if domain == UNNAMED else domain
    return [
        row
        for row in answer(question).factors
        if place in (None, row.place_code)
        and factor in (None, row.factor)
        and named in (None, row.domain)
    ]
