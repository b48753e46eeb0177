"""The e-mails that chase what is still to come: plain text, ready to copy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings

from groundswell.common.dates import UncertainDate, day_name
from groundswell.common.numbers import count
from groundswell.questions.first_use import FirstUseAnswer, SiteFirstUse
from groundswell.questions.missing import MissingAnswer, NetworkReturn, SiteReturn
from groundswell.questions.stalled import StalledAnswer, StalledSite

MOST_NAMED = 20
_DAYS_A_MONTH = 30.4375
_THANKS = (
    "If you have told us in the meantime, thank you: there is nothing more to do.\n\nThank you."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom a network's e-mail goes ("" where nobody is named), and what it says."""

    network_code: str
    network_name: str
    owner: str
    to: str
    subject: str
    body: str


def missing_letters(answer: MissingAnswer, base: str | None = None) -> list[Letter]:
    """One for each network of which something is still to come, in the answer's order.

    `base` is the address of this Groundswell, without the path; the setting where it is None.
    """
    if answer.round is None:
        return []
    found = []
    for network in answer.networks:
        absent = [
            site
            for site in answer.sites
            if site.network_code == network.code and site.received is None
        ]
        if absent:
            found.append(_missing_letter(answer, network, absent, base))
    return found


def stalled_letters(answer: StalledAnswer, base: str | None = None) -> list[Letter]:
    """One for each network with stalled sites, by its name."""
    return [
        _stalled_letter(answer, list(sites), base)
        for _, sites in groupby(answer.sites, key=lambda site: site.network_code)
    ]


def first_use_letters(answer: FirstUseAnswer, base: str | None = None) -> list[Letter]:
    """One for each network with discrepancies, by its name."""
    ordered = sorted(answer.discrepancies, key=lambda site: (site.network_name, site.network_code))
    return [
        _first_use_letter(answer, list(sites), base)
        for _, sites in groupby(ordered, key=lambda site: site.network_code)
    ]


def _missing_letter(
    answer: MissingAnswer, network: NetworkReturn, absent: Sequence[SiteReturn], base: str | None
) -> Letter:
    assert answer.round is not None
    number, of = len(absent), network.sites
    what = f"the return of {answer.programme_name} for {answer.round.name}"
    due = "was due" if answer.on > answer.round.due else "is due"
    if number == of:
        had = f"We have not had it yet. It asks about {_sites(of)}:"
    else:
        had = f"We have had it for {of - number} of your {_sites(of)}. Still to come:"
    query = urlencode({"network": network.code, "round": answer.round.start})
    pages = f"/programmes/{answer.programme}/"
    body = "\n\n".join(
        (
            _greeting(network.owner),
            f"{what[:1].upper()}{what[1:]} {due} on {day_name(answer.round.due)}. {had}",
            _list(f"{site.site_code} {site.site_name}" for site in absent),
            f"The template, with your sites in it: {_address(f'{pages}return.xlsx?{query}', base)}",
            f"Send it back at: {_address(f'{pages}returns/', base)}",
            "Where there is nothing new at a site, leave its row as it is: that counts as an "
            "answer.",
            _THANKS,
        )
    )
    subject = (
        f"{answer.programme_name}: return for {answer.round.name}, "
        f"{_sites(number)} {'missing' if answer.on > answer.round.due else 'to come'}"
    )
    return Letter(network.code, network.name, network.owner, network.email, subject, body)


def _stalled_letter(
    answer: StalledAnswer, sites: Sequence[StalledSite], base: str | None
) -> Letter:
    first = sites[0]
    body = "\n\n".join(
        (
            _greeting(first.owner),
            f"In {answer.programme_name} {_these(len(sites))} in the same stage for longer than "
            f"most others took to move on, at {day_name(answer.at)}:",
            _list(_stalled_line(site) for site in sites),
            "For each of them, please tell us whether it has moved on, has paused or stopped (with "
            f"the reason), or what would help. {_next_return(answer.due)}",
            f"Send it at: {_address(_returns(answer.question.programme), base)}",
            _THANKS,
        )
    )
    subject = f"{answer.programme_name}: {_sites(len(sites))} to help on"
    return Letter(first.network_code, first.network_name, first.owner, first.email, subject, body)


def _stalled_line(site: StalledSite) -> str:
    stayed, most = durations(site.days, site.threshold)
    since = _in_time(site.since)
    return (
        f"{site.site_code} {site.site_name}: {site.stage} {since}, at least {stayed} "
        f"(most took no more than {most})"
    )


def _first_use_letter(
    answer: FirstUseAnswer, sites: Sequence[SiteFirstUse], base: str | None
) -> Letter:
    first = sites[0]
    body = "\n\n".join(
        (
            _greeting(first.owner),
            f"In {answer.programme_name}, what was reported of {_sites(len(sites))} and what "
            "routine data show do not agree:",
            _list(f"{s.site_code} {s.site_name}: {discrepancy_words(s)}" for s in sites),
            "Please check when each site went live, and correct it where it is wrong. "
            f"{_next_return(first.due)}",
            f"Send it at: {_address(_returns(answer.question.programme), base)}",
            _THANKS,
        )
    )
    subject = f"{answer.programme_name}: go-live dates to check at {_sites(len(sites))}"
    return Letter(first.network_code, first.network_name, first.owner, first.email, subject, body)


def discrepancy_words(site: SiteFirstUse) -> str:
    """Reported live in May 2018, first use in January 2019 (at least 8 months later)."""
    said = f"reported live {_in_time(site.reported.on)}" if site.reported else "not reported live"
    used = f"first use {_in_time(site.measured.on)}" if site.measured else "no use in routine data"
    if site.months is None:
        return f"{said}, {used}"
    way = "later" if site.verdict == "measured later" else "earlier"
    months = "month" if site.months == 1 else "months"
    return f"{said}, {used} (at least {site.months} {months} {way})"


def durations(*days: float) -> tuple[str, ...]:
    """Lengths of time to be compared: whole months, or days where months would not tell them."""
    months = [int(day / _DAYS_A_MONTH) for day in days]
    if min(months) < 3 or len(set(months)) < len(set(days)):
        return tuple(f"{count(int(day))} {'day' if int(day) == 1 else 'days'}" for day in days)
    return tuple(f"{count(month)} months" for month in months)


def _in_time(on: UncertainDate) -> str:
    """On 4 April 2018, in April 2018, between ... : as it stands after a verb."""
    if on.precision == "interval":
        return on.name
    return f"{'on' if on.precision == 'day' else 'in'} {on.name}"


def _greeting(owner: str) -> str:
    return f"Dear {owner or 'colleague'},"


def _these(number: int) -> str:
    return "this site has been" if number == 1 else f"these {count(number)} sites have been"


def _next_return(due: date | None) -> str:
    return f"The next return is due on {day_name(due)}." if due else ""


def _list(lines: Iterable[str]) -> str:
    every = list(lines)
    shown = [f"- {line}" for line in every[:MOST_NAMED]]
    if len(every) > MOST_NAMED:
        shown.append(f"- and {count(len(every) - MOST_NAMED)} more")
    return "\n".join(shown)


def _sites(number: int) -> str:
    return f"{count(number)} {'site' if number == 1 else 'sites'}"


def _returns(programme: str) -> str:
    return f"/programmes/{programme}/returns/"


def _address(path: str, base: str | None) -> str:
    return f"{(settings.PUBLIC_ADDRESS if base is None else base).rstrip('/')}{path}"
