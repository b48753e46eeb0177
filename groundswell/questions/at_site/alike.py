"""Sites like a site, and what they have that it never had."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from groundswell.adoption.holding import HOLDERS, Holding
from groundswell.analysis.fifths import deprivation_fifths
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.organisations.lineage import behind
from groundswell.organisations.placement import History
from groundswell.organisations.queries import deprivation_scores, names_on
from groundswell.organisations.rules import ALWAYS, nearest_days

from .answer import CouldHave, Peer
from .history import events_of, held_by_innovation
from .peers import Candidate, nearest_peers
from .sizes import sizes


def candidates(
    held: History, position: int, on: date, known_on: date | None
) -> tuple[Candidate, list[Candidate], str]:
    """The site, every open site of its kind, and what their size is."""
    day = on.toordinal()
    kind = str(held.kinds[position])
    is_open = nearest_days(held.lives, len(held.codes), day) == day
    gone = held.successions.predecessor[held.successions.on <= day]
    is_open[gone] = False
    is_open[position] = True
    places = np.flatnonzero((held.kinds == kind) & is_open)
    codes = [held.codes[place] for place in places]
    scores = deprivation_scores(codes, Month.of(on))
    fifths = deprivation_fifths(scores)
    known, size_of = sizes(held.codes[position], kind, on, known_on)
    everybody = {
        code: Candidate(
            code, known.get(code), int(fifth), None if np.isnan(score) else float(score)
        )
        for code, fifth, score in zip(codes, fifths, scores, strict=True)
    }
    site = everybody.pop(held.codes[position])
    return site, list(everybody.values()), size_of


def peers_and_theirs(
    held: History,
    site: Candidate,
    others: Sequence[Candidate],
    mine: Mapping[str, Holding],
    on: date,
    known_on: date | None,
) -> tuple[tuple[Peer, ...], tuple[CouldHave, ...]]:
    """The peers, and the innovations that they have and the site never had, most first.

    `mine` says what the site holds, by innovation's slug. What a peer's predecessors have is the
    peer's too.
    """
    near = nearest_peers(site, others)
    has = _has(held, [peer.code for peer in near], on, known_on)
    names = names_on([peer.code for peer in near], on)
    peers = tuple(
        Peer(p.code, names.get(p.code, p.code), p.size, p.fifth, len(has[p.code])) for p in near
    )
    theirs: dict[str, list[str]] = {}
    for peer in near:
        for slug in has[peer.code]:
            if mine.get(slug) not in HOLDERS:
                theirs.setdefault(slug, []).append(peer.code)
    titles = dict(Innovation.objects.filter(slug__in=theirs).values_list("slug", "name"))
    could = [
        CouldHave(slug, titles[slug], tuple(codes), here(mine.get(slug)))
        for slug, codes in theirs.items()
    ]
    return peers, tuple(sorted(could, key=lambda c: (-len(c.peers), c.name)))


def here(holding: Holding | None) -> str:
    """What is known at the site of an innovation that it never had."""
    if holding is None:
        return "Nothing is known"
    return {
        Holding.ABOUT_TO: "Committed to it",
        Holding.MAY_HAVE_HAD: "Paused or stopped; not known to have been live",
    }.get(holding, "Known not to have it")


def _has(
    held: History, codes: Sequence[str], on: date, known_on: date | None
) -> dict[str, set[str]]:
    """Code to the slugs of the innovations that each site has on a day."""
    day = on.toordinal()
    sources = behind(held.successions, [held.index[code] for code in codes], day)
    owners: dict[str, list[str]] = {}
    for position, its in sources.items():
        for one in its:
            owners.setdefault(held.codes[one], []).append(held.codes[position])
    events = events_of(owners)
    site_code = {e.site_id: e.site.code for e in events}
    slug = {e.innovation_id: e.innovation.slug for e in events}
    found: dict[str, set[str]] = {code: set() for code in codes}
    for innovation, by_site in held_by_innovation(events, on, known_on).items():
        for site, its_held in by_site.items():
            if its_held.holding == Holding.HAS:
                for owner in owners[site_code[site]]:
                    found[owner].add(slug[innovation])
    return found


def opened_and_closed(held: History, position: int, on: date) -> tuple[date | None, date | None]:
    """The first day of the life nearest to a day, and its last; None where no source says.

    A life that has not ended by the day has no last day yet.
    """
    ours = np.flatnonzero(held.lives.organisation == position)
    if not len(ours):
        return None, None
    begun = [i for i in ours if held.lives.opened[i] <= on.toordinal()]
    i = begun[-1] if begun else ours[0]
    opened, closed = int(held.lives.opened[i]), int(held.lives.closed[i])
    return (
        None if opened == ALWAYS else date.fromordinal(opened),
        date.fromordinal(closed) if closed <= on.toordinal() else None,
    )
