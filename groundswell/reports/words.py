"""How reports write numbers, places and rules: the same words in every picture and alt text."""

from groundswell.common.dates import day_name
from groundswell.common.numbers import count, is_same, percent
from groundswell.questions.answer import SpreadAnswer, SpreadRow

# Kinds of place as a reader calls them: one, many.
_PLACES = {
    "network": ("network", "networks"),
    "region": ("region", "regions"),
    "icb": ("ICB", "ICBs"),
    "ccg": ("CCG", "CCGs"),
    "trust": ("trust", "trusts"),
    "pcn": ("PCN", "PCNs"),
    "practice": ("practice", "practices"),
}


def place_noun(by: str, *, plural: bool = True) -> str:
    """What to call a kind of place: networks, ICB. Kinds we do not know are places."""
    one, many = _PLACES.get(by, ("place", "places"))
    return many if plural else one


def share_words(row: SpreadRow) -> str:
    """93% (178 of 191), or why there is no share."""
    if row.share is None:
        return "no eligible sites"
    if is_unknown(row):
        return f"no data for its {count(row.eligible)} eligible {site_noun(row.eligible)}"
    return f"{percent(row.share)} ({count(row.adopted)} of {count(row.eligible)})"


def site_noun(sites: float) -> str:
    return "site" if sites == 1 else "sites"


def is_unknown(row: SpreadRow) -> bool:
    """Sites are eligible, and of none of them is it known whether they adopted."""
    return row.eligible > 0 and is_same(row.unknown, row.eligible)


def joined(items: list[str], *, most: int = 5) -> str:
    """A, B and C; past `most`, A, B and 3 more."""
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} more"]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def definition_words(answer: SpreadAnswer) -> str | None:
    """adopted: live or beyond (version 1), in the answer's own words; None if not stated."""
    names = [rule.name for rule in answer.provenance.rules]
    return next((f"a{name[1:]}" for name in names if name.startswith("Adopted:")), None)


def boundaries_words(answer: SpreadAnswer) -> str | None:
    """boundaries as then, or as at 1 April 2020, in the answer's own words; None if not stated."""
    names = [rule.name for rule in answer.provenance.rules]
    return next((f"b{name[1:]}" for name in names if name.startswith("Boundaries")), None)


def basis_words(answer: SpreadAnswer) -> str:
    """What the numbers rest on: demo or not, definition, boundaries, known on, data version."""
    known_on = answer.provenance.known_on
    parts = (
        "demonstration data" if answer.is_demo else None,
        definition_words(answer),
        boundaries_words(answer),
        f"as known on {day_name(known_on)}" if known_on else None,
        f"data version {answer.provenance.data_version}",
    )
    line = "; ".join(part for part in parts if part)
    return f"{line[:1].upper()}{line[1:]}."


def headcount_words(answer: SpreadAnswer) -> str:
    """178 of 191 eligible sites (93%) at the end of April 2018."""
    total = answer.total
    if total.share is None:
        return f"No eligible sites at the end of {answer.at.name}"
    return (
        f"{count(total.adopted)} of {count(total.eligible)} eligible {site_noun(total.eligible)} "
        f"({percent(total.share)}) at the end of {answer.at.name}"
    )
