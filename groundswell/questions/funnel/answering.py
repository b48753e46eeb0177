"""Answering the funnel question: the programme's sites by stage, and under each definition."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from groundswell.adoption.models import Event
from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.dates import day_name
from groundswell.common.matching import nearest
from groundswell.common.numbers import count as count_words
from groundswell.organisations.queries import names_on
from groundswell.people.action import data_version

from ..answer import NO_PLACE, NO_PLACE_NAME, Provenance, Stated
from ..errors import NotFound
from ..programmes import Subject, subject_of, submissions_with
from ..spread.answering import Counted, count, provenance_of, site_noun
from .answer import DefinitionRow, FunnelAnswer, ReasonRow, StageRow
from .counting import NOBODY, RUNGS, STANDING, UNKNOWN, Codes, Standings, standings, units_by_code
from .question import FunnelQuestion

STAGE_RULE = Stated(
    "Latest stage",
    "The stage of the last event that had certainly come by the month's end. A site is unknown "
    "where nothing had, or where an event with an imprecise date may have made it live, or no "
    "longer live.",
)
REACHED_RULE = Stated(
    "Reached",
    "Sites known to have been at the stage or beyond it at some time, whatever became of them "
    "since. Every site of the cohort has reached “eligible”.",
)
# As the ladder is climbed, then what stands beside it.
ORDER = (*RUNGS, "paused", "stopped", UNKNOWN)
# Of these stages and under this definition the funnel is made.
BASIS = "live-or-beyond"
LEFT = ("paused", "stopped")


def answer(question: FunnelQuestion) -> FunnelAnswer:
    """Answer from the ledger as it is now.

    Raises NotFound for a programme that is unknown, or was on the day asked for, an innovation
    that is not of it, and a network that is none.
    """
    return _answer(question, data_version())


@lru_cache(maxsize=256)
def _answer(question: FunnelQuestion, version: int) -> FunnelAnswer:
    """`version` only keys the cache."""
    subject = subject_of(question.programme, question.known_on, innovation=question.innovation)
    counted = counted_for(question, subject, version)
    rows, place_name = _place_rows(question, counted)
    standing = standing_of(counted)
    stages = _stages(counted, standing, rows)
    definitions = tuple(_definition(question, subject, name, version) for name in DEFINITIONS)
    eligible = sum(row.sites for row in stages)
    return FunnelAnswer(
        question=question,
        programme=subject.facts.slug,
        programme_name=subject.facts.name,
        innovation_name=counted.innovation.name,
        place_name=place_name,
        is_demo=counted.innovation.is_demo,
        at=question.at,
        eligible=eligible,
        headline=_headline(question, subject, counted, definitions, eligible),
        stages=stages,
        definitions=definitions,
        reasons=_reasons(counted, standing, rows),
        places=_places(counted),
        provenance=_provenance(question, subject, counted, version),
    )


def counted_for(
    question: FunnelQuestion, subject: Subject, version: int, definition: str = BASIS
) -> Counted:
    """The programme's sites placed in networks, and counted under a definition."""
    asked = subject.spread(question.at, known_on=question.known_on, definition=definition)
    return count(asked, version, version)


def standing_of(counted: Counted) -> Standings:
    return standings(counted.uptake.ladder, counted.states.state[-1], counted.question.at.index)


def _place_rows(question: FunnelQuestion, counted: Counted) -> tuple[slice, str]:
    """Which rows of places to add up, and what they are called."""
    if question.place is None:
        return slice(None), "All places"
    codes = [*(counted.history.codes[p] for p in counted.placement.places), NO_PLACE]
    if question.place not in codes:
        raise NotFound(
            "network of this programme's sites", question.place, nearest(question.place, codes)
        )
    row = codes.index(question.place)
    names = names_on([question.place], question.at.last_day)
    return slice(row, row + 1), names.get(question.place, question.place)


def _places(counted: Counted) -> tuple[tuple[str, str], ...]:
    """The networks with eligible sites, by name; sites of no known network last."""
    found = np.flatnonzero(counted.counts.eligible[-1]).tolist()
    codes = [*(counted.history.codes[p] for p in counted.placement.places), NO_PLACE]
    held = [codes[place] for place in found]
    names = names_on(held, counted.question.at.last_day) | {NO_PLACE: NO_PLACE_NAME}
    pairs = [(code, names.get(code, code)) for code in held]
    return tuple(sorted(pairs, key=lambda pair: (pair[0] == NO_PLACE, pair[1])))


def _stages(counted: Counted, standing: Standings, rows: slice) -> tuple[StageRow, ...]:
    at = _units(counted, standing.stage, len(STANDING), rows)
    furthest = _units(counted, standing.reached, len(RUNGS), rows)
    beyond = np.cumsum(furthest[::-1])[::-1]
    sites = dict(zip(STANDING, at.tolist(), strict=True))
    reached = dict(zip(RUNGS, beyond.tolist(), strict=True))
    return tuple(StageRow(name, sites[name], reached.get(name)) for name in ORDER)


def _units(counted: Counted, code: Codes, kinds: int, rows: slice) -> NDArray[np.float64]:
    """(kinds,): units with each code from 1 up, in these rows of places."""
    found = units_by_code(
        counted.placement.at(counted.question.at),
        counted.placement,
        code,
        counted.eligible,
        counted.open_units,
        kinds,
    )
    return np.asarray(found[rows, 1:].sum(axis=0))


def _reasons(counted: Counted, standing: Standings, rows: slice) -> tuple[ReasonRow, ...]:
    """Why sites that paused or stopped did, the most sites first."""
    told = dict(
        Event.objects.filter(innovation=counted.innovation, stage__in=LEFT).values_list(
            "pk", "reason"
        )
    )
    reasons = ["", *sorted({reason for reason in told.values() if reason})]
    # The stage decides for a merged site, and the reason only within the stage.
    code = standing.stage.astype(np.int16) * len(reasons)
    for site in np.flatnonzero(standing.event != NOBODY).tolist():
        event = counted.uptake.event_ids[standing.event[site]]
        if event in told:
            code[site] += reasons.index(told[event])
    units = _units(counted, code, (len(STANDING) + 1) * len(reasons), rows)
    found = [
        ReasonRow(stage, reason, float(units[(STANDING.index(stage) + 1) * len(reasons) + n - 1]))
        for stage in LEFT
        for n, reason in enumerate(reasons)
    ]
    held = [row for row in found if row.sites]
    return tuple(sorted(held, key=lambda row: (row.stage, -row.sites, row.reason)))


def _definition(
    question: FunnelQuestion, subject: Subject, name: str, version: int
) -> DefinitionRow:
    counted = counted_for(question, subject, version, name)
    rows, _ = _place_rows(question, counted)
    counts = counted.counts
    return DefinitionRow(
        DEFINITIONS[name],
        *(
            float(part[-1, rows].sum())
            for part in (counts.eligible, counts.adopted, counts.not_adopted, counts.unknown)
        ),
    )


def _headline(
    question: FunnelQuestion,
    subject: Subject,
    counted: Counted,
    definitions: Sequence[DefinitionRow],
    eligible: float,
) -> str:
    """Of 229 GP practices 142 are live or beyond, 126 using or beyond and 142 ever live at ..."""
    when = day_name(question.at.last_day)
    if not eligible:
        return f"No eligible site of {subject.facts.name} is on record at {when}."
    said = [
        f"{count_words(row.adopted)} count as “{row.definition.title.lower()}”"
        for row in definitions
    ]
    return (
        f"Of {count_words(eligible)} {site_noun(counted)}, at {when}, "
        f"{', '.join(said[:-1])} and {said[-1]}."
    )


def _provenance(
    question: FunnelQuestion, subject: Subject, counted: Counted, version: int
) -> Provenance:
    base = provenance_of(counted, version)
    rules = [rule for rule in base.rules if not rule.name.startswith("Adopted:")]
    rules += [STAGE_RULE, REACHED_RULE]
    rules += [
        Stated(f"Adopted: {d.title.lower()} (version {d.version})", d.text)
        for d in DEFINITIONS.values()
    ]
    return Provenance(
        canonical=question.canonical,
        data_version=version,
        known_on=question.known_on,
        rules=tuple(rules),
        submissions=submissions_with(base.submissions, [subject.facts.told]),
        warnings=base.warnings,
    )
