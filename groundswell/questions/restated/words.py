"""A restated answer in one sentence: how many cells changed, of how many sites and months."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.measures.definition import Measure

from .answer import CHANGE_WORDS, Change
from .question import RestatedQuestion


def headline(
    measure: Measure,
    question: RestatedQuestion,
    sites: Sequence[str],
    months: Sequence[Month],
    change: NDArray[np.int8],
    new: tuple[int, int],
) -> str:
    """`sites`, `months` and `change` of each cell that differs, in one order; `new`: how many
    cells there are in how many months that were not there before.
    """
    parts = [_counted(kind, sites, months, np.flatnonzero(change == kind)) for kind in Change]
    said = [part for part in parts if part]
    if not parts[Change.RESTATED]:
        said = ["no cell was restated", *said]
    if new[0]:
        said.append(f"{many(new[0], 'cell')} came in {many(new[1], 'new month')}")
    return (
        f"{measure.title}: {'; '.join(said)}, between data versions {question.from_version} and "
        f"{question.to_version}."
    )


def _counted(
    kind: Change, sites: Sequence[str], months: Sequence[Month], found: NDArray[np.int64]
) -> str:
    if not len(found):
        return ""
    where = {sites[i] for i in found}
    when = {months[i] for i in found}
    were = "was" if len(found) == 1 else "were"
    return (
        f"{many(len(found), 'cell')} of {many(len(where), 'site')} in "
        f"{many(len(when), 'month')} {were} {CHANGE_WORDS[kind]}"
    )


def many(number: int, noun: str) -> str:
    """1 cell, 1,234 cells."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
