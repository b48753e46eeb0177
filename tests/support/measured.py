"""Measures made in a line, for tests that only count."""

from datetime import date

from groundswell.measures.definition import Code, CodeCount, Measure
from groundswell.organisations.models import Kind


def measure(slug, numerator, denominator=None):
    return Measure(
        slug=slug,
        title=slug,
        short=slug,
        why="made up",
        numerator=numerator,
        denominator=denominator,
        unit="",
        multiplier=1,
        kind="quantity" if denominator is None else "proportion",
        direction="neutral",
        source_class="administrative",
        counts="activity",
        sites=Kind.PRACTICE,
        innovations=(),
        target=None,
        status="draft",
        author="made up",
        checker="made up",
        next_review=date(2030, 1, 1),
        version=1,
    )


def count_of(*codes, column="items", but=(), source="epd"):
    """The sum of a column over codes, each a text or a Code."""
    coded, excluded = (
        tuple(c if isinstance(c, Code) else Code(c, f"product {c}") for c in group)
        for group in (codes, but)
    )
    return CodeCount(source, column, coded, excluded)
