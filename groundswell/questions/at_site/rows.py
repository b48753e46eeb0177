"""The way down from a site: every event, with its row."""

from .answer import SiteEvent
from .answering import answer
from .question import SiteQuestion


def rows(question: SiteQuestion, innovation: str | None = None) -> list[SiteEvent]:
    """The events of a site and of those that became it, by innovation, the newest first.

    Superseded ones too. Raises NotFound like `answer`.
    """
    return [
        event
        for one in answer(question).innovations
        if innovation in (None, one.slug)
        for event in one.events
    ]
