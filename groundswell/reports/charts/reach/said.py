"""What every picture of reach says in words: values, who reported, and what it rests on."""

from groundswell.analysis.panel import Status
from groundswell.common.dates import day_name
from groundswell.common.numbers import amount, count, is_same
from groundswell.questions.reach import STATUS_WORDS
from groundswell.questions.reach.words import site_noun
from groundswell.reports.reach.disclosed import DisclosedReach, ShownCells

from ..names import short_name

ALL_PLACES = "all places together"
WITHOUT_VALUE = (Status.MISSING, Status.SUPPRESSED, Status.NOT_YET_ELIGIBLE)
_STATUS = {Status.MISSING: "not reported", Status.NOT_YET_ELIGIBLE: "nothing to measure"}


def row_of(reach: DisclosedReach, place_code: str | None) -> tuple[ShownCells, int, str]:
    """The cells that hold a place, its row in them and its name; None: all places together.

    Raises LookupError for a place that the answer does not have.
    """
    if place_code is None:
        return reach.total, 0, ALL_PLACES
    if place_code not in reach.codes:
        raise LookupError(f"{place_code!r} is no place of this answer, which is by {reach.by}.")
    row = reach.codes.index(place_code)
    return reach.places, row, reach.names[row]


def short_names(reach: DisclosedReach, letters: int = 24) -> list[str]:
    """The places' names, in their order."""
    pairs = zip(reach.codes, reach.names, strict=True)
    return [short_name(code, name, letters) for code, name in pairs]


def status_of(cells: ShownCells, row: int, column: int) -> Status:
    return Status(int(cells.status[row, column]))


def status_words(status: Status) -> str:
    """suppressed, not reported, nothing to measure: why a month has no value."""
    return _STATUS.get(status, STATUS_WORDS[status])


def value_words(reach: DisclosedReach, cells: ShownCells, row: int, column: int) -> str:
    """86% (4,210 of 4,890), or why there is no value."""
    at = (row, column)
    status = status_of(cells, row, column)
    if status in WITHOUT_VALUE:
        return status_words(status)
    said = amount(float(cells.value[at]), reach.measure.unit)
    if reach.measure.denominator is None:
        return said
    above = _shown(float(cells.numerator[at]), bool(cells.hidden_numerator[at]))
    below = _shown(float(cells.denominator[at]), bool(cells.hidden_denominator[at]))
    return f"{said} ({above} of {below})"


def _shown(number: float, hidden: bool) -> str:
    return "s" if hidden else count(number, decimals=1)


def reporting_words(reach: DisclosedReach, cells: ShownCells, row: int, column: int) -> str:
    """6 of 7 trusts reported; empty where none was expected."""
    known, expected = float(cells.known[row, column]), float(cells.expected[row, column])
    if is_same(expected, 0):
        return ""
    noun = site_noun(reach.measure, expected)
    if is_same(known, expected):
        whole = "the only" if is_same(expected, 1) else f"all {count(expected, decimals=1)}"
        return f"{whole} {noun} reported"
    return f"{count(known, decimals=1)} of {count(expected, decimals=1)} {noun} reported"


def direction_words(reach: DisclosedReach) -> str:
    """Which way is better; empty where neither is."""
    better = {"increase": "higher is better", "decrease": "lower is better"}
    return better.get(reach.measure.direction, "")


def basis(reach: DisclosedReach) -> str:
    """Demonstration data; boundaries as then; data version 12."""
    given = reach.provenance
    boundaries = next((r.name for r in given.rules if r.name.startswith("Boundaries")), None)
    parts = (
        "demonstration data" if reach.is_demo else None,
        f"b{boundaries[1:]}" if boundaries else None,
        f"as known on {day_name(given.known_on)}" if given.known_on else None,
        f"data version {given.data_version}",
    )
    return sentence("; ".join(part for part in parts if part))


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end; empty stays empty."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def sentences(*texts: str) -> str:
    return " ".join(sentence(text) for text in texts if text)
