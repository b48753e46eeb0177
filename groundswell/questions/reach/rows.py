"""The way down from a reach answer: the cells of its sites, and the file of each."""

import numpy as np

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.organisations.queries import names_on, organisations_version
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from .answer import STATUS_WORDS, CellRow
from .answering import count, version_on
from .question import ReachQuestion
from .standing import places_of


def rows(
    question: ReachQuestion,
    place: str | None = None,
    month: str | None = None,
    status: str | None = None,
) -> list[CellRow]:
    """Every site's cell in one month, by code: the last month asked for where none is given.

    `place` keeps the sites of one place (its code), `status` those of one status. Sites that
    were not eligible are left out unless `status` asks for them. Raises ValueError for a month
    outside the answer, and NotFound like `answer`.
    """
    version = data_version()
    if question.known_on is not None:
        version = min(version, version_on(question.known_on))
    counted = count(question, version, organisations_version())
    asked = Month.parse(month) if month else counted.months[-1]
    if not counted.months[0] <= asked <= counted.months[-1]:
        raise ValueError(
            f"{asked} is not in the answer: it has {counted.months[0]} to {counted.months[-1]}."
        )
    column = asked.index - counted.months[0].index
    standing = places_of(counted, column, np.ones(len(counted.sites.positions), dtype=bool))
    names = names_on(counted.sites.source.sites, asked.last_day)
    files = dict(Submission.objects.values_list("pk", "file_name"))
    at = counted.sites.columns.start + column
    found = []
    for site, code in enumerate(counted.sites.source.sites):
        what = Status(int(counted.sites.cells.status[site, column]))
        if status is None and what == Status.NOT_YET_ELIGIBLE:
            continue
        if status is not None and STATUS_WORDS[what] != status:
            continue
        submission = int(counted.sites.source.submission[site, at]) or None
        for above in standing[site]:
            if place is not None and above != place:
                continue
            found.append(
                CellRow(
                    site_code=code,
                    site_name=names.get(code, code),
                    place_code=above,
                    month=asked,
                    numerator=_number(counted.sites.cells.numerator[site, column]),
                    denominator=_number(counted.sites.cells.denominator[site, column]),
                    status=STATUS_WORDS[what],
                    submission_id=submission,
                    file_name=files.get(submission, "") if submission else "",
                    row=int(counted.sites.source.row[site, at]),
                )
            )
    return found


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
