"""What a network reports of a site's ladder: rows, no more precise than the network is."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.common.dates import Precision
from groundswell.organisations.rules import FOREVER

from .catalogue import Invented
from .ladder import Rung
from .precision import date_text
from .programmes import InventedProgramme
from .sites import BEGINNING, END, Site


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    site: str
    stage: str
    date: str
    programme: str
    reason: str
    note: str


def report(
    site: Site,
    rungs: Sequence[Rung],
    innovation: Invented,
    programme: InventedProgramme | None,
    precision: Precision,
) -> list[AdoptionRow]:
    """Events as their network reports them.

    Where a programme reports by month or quarter only, an event that a site's opening or closing
    dates more closely than that is left out.
    """
    dates = innovation.spread.dates
    first = max(innovation.spread.start.toordinal(), site.opened)
    last = min(site.closed or END, END)
    rows: list[AdoptionRow] = []
    if rungs and rungs[-1].exact:
        last = rungs[-1].on  # so nothing before it can be later, however vaguely dated
    for rung in _without_vague_pauses(rungs, precision):
        is_exact = rung.exact and dates == "mixed"
        text = date_text(rung.on, "day" if is_exact else precision, first, last)
        if dates in ("month", "quarter") and ("/" in text or len(text) == 10):
            continue
        during = programme and (programme.end is None or rung.on <= programme.end.toordinal())
        slug = programme.slug if programme and during else ""
        rows.append(AdoptionRow(site.code, rung.stage, text, slug, rung.reason, rung.note))
    return rows


def _without_vague_pauses(rungs: Sequence[Rung], precision: Precision) -> list[Rung]:
    """A network that says only the year cannot tell that a site paused and resumed in it."""
    if precision in ("day", "interval"):
        return list(rungs)
    kept: list[Rung] = []
    for rung in rungs:
        if kept and kept[-1].stage == "paused" and rung.stage != "stopped":
            before = date_text(kept[-1].on, precision, BEGINNING, FOREVER)
            if before == date_text(rung.on, precision, BEGINNING, FOREVER):
                kept.pop()
                continue
        kept.append(rung)
    return kept
