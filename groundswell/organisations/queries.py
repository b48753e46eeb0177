"""Reads of organisations: their history as arrays, their names on a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Max, Min
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.submissions.models import Submission

from .deprivation import Scores, scores_of
from .models import Deprivation, Kind, Life, Membership, Name, Organisation, Postcode, Succession
from .placement import History
from .rules import ALWAYS, FOREVER, Lives, resolve_episodes, resolve_successions


def history() -> History:
    """The history of every organisation as known now. Cached until organisations change."""
    return _history_at(organisations_version())


def organisations_version() -> int:
    """The data version at which organisations last changed."""
    return _version_with("organisations")


def _version_with(fact: str) -> int:
    """The data version at which a file with facts of a kind was last accepted; 0 for none."""
    newest = Submission.objects.filter(
        status=Submission.Status.ACCEPTED, facts__has_key=fact
    ).aggregate(newest=Max("version"))["newest"]
    return newest or 0


@lru_cache(maxsize=2)
def _history_at(version: int) -> History:
    ids, codes, kinds = _columns(Organisation.objects.order_by("pk"), "pk", "code", "kind")
    ids = ids.astype(np.int64)

    def position(column: NDArray[Any]) -> NDArray[np.int64]:
        return np.searchsorted(ids, column.astype(np.int64))

    child, parent, start, end, observed = _columns(
        Membership.objects.order_by("pk"), "child_id", "parent_id", "start", "end", "observed"
    )
    child, parent = position(child), position(parent)
    kind_of = kinds.astype(str)
    episodes = {}
    for kind in Kind:
        of_kind = kind_of[parent] == kind
        if of_kind.any():
            episodes[kind] = resolve_episodes(
                child[of_kind],
                parent[of_kind],
                _days(start[of_kind], ALWAYS),
                _days(end[of_kind], FOREVER),
                _days(observed[of_kind], ALWAYS),
            )
    predecessor, successor, on, share = _columns(
        Succession.objects.order_by("pk"), "predecessor_id", "successor_id", "on", "share"
    )
    return History(
        codes=tuple(codes),
        index={code: i for i, code in enumerate(codes)},
        kinds=kind_of,
        episodes=episodes,
        successions=resolve_successions(
            position(predecessor), position(successor), _days(on, ALWAYS), share.astype(float)
        ),
        lives=_lives(position),
    )


def _lives(position: Any) -> Lives:
    """Of each organisation, the lives that its latest source tells."""
    organisation, opened, closed, observed, submission = _columns(
        Life.objects.order_by("pk"),
        "organisation_id",
        "opened",
        "closed",
        "observed",
        "submission_id",
    )
    organisation, submission = position(organisation), submission.astype(np.int64)
    opened, closed = _days(opened, ALWAYS), _days(closed, FOREVER)
    seen = _days(observed, ALWAYS)
    order = np.lexsort((opened, submission, seen, organisation))
    organisation, opened, closed = organisation[order], opened[order], closed[order]
    source = submission[order]
    # The last row of each organisation belongs to its latest source.
    last = np.append(organisation[1:] != organisation[:-1], True)[: len(organisation)]
    group = np.cumsum(np.append(0, last[:-1].astype(int)))[: len(organisation)]
    latest = source[last][group] == source if len(source) else last
    return Lives(organisation[latest], opened[latest], closed[latest])


def openings() -> dict[int, date]:
    """Organisation id to the first day that any source says it was open."""
    rows = Life.objects.filter(opened__isnull=False).values_list("organisation_id")
    return dict(rows.annotate(first=Min("opened")))


def closings() -> dict[str, date]:
    """Code to the last day of each organisation that has closed, as its latest source tells."""
    known = history()
    last = np.zeros(len(known.codes), dtype=np.int64)
    np.maximum.at(last, known.lives.organisation, known.lives.closed)
    closed = np.flatnonzero((last > ALWAYS) & (last < FOREVER))
    return {known.codes[i]: date.fromordinal(int(last[i])) for i in closed}


def names_on(organisations: Iterable[str], day: date) -> dict[str, str]:
    """Code to the name in use on a day; before the first known name, that one."""
    return _texts_on(
        Name.objects.values_list("organisation", "since", "pk", "name"), organisations, day
    )


def postcodes_on(organisations: Iterable[str], day: date) -> dict[str, str]:
    """Code to the postcode on a day; before the first known one, that one."""
    rows = Postcode.objects.values_list("organisation", "since", "pk", "postcode")
    return _texts_on(rows, organisations, day)


def _texts_on(rows: Any, organisations: Iterable[str], day: date) -> dict[str, str]:
    """Code to its text on a day, of rows of (organisation, since, pk, text)."""
    ids = dict(Organisation.objects.filter(code__in=list(organisations)).values_list("pk", "code"))
    texts: dict[str, tuple[date, int, str]] = {}
    # Two plain look-ups: without statistics PostgreSQL joins these tables row by row.
    for organisation, since, pk, text in rows.filter(organisation_id__in=list(ids)):
        code = ids[organisation]
        held = texts.get(code)
        if held is None or _fits_better((since, pk), held[:2], day):
            texts[code] = (since, pk, text)
    return {code: text for code, (_, _, text) in texts.items()}


def _fits_better(new: tuple[date, int], held: tuple[date, int], day: date) -> bool:
    """The latest name not after the day; where all are after it, the earliest."""
    if (new[0] <= day) != (held[0] <= day):
        return new[0] <= day
    if new[0] == held[0]:
        return new[1] > held[1]
    return (new[0] > held[0]) == (new[0] <= day)


def deprivation_scores(
    codes: Sequence[str], month: Month, weights: Mapping[str, float] | None = None
) -> NDArray[np.float64]:
    """The deprivation score of each code at the end of a month: (codes,), NaN where unknown.

    Higher is more deprived. A practice has its score in the edition newest that day, or in its
    earliest; a CCG, ICB, PCN, region or network has the mean of its practices, weighted by
    `weights` (patients by practice code), else equally; a trust has none.
    """
    return scores_of(history(), _scores_at(*deprivation_version()), codes, month, weights)


def deprivation_version() -> tuple[int, int]:
    """The data versions at which organisations, and scores of deprivation, last changed."""
    return organisations_version(), _version_with("deprivation")


@lru_cache(maxsize=2)
def _scores_at(organisations: int, version: int) -> Scores:
    organisation, since, score = _columns(
        Deprivation.objects.order_by("organisation_id", "since", "pk"),
        "organisation_id",
        "since",
        "score",
    )
    ids = np.array(
        list(Organisation.objects.order_by("pk").values_list("pk", flat=True)), dtype=np.int64
    )
    position = np.searchsorted(ids, organisation.astype(np.int64))
    days = _days(since, ALWAYS)
    # Of an edition told several times the one recorded last counts.
    is_last = np.append((np.diff(position) != 0) | (np.diff(days) != 0), True)[: len(days)]
    return Scores(position[is_last], days[is_last], score.astype(float)[is_last])


def _columns(queryset: Any, *fields: str) -> tuple[NDArray[Any], ...]:
    rows = list(queryset.values_list(*fields))
    if not rows:
        return tuple(np.array([], dtype=object) for _ in fields)
    return tuple(np.array(column, dtype=object) for column in zip(*rows, strict=True))


def _days(column: NDArray[Any], missing: int) -> NDArray[np.int64]:
    """Days as ordinals; `missing` where there is none."""
    return np.array([missing if day is None else day.toordinal() for day in column], dtype=np.int64)
