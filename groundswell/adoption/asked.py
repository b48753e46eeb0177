"""What a network is asked for in a round: the sites of the programme's cohort that it had then."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q

from groundswell.common.dates import NotADate, UncertainDate, day_name
from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.organisations.boundaries import AS_THEN
from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Kind, Organisation
from groundswell.organisations.placement import place_weights
from groundswell.organisations.queries import closings, history
from groundswell.programmes.models import CohortSite, Participant, Programme, Round
from groundswell.programmes.queries import participants_of


class NotAsked(Exception):
    """Why there is no such return: which option is wrong, why, and how to mend it."""

    def __init__(self, option: str, value: str, why: str, mend: str) -> None:
        super().__init__(f"{why} {mend}".rstrip())
        self.option, self.value, self.why, self.mend = option, value, why, mend


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    """One network's return for one round of a programme. Sites are codes."""

    programme: Programme
    participant: Participant
    round: Round
    # Innovation (slug) to the sites that the network is asked about, sorted.
    sites: dict[str, tuple[str, ...]]
    # Site of the cohort to its networks at the round's end: one as a rule, two for a split one.
    networks: dict[str, tuple[str, ...]]

    @property
    def network(self) -> Organisation:
        return self.participant.network

    @property
    def title(self) -> str:
        """The round as a page writes it: 1 April to 30 June 2018."""
        return round_name(self.round)

    @property
    def options(self) -> dict[str, str]:
        """What names this return, as a submission keeps it."""
        start = self.round.start.isoformat()
        return {"programme": self.programme.slug, "network": self.network.code, "round": start}


def round_name(round_: Round) -> str:
    """April to June 2018, of whole months; else its days."""
    start, end = round_.start, round_.end
    if start != Month.of(start).first_day or end != Month.of(end).last_day:
        return f"{day_name(start)} to {day_name(end)}"
    if Month.of(start) == Month.of(end):
        return Month.of(start).name
    first = f"{start:%B}" if start.year == end.year else f"{start:%B %Y}"
    return f"{first} to {end:%B %Y}"


def find_return(programme: str, network: str, round_: str) -> Return:
    """The return that a programme's slug, a network's code and a round's start (or a date that
    begins with it, such as 2018-Q2) name. Raises NotAsked.
    """
    found = find_programme(programme)
    period = find_round(found, round_)
    participant = _participant(found, network, period)
    cohort = cohort_in(found, period)
    networks = networks_of(sorted(set().union(*cohort.values())), period)
    code = participant.network.code
    ours = {
        innovation: tuple(sorted(site for site in sites if code in networks[site]))
        for innovation, sites in cohort.items()
    }
    return Return(found, participant, period, {k: v for k, v in ours.items() if v}, networks)


def find_programme(slug: str) -> Programme:
    """The programme of a slug. Raises NotAsked."""
    found = Programme.objects.filter(slug=slug).select_related("innovation").first()
    if found is None:
        near = did_you_mean(nearest(slug, Programme.objects.values_list("slug", flat=True)))
        raise NotAsked("programme", slug, "No such programme is known.", near or "Give its slug.")
    return found


def find_round(programme: Programme, text: str) -> Round:
    """The programme's round that starts on a day. Raises NotAsked with the rounds there are."""
    rounds = list(programme.rounds.order_by("start"))
    try:
        start = UncertainDate.parse(text).earliest
    except NotADate:
        start = date.min
    found = next((r for r in rounds if r.start == start), None)
    if found is None:
        starts = ", ".join(r.start.isoformat() for r in rounds[-8:])
        why = f"{programme.name} has no round that starts then."
        mend = f"Its rounds start on: {starts}." if starts else "It has no rounds: set them up."
        raise NotAsked("round", text, why, mend)
    return found


def asked_networks(programme: Programme, round_: Round) -> list[Participant]:
    """The networks that take part in a programme at some time during a round, by code."""
    taking_part = {
        p.network_id: p
        for p in participants_of(programme)
        if p.start <= round_.end and (p.end is None or p.end >= round_.start)
    }
    return list(taking_part.values())


def _participant(programme: Programme, network: str, round_: Round) -> Participant:
    asked = {p.network.code: p for p in asked_networks(programme, round_)}
    by_lower = {code.lower(): code for code in asked}
    code = by_lower.get(network.lower(), clean_code(network))
    if code not in asked:
        why = f"{network} does not take part in {programme.name} in {round_name(round_)}."
        near = did_you_mean(nearest(network, asked))
        mend = near or f"These do: {', '.join(asked) or 'none'}."
        raise NotAsked("network", network, why, mend)
    return asked[code]


def innovations_of(programme: Programme) -> dict[str, int]:
    """Slug to id of the innovations that a programme spreads, the leading one first."""
    others = programme.other_innovations.order_by("slug")
    return {i.slug: i.pk for i in (programme.innovation, *others)}


def cohort_in(programme: Programme, round_: Round) -> dict[str, frozenset[str]]:
    """Innovation (slug) to the programme's sites that were eligible at some time in a round.

    A site that had closed before the round is not asked about.
    """
    rows = CohortSite.objects.filter(cohort__programme=programme, start__lte=round_.end).filter(
        Q(end__isnull=True) | Q(end__gte=round_.start)
    )
    slugs = dict(Innovation.objects.values_list("pk", "slug"))
    codes = dict(Organisation.objects.values_list("pk", "code"))
    closed = closings()
    cohort: dict[str, set[str]] = {}
    for innovation, site in rows.values_list("cohort__innovation_id", "site_id"):
        code = codes[site]
        if code not in closed or closed[code] >= round_.start:
            cohort.setdefault(slugs[innovation], set()).add(code)
    return {innovation: frozenset(sites) for innovation, sites in cohort.items()}


def networks_of(sites: list[str], round_: Round) -> dict[str, tuple[str, ...]]:
    """Site to the networks that it, or what it became, was in at the end of a round."""
    if not sites:
        return {}
    known, month = history(), Month.of(round_.end)
    positions = np.array([known.index[code] for code in sites], dtype=np.int64)
    placement = place_weights(known, positions, [month], Kind.NETWORK, AS_THEN)
    weights = placement.weights_at(month)
    names = [known.codes[place] for place in placement.places]
    return {
        site: tuple(names[c] for c in weights.indices[weights.indptr[i] : weights.indptr[i + 1]])
        for i, site in enumerate(sites)
    }
