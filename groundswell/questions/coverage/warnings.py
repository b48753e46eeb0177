"""What a reader of a coverage answer must know besides its numbers."""

from collections.abc import Sequence

from django.db.models import Count, Q

from groundswell.common.dates import day_name
from groundswell.common.numbers import count as count_words
from groundswell.organisations.models import Kind
from groundswell.programmes.facts import CohortFact
from groundswell.programmes.models import CohortSite

from ..answer import SpreadAnswer
from ..programmes import Subject
from .answer import CoverageRow
from .question import KINDS, CoverageQuestion


def warnings(
    question: CoverageQuestion,
    subject: Subject,
    answered: SpreadAnswer,
    networks: Sequence[CoverageRow],
    total: CoverageRow,
) -> tuple[str, ...]:
    found = [
        _unknown(total),
        _two_lists(question, subject),
        _no_targets(subject),
        _only_some(networks, total),
        _other_places(question, subject),
        _not_taking_part(networks),
        *answered.provenance.warnings,
    ]
    return tuple(text for text in found if text)


def _sites(number: float) -> str:
    return "1 site" if number == 1 else f"{count_words(number)} sites"


def _unknown(total: CoverageRow) -> str:
    if not total.unknown:
        return ""
    rated = ", and a rating is no better than if they had not" if total.due is not None else ""
    return (
        f"Of {_sites(total.unknown)} it is not known whether they have adopted. They do not count "
        f"as adopted{rated}."
    )


def _two_lists(question: CoverageQuestion, subject: Subject) -> str:
    """Lists of eligible sites that differ in number, each with its date and source."""
    last = question.at.last_day
    sizes = dict(
        CohortSite.objects.filter(
            Q(end__isnull=True) | Q(end__gte=last),
            cohort__in=[c.id for c in subject.facts.cohorts if c.innovation == subject.innovation],
            start__lte=last,
        )
        .values_list("cohort")
        .annotate(Count("site", distinct=True))
    )
    held = [cohort for cohort in subject.facts.cohorts if cohort.id in sizes]
    if len(set(sizes.values())) < 2:
        return ""
    lists = "; ".join(_list_words(cohort, sizes[cohort.id]) for cohort in held)
    return (
        f"{len(held)} lists of eligible sites differ in number: {lists}. A site on any of them is "
        "counted."
    )


def _list_words(cohort: CohortFact, sites: int) -> str:
    day = cohort.on or cohort.told.accepted
    dated = "as at" if cohort.on else "accepted"
    return (
        f"“{cohort.rule}” with {_sites(sites)} ({cohort.told.file_name}, {dated} {day_name(day)})"
    )


def _no_targets(subject: Subject) -> str:
    if subject.facts.targets:
        return ""
    return "No target is on record for this programme, so nothing is rated."


def _only_some(networks: Sequence[CoverageRow], total: CoverageRow) -> str:
    """Targets of some networks only: they make no trajectory of the whole."""
    with_targets = len([row for row in networks if row.due is not None])
    if total.due is not None or not with_targets:
        return ""
    others = sum(row.eligible for row in networks if row.due is None)
    return (
        f"Targets are on record for {with_targets} of the networks only, and {_sites(others)} are "
        "elsewhere, so all places together are not rated."
    )


def _other_places(question: CoverageQuestion, subject: Subject) -> str:
    if question.by == Kind.NETWORK or not subject.facts.targets:
        return ""
    return f"Targets are set for networks and for England: no {KINDS[question.by]} is held to one."


def _not_taking_part(networks: Sequence[CoverageRow]) -> str:
    names = [row.place_name for row in networks if row.takes_part is False and row.eligible]
    if not names:
        return ""
    sites = sum(row.eligible for row in networks if row.takes_part is False)
    who = names[0] if len(names) == 1 else f"{len(names)} networks"
    verb = "takes" if len(names) == 1 else "take"
    return f"{who} {verb} no part; {_sites(sites)} there are eligible and counted all the same."
