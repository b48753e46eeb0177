"""What the domains of the NASSS framework are called (Greenhalgh and others 2017)."""

from collections.abc import Sequence

from groundswell.common.numbers import count as count_words

from .answer import NO_DOMAIN, DomainRow, FactorRow

DOMAIN_TITLES = {
    "condition": "The condition or illness",
    "technology": "The technology",
    "value-proposition": "The value proposition",
    "adopters": "The adopters: staff, patients and carers",
    "organisation": "The organisation",
    "wider-system": "The wider system",
    "embedding": "Embedding and adapting over time",
    NO_DOMAIN: "No domain named",
}


def headline(name: str, domains: Sequence[DomainRow], factors: Sequence[FactorRow]) -> str:
    """12 barriers and 3 enablers are on record, at 9 sites. Most barriers: the organisation, 5."""
    if not factors:
        return f"No barrier or enabler is on record for {name}."
    barriers = sum(row.barrier_events for row in domains)
    enablers = sum(row.enabler_events for row in domains)
    sites = len({row.site_code for row in factors})
    said = (
        f"{_plural(barriers, 'barrier')} and {_plural(enablers, 'enabler')} are on record, at "
        f"{_plural(sites, 'site')}."
    )
    most = max(row.barrier_events for row in domains)
    first = [row.domain for row in domains if row.barrier_events == most and row.domain]
    if most > 1 and len(first) == 1:
        title = DOMAIN_TITLES[first[0]]
        said += f" Most barriers: {title[:1].lower()}{title[1:]}, {count_words(most)}."
    return said


def _plural(number: int, one: str) -> str:
    return f"{count_words(number)} {one}{'' if number == 1 else 's'}"
