"""What a safety answer says in sentences."""

from groundswell.common.dates import day_name
from groundswell.common.numbers import count

from .answer import NoticeFacts, SafetyPlace


def headline(
    total: SafetyPlace, notice: NoticeFacts | None, name: str, *, closed: int, is_past_due: bool
) -> str:
    """312 sites have or had it: 290 acknowledged, 271 acted, 22 outstanding, 9 of them overdue."""
    if not total.sites and not total.apart and not total.unknown and not closed:
        return f"No site is known that has or had {name}, or could have taken it up."
    have = "site has or had" if total.sites == 1 else "sites have or had"
    what = (
        f"{count(total.sites)} {have} {name}"
        if total.sites
        else f"No site is known to have or have had {name}"
    )
    said = f"{what}{_answers(total, notice, is_past_due)}."
    return " ".join([said, *_others(total, closed)])


def _answers(total: SafetyPlace, notice: NoticeFacts | None, is_past_due: bool) -> str:
    if notice is None or not total.sites:
        return ""
    parts = f": {count(total.acknowledged)} acknowledged, {count(total.acted)} acted, "
    outstanding = f"{count(total.outstanding)} outstanding"
    if not total.outstanding:
        return parts + outstanding
    due = day_name(notice.due)
    late = f"overdue since {due}" if is_past_due else f"to answer by {due}"
    return f"{parts}{outstanding}, {late}"


def _others(total: SafetyPlace, closed: int) -> list[str]:
    found = []
    if total.apart:
        found.append(f"{count(total.apart)} more may be about to have it or may have had it.")
    if closed:
        found.append(
            f"{count(closed)} more had it and closed, and nobody is known to have succeeded "
            f"{'it' if closed == 1 else 'them'}."
        )
    if total.unknown:
        could = (
            "site that could have taken it up"
            if total.unknown == 1
            else "sites that could have taken it up"
        )
        found.append(f"Of {count(total.unknown)} {could}, nothing is known.")
    return found


def warnings(
    *, perhaps: int, several: int, still_open: tuple[str, ...], is_known_on: bool
) -> tuple[str, ...]:
    """`perhaps`: sites whose date is imprecise; `several`: sites that stand in several places."""
    found = []
    if perhaps:
        found.append(
            f"{_sites(perhaps)} counted may have it: the date on which it went live is known only "
            "to a month, a quarter, a year or an interval that has not ended."
        )
    if several:
        found.append(f"{_sites(several)} stand in several places, and count in each of them.")
    if still_open:
        names = ", ".join(still_open[:10]) + (" and others" if len(still_open) > 10 else "")
        found.append(
            f"{_sites(len(still_open))} passed on what they did, and a source says that they are "
            f"still open ({names}): those who succeeded them are listed instead."
        )
    if is_known_on:
        found.append(
            "Events, cohorts, notices and answers are as known on that day; organisations and "
            "where they belong are as known now."
        )
    return tuple(found)


def _sites(number: int) -> str:
    return "1 site" if number == 1 else f"{count(number)} sites"
