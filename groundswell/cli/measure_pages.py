"""The reference page of the measures that ship."""

from collections.abc import Iterator

from groundswell.measures.definition import Code, CodeCount, Measure
from groundswell.measures.definition_file import read_all
from groundswell.measures.registry import SHIPPED
from groundswell.measures.words import (
    code_in_words,
    part_in_words,
    review_in_words,
    value_in_words,
)


def measures_page() -> str:
    """Markdown: a table of all, then each in full. A network's own measures are not in it."""
    held = read_all(sorted(SHIPPED.glob("*.yaml"))).values()
    lines = [
        "# Measures\n",
        "The measures that ship. `groundswell measures list` lists them with a network's own; "
        "[Describe a measure](../how-to/describe-a-measure.md) says how to add one.\n",
        "| measure | title | kind | status |\n|---|---|---|---|",
        *(f"| [`{m.slug}`](#{m.slug}) | {m.title} | {m.kind} | {m.status} |" for m in held),
    ]
    for measure in held:
        lines += ["", *_section(measure)]
    return "\n".join(lines) + "\n"


def _section(measure: Measure) -> Iterator[str]:
    yield f"## {measure.slug}\n"
    yield f"**{measure.title}.** {measure.why}\n"
    if measure.is_demo:
        yield "For demonstration: its numbers are made up.\n"
    yield f"- Value: {value_in_words(measure)}"
    for side, part in (("Numerator", measure.numerator), ("Denominator", measure.denominator)):
        yield f"- {side}: {part_in_words(part)}."
    sort = f"Counts: {measure.counts}. Source class: {measure.source_class}."
    yield f"- Sites: {measure.sites.label}. {sort}"
    if measure.innovations:
        yield f"- Shows the use of {', '.join(f'`{slug}`' for slug in measure.innovations)}."
    yield f"- {review_in_words(measure)}"
    if measure.source:
        yield f"- Source: {measure.source}"
    if measure.notes:
        yield f"- Notes: {measure.notes}"
    yield from _codes(measure)


def _codes(measure: Measure) -> Iterator[str]:
    """One table; codes that stand above and below the line are named once."""
    places: dict[Code, list[str]] = {}
    for side, part in measure.parts():
        if isinstance(part, CodeCount):
            for code in part.codes:
                places.setdefault(code, []).append(side)
            for code in part.but:
                places.setdefault(code, []).append(f"excluded from the {side}")
    if places:
        yield "\n| code | name | counts in |\n|---|---|---|"
    for code, sides in places.items():
        yield f"| `{code.code}` | {code_in_words(code)} | {' and '.join(sides)} |"
