"""How a reach answer was computed: definition, rules, files and warnings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.common.numbers import count as count_words
from groundswell.measures.definition import CodeCount, Given, ListSize, Measure, Part
from groundswell.organisations.queries import history
from groundswell.organisations.rules import NONE, first_days
from groundswell.submissions.models import Submission

from ..answer import Provenance, Stated, SubmissionRef
from ..places import PLACE_KINDS
from .words import site_noun

if TYPE_CHECKING:
    from .answering import Counted

STATUS_RULE = Stated(
    "Zero, missing, suppressed, not eligible",
    "Zero: all who were expected reported, and it adds up to 0. Missing: nobody who was expected "
    "reported. Suppressed: a sender or this product hides a small number. Not eligible: nothing "
    "was there to measure, such as a site whose denominator is 0.",
)
COVERAGE_RULE = Stated(
    "Coverage",
    "The share of the expected sites that reported. A site is expected from its first report until "
    "it closes or another succeeds it. Numerator and denominator are of the sites that reported.",
)
SPLIT_RULE = Stated(
    "Split places",
    "A site that was split counts in its parts by their stated shares, or equally.",
)


def provenance(counted: Counted, version: int) -> Provenance:
    question = counted.question
    return Provenance(
        canonical=question.canonical,
        data_version=version,
        known_on=question.known_on,
        rules=(
            *definition(counted.measure),
            Stated(question.boundaries.title, question.boundaries.text),
            STATUS_RULE,
            COVERAGE_RULE,
            SPLIT_RULE,
        ),
        submissions=_submissions(counted),
        warnings=_warnings(counted),
    )


def definition(measure: Measure) -> list[Stated]:
    """The measure in words, with its version and status."""
    parts = [f"Numerator: {part_words(measure.numerator)}"]
    if measure.denominator is not None:
        parts.append(f"denominator: {part_words(measure.denominator)}")
    times = f"; multiplied by {measure.multiplier:g}" if measure.multiplier != 1 else ""
    status = "" if measure.status == "published" else f", {measure.status}: not yet checked"
    return [
        Stated(
            f"Measure: {measure.title} (version {measure.version}{status})",
            f"{'; '.join(parts)}{times}. Unit: {measure.unit}.",
        )
    ]


def part_words(part: Part) -> str:
    if isinstance(part, ListSize):
        return f"registered patients, the newest number of at most {part.carried_months} months ago"
    if isinstance(part, Given):
        return "as the sender gives it"
    assert isinstance(part, CodeCount)  # the three kinds of part
    names = [code.name or code.code for code in part.codes]
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return f"{part.column.replace('_', ' ')} of {shown} ({part.source.upper()})"


def _submissions(counted: Counted) -> tuple[SubmissionRef, ...]:
    """The files that the cells came from, then those that tell of organisations."""
    places = Submission.objects.filter(
        status=Submission.Status.ACCEPTED, facts__has_key="organisations"
    )
    about = counted.sites.source.submissions
    ours = list(Submission.objects.filter(pk__in=about).order_by("pk"))
    ours += [s for s in places.order_by("pk") if s.pk not in about]
    return tuple(
        SubmissionRef(s.pk, s.layout, s.file_name, s.sha256, s.accepted_at)
        for s in ours
        if s.accepted_at
    )


def _warnings(counted: Counted) -> tuple[str, ...]:
    found = (
        _later_codes(counted),
        _unknown_codes(counted),
        _no_place(counted),
        _not_reported(counted),
        _told_twice(counted),
        _clipped(counted),
        _not_published(counted.measure),
        _known_on(counted),
    )
    return tuple(text for text in found if text)


def _sites(number: float) -> str:
    return "1 site" if number == 1 else f"{count_words(number)} sites"


def _later_codes(counted: Counted) -> str:
    """Sites whose publisher reports history under codes that came later."""
    here = counted.nowhere & (counted.sites.cells.status != Status.NOT_YET_ELIGIBLE)
    months = np.flatnonzero(here.any(axis=0))
    if not len(months):
        return ""
    number = int(here.any(axis=1).sum())
    first, last = counted.months[months[0]].name, counted.months[months[-1]].name
    most = int(here.sum(axis=0).max())
    day = _day_of_all(counted, here.any(axis=1))
    return (
        f"The file reports {_sites(number)} under codes that were not yet in use in the months "
        f"from {first} to {last} (up to {most:,} in a month). Under these boundaries they have no "
        "place to stand in then: the row “No known place” has them. To place every month, ask "
        f"with the boundaries of a day on which the codes were in use: as-at:{day}."
    )


def _day_of_all(counted: Counted, sites: NDArray[np.bool_]) -> date:
    """The first day on which all of these sites' codes were in use."""
    held = history()
    first = first_days(held.successions, held.lives, len(held.codes))
    return date.fromordinal(int(first[counted.sites.positions[sites]].max()))


def _unknown_codes(counted: Counted) -> str:
    unknown = [
        c
        for c, s in zip(counted.sites.source.sites, counted.sites.positions, strict=True)
        if s == NONE
    ]
    if not unknown:
        return ""
    shown = ", ".join(unknown[:5]) + (" and others" if len(unknown) > 5 else "")
    return (
        f"{_sites(len(unknown))} ({shown}) are in no file of organisations that was loaded; the "
        "row “No known place” has them."
    )


def _no_place(counted: Counted) -> str:
    explained = counted.nowhere[:, -1] | (counted.sites.positions == NONE)
    expected = counted.sites.cells.status[:, -1] != Status.NOT_YET_ELIGIBLE
    lost = float(counted.places.expected[-1, -1]) - float((explained & expected).sum())
    if lost < 0.01:
        return ""
    kind = PLACE_KINDS[counted.question.by]
    return (
        f"{_sites(lost)} had no known {kind} in {counted.months[-1].name} under these boundaries "
        f"({counted.question.boundaries}); the row “No known place” has them."
    )


def _not_reported(counted: Counted) -> str:
    total = counted.total
    # A month of which nobody reported anything, as of a yearly file's eleven, is no omission.
    told = total.known[0] > 0
    months = np.flatnonzero(told & (total.expected[0] - total.known[0] > 0.5))
    if not len(months):
        return ""
    falls = (
        " This measure is a plain sum, so that it falls where they did not."
        if counted.measure.denominator is None
        else ""
    )
    return (
        f"In {len(months):,} of {int(told.sum()):,} months some sites did not report: see "
        f"coverage. A missing number is never counted as 0.{falls}"
    )


def _told_twice(counted: Counted) -> str:
    again = counted.sites.again
    months = np.flatnonzero(again.any(axis=0))
    if not len(months):
        return ""
    first, last = counted.months[months[0]].name, counted.months[months[-1]].name
    sites = int(again.any(axis=1).sum())
    return (
        f"{_sites(sites)} reported months from {first} to {last} that sites of another level, in "
        "which they lie or which lie in them, reported too. Each month counts at one level only: "
        f"that of {site_noun(counted.measure, 2)} where they reported."
    )


def _clipped(counted: Counted) -> str:
    question, months = counted.question, counted.months
    asked = []
    if question.start and question.start < months[0]:
        asked.append(f"before {months[0].name}")
    if question.end and question.end > months[-1]:
        asked.append(f"after {months[-1].name}")
    return f"There is no data {' or '.join(asked)}." if asked else ""


def _not_published(measure: Measure) -> str:
    if measure.status == "published":
        return ""
    return (
        f"This definition is a {measure.status}: nobody but its author has checked its codes, and "
        "it may change."
    )


def _known_on(counted: Counted) -> str:
    if counted.question.known_on is None:
        return ""
    return "The data are as they were on that day; organisations and boundaries are as known now."
