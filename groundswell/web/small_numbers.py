"""Small counts in files as received, which the public does not see."""

from collections.abc import Iterable

from groundswell.submissions.tables import heading_key

SUPPRESSED = "s"
# As reports suppress sub-national counts by default.
SMALL = range(1, 8)


def hide_small_counts(
    cells: Iterable[tuple[str, str]], count_columns: frozenset[str]
) -> list[tuple[str, str]]:
    """Replace counts of 1 to 7 by "s" in the columns that hold counts."""
    hidden = {heading_key(column) for column in count_columns}
    return [
        (heading, SUPPRESSED if heading_key(heading) in hidden and _is_small(value) else value)
        for heading, value in cells
    ]


def _is_small(value: str) -> bool:
    try:
        return 0 < abs(float(value.replace(",", ""))) < SMALL.stop
    except ValueError:
        return False
