"""One row of a rule: its innovation, and the rule with what of it is refused."""

from collections.abc import Sequence
from datetime import date
from math import inf

from django.utils import timezone

from groundswell.common.matching import did_you_mean, nearest
from groundswell.innovations.models import Innovation
from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Kind
from groundswell.organisations.queries import history
from groundswell.programmes.eligibility import PLACES, SITES, Rule, gone
from groundswell.programmes.models import Programme
from groundswell.programmes.sources.agreed import refuse_at
from groundswell.programmes.sources.programmes import split
from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import CODES, chosen, day_needed, known, named, number_or_none

from .organisations import Organisations


def read_innovation(row: Record, programme: Programme | None, findings: Findings) -> int:
    """The id of the innovation that the rule is of; 0 where that is refused, or not known yet."""
    if programme is None:
        return 0
    if not row["innovation"]:
        return programme.innovation_id
    leading = Innovation.objects.filter(pk=programme.innovation_id)
    ours = dict((leading | programme.other_innovations.all()).values_list("slug", "pk"))
    known(row, "innovation", ours, "innovation of the programme", findings)
    return ours.get(row["innovation"], 0)


def read_rule(row: Record, organisations: Organisations, findings: Findings) -> Rule | None:
    before = len(findings.refusals)
    kind = chosen(row, "kind", [str(kind) for kind in SITES], findings)
    on = day_needed(row["on"], "on", row.place, findings)
    if on is not None and on > timezone.localdate():
        why = "This day is in the future: who will be open then is not known."
        refuse_at(row, "on", why, "Give today or an earlier day.", findings)
        on = None
    within = _codes(row, "within", organisations, findings)
    sites = _codes(row, "list", organisations, findings)
    if within and sites:
        why = "A rule names places, or lists its sites, but not both."
        refuse_at(row, "list", why, "Leave one of the two cells empty.", findings)
    _refuse_wrong_places(row, within, organisations, on, findings)
    _refuse_other_kinds(row, sites, kind, organisations, findings)
    low = _size(row, "size_from", kind, findings)
    high = _size(row, "size_to", kind, findings)
    if low is not None and high is not None and high < low:
        why = "The largest size is below the smallest."
        refuse_at(row, "size_to", why, "Mend one of the two.", findings)
    if on is None or len(findings.refusals) > before:
        return None
    return Rule(Kind(kind), on, within, sites, low, high)


def _codes(
    row: Record, column: str, organisations: Organisations, findings: Findings
) -> tuple[str, ...]:
    """The codes of a cell, once each; one that is not known is refused with near matches."""
    found = []
    for text in split(row[column]):
        cell = Record(row.sheet, row.number, (text,), {column: 0})
        code = named(cell, column, clean_code, CODES, findings)
        if code in organisations.kinds:
            found.append(code)
        else:
            near = did_you_mean(nearest(code, organisations.kinds))
            mend = near or "Load the organisations first, or mend the cell."
            findings.refuse(*row.place, column, text, "No organisation has this code.", mend)
    return tuple(dict.fromkeys(found))


def _refuse_wrong_places(
    row: Record,
    within: Sequence[str],
    organisations: Organisations,
    on: date | None,
    findings: Findings,
) -> None:
    for code in within:
        kind = Kind(organisations.kinds[code])
        if kind not in PLACES:
            why = f"{code} is a {kind.label}, which has no sites in it."
            mend = "Name regions, networks, ICBs or CCGs; sites go under list."
            findings.refuse(*row.place, "within", code, why, mend)
        elif on is not None and (became := gone(history(), code, on)):
            why = f"{code} was no more on {on.isoformat()}: it had become {' and '.join(became)}."
            mend = f"Use {'; '.join(became)}, or give an earlier day."
            findings.refuse(*row.place, "within", code, why, mend)


def _refuse_other_kinds(
    row: Record, sites: Sequence[str], kind: str, organisations: Organisations, findings: Findings
) -> None:
    for code in sites if kind in Kind.values else ():
        if organisations.kinds[code] != kind:
            why = f"{code} is of another kind: {Kind(organisations.kinds[code]).label}."
            mend = "Take it off the list, or give it a rule of its own."
            findings.refuse(*row.place, "list", code, why, mend)


def _size(row: Record, column: str, kind: str, findings: Findings) -> float | None:
    if not row[column]:
        return None
    size = number_or_none(row, column, findings)
    if size is None or not 0 <= size < inf:
        refuse_at(row, column, "A size is a number of patients.", "Write it as 5000.", findings)
    elif kind != Kind.PRACTICE:
        why = "Only of GP practices is the number of patients known."
        refuse_at(row, column, why, "Leave it empty.", findings)
    return size
