"""What the returns of one round said of each site, in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from groundswell.adoption.models import Event, Returned

from ..programme_sites import Source

NOT_TOLD, TAKEN_BACK = "nothing told", "taken back"


@dataclass(frozen=True, slots=True)
class Telling:
    """What one return said of a site. `said` are values of `Returned.Said`, one an innovation."""

    submission: int
    accepted: date
    network: str
    said: tuple[str, ...]
    source: Source


def tellings(round_id: int, until: date) -> dict[int, list[Telling]]:
    """By site, what the returns accepted by the end of a day said of it, in order of accepting."""
    rows = (
        Returned.objects.filter(round=round_id, submission__accepted_at__date__lte=until)
        .order_by("submission__version", "pk")
        .values_list(
            "site_id",
            "submission_id",
            "submission__accepted_at",
            "network__code",
            "said",
            "sheet",
            "row",
        )
    )
    found: dict[int, list[Telling]] = {}
    for site, submission, accepted, network, said, sheet, row in rows:
        ours = found.setdefault(site, [])
        together: tuple[str, ...] = (said,)
        if ours and ours[-1].submission == submission:
            together = (*ours.pop().said, said)
        day = localtime(accepted).date()
        source = Source(submission, sheet, row)
        ours.append(Telling(submission, day, network, together, source))
    return found


def changes(
    told: dict[int, list[Telling]],
) -> dict[int, tuple[tuple[str, str], ...]]:
    """By site, (old, new) of everything that a later return changed of what an earlier one said.

    A correction has what was told before and now, a new event "nothing told" before it.
    """
    later = {
        site: [one.submission for one in ours[1:] if _changed(one)] for site, ours in told.items()
    }
    submissions = {submission for ours in later.values() for submission in ours}
    events: dict[tuple[int, int], list[Event]] = {}
    for event in Event.objects.filter(submission__in=submissions).select_related("supersedes"):
        events.setdefault((event.submission_id, event.site_id), []).append(event)
    found = {}
    for site, ours in later.items():
        pairs = [
            pair
            for submission in ours
            for pair in _pairs(sorted(events.get((submission, site), []), key=lambda e: e.pk))
        ]
        if ours:
            # A return that took back what had no event of its own changed it all the same.
            found[site] = tuple(pairs) or ((NOT_TOLD, TAKEN_BACK),)
    return found


def _changed(telling: Telling) -> bool:
    said = Returned.Said
    return bool({said.NEW, said.CORRECTED, said.TAKEN_BACK} & set(telling.said))


def _pairs(events: Sequence[Event]) -> Iterable[tuple[str, str]]:
    for event in events:
        old = _words(event.supersedes) if event.supersedes else NOT_TOLD
        yield old, TAKEN_BACK if event.stage == "void" else _words(event)


def _words(event: Event) -> str:
    reason = f" ({event.reason})" if event.reason else ""
    return f"{event.stage}, {event.on.name}{reason}"
