"""What the safety pages need beside the answer: whose sites a person answers for, and e-mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser

from groundswell.common.dates import day_name
from groundswell.common.numbers import count
from groundswell.innovations.models import Innovation, SafetyNotice
from groundswell.people.models import Person
from groundswell.people.policy import may
from groundswell.questions import safety
from groundswell.questions.safety import SafetyAnswer, SafetyQuestion, SafetySite, Status
from groundswell.questions.safety.owners import participants


@dataclass(frozen=True, slots=True)
class Listed:
    """A notice as a list of them has it."""

    notice: SafetyNotice
    answer: SafetyAnswer


def notices(innovation: Innovation | None = None) -> list[Listed]:
    """Notices, of one innovation where it is given: open ones first, each with its answer."""
    found = SafetyNotice.objects.select_related("innovation")
    if innovation is not None:
        found = found.filter(innovation=innovation)
    listed = [Listed(n, safety.answer(SafetyQuestion(n.slug))) for n in found]
    return sorted(listed, key=lambda one: not one.answer.is_open)  # newest first within each


def may_answer_for(person: Person | AnonymousUser, site: SafetySite) -> bool:
    """May this person answer for this site? `site.places` are its networks."""
    networks = [code for code, _ in site.places]
    return any(may(person, "safety.acknowledge", network=code) for code in networks)


def answerable(answer: SafetyAnswer) -> tuple[SafetySite, ...]:
    """The sites that can be answered for, by code: those counted, and those listed apart."""
    return tuple(sorted((*answer.sites, *answer.apart), key=lambda site: site.code))


@dataclass(frozen=True, slots=True)
class Email:
    """A letter to a network, ready to copy. `to` is "" where nobody's address is known."""

    code: str
    name: str
    to: str
    subject: str
    text: str


def emails(answer: SafetyAnswer, address: str) -> list[Email]:
    """One to every network with a site that has not acted; `address` is of the notice's page."""
    if answer.notice is None:
        return []
    innovation = Innovation.objects.get(slug=answer.innovation)
    told = participants(innovation, answer.on, None)
    owners = {p.network.code: (p.owner, p.email) for p in told}
    found = []
    for place in answer.places:
        waiting = [
            s
            for s in answer.sites
            if s.status != Status.ACTED and place.code in {code for code, _ in s.places}
        ]
        if waiting:
            owner, to = owners.get(place.code, ("", ""))
            text = _letter(answer, place.name, owner, waiting, address)
            subject = f"Safety notice: {answer.notice.title} ({_due(answer.notice.due, answer.on)})"
            found.append(Email(place.code, place.name, to, subject, text))
    return found


def _due(due: date, on: date) -> str:
    return f"{'was due' if on > due else 'due'} {day_name(due)}"


def _letter(
    answer: SafetyAnswer, network: str, owner: str, waiting: Sequence[SafetySite], address: str
) -> str:
    notice = answer.notice
    assert notice is not None  # `emails` made sure
    silent = [s for s in waiting if s.status == Status.OUTSTANDING]
    read = [s for s in waiting if s.status == Status.ACKNOWLEDGED]
    parts = [
        f"Dear {owner or 'colleague'},",
        f"{notice.issuer} issued a safety notice about {answer.innovation_name} on "
        f"{day_name(notice.issued)}: {notice.title}. It asks every site that has or had it to "
        f"{notice.asks.lower()}, and to answer by {day_name(notice.due)}.",
        notice.text,
        *_sites("have not acknowledged it", silent, network),
        *_sites("have acknowledged it and not said what they did", read, network),
        f"Please record their answers at {address}",
    ]
    return "\n\n".join(parts)


def _sites(what: str, sites: Sequence[SafetySite], network: str) -> list[str]:
    if not sites:
        return []
    one = what.replace("have ", "has ", 1).replace("what they", "what it")
    heading = f"{count(len(sites))} {'site' if len(sites) == 1 else 'sites'} in {network}"
    lines = [f"{heading} {one if len(sites) == 1 else what}:"]
    for site in sites:
        was = ", ".join(f"{name} ({code})" for code, name in site.inherited)
        lines.append(f"- {site.name} ({site.code}){f', for {was}' if was else ''}")
    return ["\n".join(lines)]
