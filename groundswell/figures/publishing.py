"""Publishing and restating: ask first, then write what was said.

Questions are asked outside the action, so that an action that is undone leaves no answer behind
in a cache, under a data version that another will use.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.utils import timezone

from groundswell.people.action import data_version
from groundswell.people.models import Person
from groundswell.questions.registry import QUESTIONS
from groundswell.reports.registry import READERS

from .actions import Changed, Overtaken, pin, record_restatements
from .asking import ASKING, read
from .checking import NO_ANSWER, check, rests_now
from .models import Publication, Restatement
from .pinning import NO_VALUE, TOTAL, cells_of, chosen
from .queries import HeldFigure
from .reasons import Rests

MOST_FIGURES = 20_000
_TRIES = 5

R = TypeVar("R")


def publish(
    *,
    by: Person,
    question: str,
    table: str,
    published_in: str,
    row: str | None = None,
    column: str | None = None,
    published_on: date | None = None,
    network: str = "",
    why: str = "",
) -> Publication:
    """Pin the cells of a table as they are now; those of one row or one column where named.

    `question` is a question's text form; its open ends are filled in from the answer. Raises
    ValueError or LookupError for what cannot be asked or is not there.
    """

    def attempt() -> Publication:
        asked = read(question)
        rests = rests_now(asked)
        answer = QUESTIONS[asked.NAME].answer(asked)
        closed = ASKING[asked.NAME].closed(asked, answer)
        if closed != asked:
            answer = QUESTIONS[asked.NAME].answer(closed)
        cells = chosen(cells_of(READERS[asked.NAME].report(answer), table), row, column)
        if table == TOTAL:  # it has no ranks
            cells = {at: value for at, value in cells.items() if value != NO_VALUE}
        if len(cells) > MOST_FIGURES:
            raise ValueError(
                f"That is {len(cells):,} figures, and {MOST_FIGURES:,} at most are published "
                "together: choose a row or a column."
            )
        return pin(
            by=by,
            why=why,
            question=closed.canonical,
            table=table,
            cells=cells,
            rests=rests,
            published_in=published_in,
            published_on=published_on or timezone.localdate(),
            network=network,
        )

    return _unless_overtaken(attempt)


def restate(
    *, by: Person, figures: Sequence[HeldFigure], reason: str, why: str = ""
) -> list[Restatement]:
    """Accept what the figures say now. Those that have not changed stay as they are.

    Raises ValueError where none has changed, and where one has no answer any more.
    """

    def attempt() -> list[Restatement]:
        version = data_version()
        found = [checked for checked in check(figures) if checked.is_changed]
        if not found:
            raise ValueError("None of these figures has changed: there is nothing to restate.")
        for lost in (checked for checked in found if checked.now == NO_ANSWER):
            raise ValueError(
                f"Figure {lost.figure.number} has no answer any more ({lost.error}): withdraw it "
                "instead."
            )
        changed = [Changed(c.figure, c.now, c.why, _rests(c.figure, version)) for c in found]
        return record_restatements(by=by, why=why, changed=changed, reason=reason)

    return _unless_overtaken(attempt)


def _rests(figure: HeldFigure, version: int) -> Rests:
    """`version` is that of before the check: what was written during it is noticed."""
    return replace(rests_now(read(figure.question)), data_version=version)


def _unless_overtaken(attempt: Callable[[], R]) -> R:
    """Ask and write again where something else was written in between."""
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except Overtaken:
            continue
    return attempt()
