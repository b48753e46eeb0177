"""A definition in words, for the command and the reference."""

from datetime import date

from .definition import Code, CodeCount, Given, ListSize, Measure, Part
from .sources import SOURCES

_BETTER = {
    "increase": "More is better.",
    "decrease": "Less is better.",
    "neutral": "Neither more nor less is better.",
}


def part_in_words(part: Part | None) -> str:
    if isinstance(part, CodeCount):
        column = part.column.replace("_", " ")
        rows = "rows with these codes" + (", without those excluded" if part.but else "")
        return f"{column} of the {SOURCES[part.source].title}, {rows}"
    if isinstance(part, ListSize):
        months = f"at most {part.carried_months} months old"
        return f"registered patients, the newest number {months}"
    if isinstance(part, Given):
        return "given ready-made in series files"
    return "none: a plain quantity"


def code_in_words(code: Code) -> str:
    since = f", from {code.since.name}" if code.since else ""
    return code.name + since + (f", to {code.until.name}" if code.until else "")


def value_in_words(measure: Measure) -> str:
    """How the value is made, in which unit, and which way is better."""
    formula = "numerator" if measure.denominator is None else "numerator / denominator"
    times = "" if measure.multiplier == 1 else f"{measure.multiplier:g} x "
    target = "" if measure.target is None else f" Target: {measure.target:g}."
    return f"{times}{formula}, in {measure.unit}. {_BETTER[measure.direction]}{target}"


def review_in_words(measure: Measure) -> str:
    checker = f"checked by {measure.checker}" if measure.checker else "checked by nobody yet"
    due = _day(measure.next_review)
    return (
        f"Version {measure.version}, {measure.status}. "
        f"Written by {measure.author}, {checker}; next review by {due}."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
