"""The way down from a restated answer: both states of each cell, and the file of each."""

import numpy as np

from groundswell.common.months import Month
from groundswell.submissions.models import Submission

from .answer import CHANGE_WORDS, Change, RestatedAnswer, RestatedRow
from .answering import answer
from .question import RestatedQuestion


def rows(
    question: RestatedQuestion,
    site: str | None = None,
    month: str | None = None,
    change: str | None = None,
) -> list[RestatedRow]:
    """The cells that differ, in the answer's order.

    `site` keeps those of one site (its code), `month` those of one month, `change` those that
    were restated, withdrawn or added. Raises like `answer`, and ValueError for a month that
    cannot be read.
    """
    found = answer(question)
    kept = np.ones(len(found), dtype=bool)
    if site is not None:
        kept &= np.array([code == site for code in found.sites], dtype=bool)
    if month is not None:
        asked = Month.parse(month)
        kept &= np.array([m == asked for m in found.cell_months], dtype=bool)
    if change is not None:
        kept &= np.array([CHANGE_WORDS[Change(c)] == change for c in found.change], dtype=bool)
    return _rows(found, np.flatnonzero(kept).tolist())


def _rows(found: RestatedAnswer, positions: list[int]) -> list[RestatedRow]:
    old, new = found.old, found.new
    files = dict(Submission.objects.values_list("pk", "file_name"))
    return [
        RestatedRow(
            position=i,
            old_submission=int(old.submission[i]) or None,
            old_file=files.get(int(old.submission[i]), ""),
            old_row=int(old.row[i]),
            new_submission=int(new.submission[i]) or None,
            new_file=files.get(int(new.submission[i]), ""),
            new_row=int(new.row[i]),
        )
        for i in positions
    ]
