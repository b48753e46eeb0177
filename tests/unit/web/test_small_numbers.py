"""What the public does not see of files as received."""

from groundswell.web.small_numbers import hide_small_counts

COUNTS = frozenset({"Numerator"})


def hidden(value, heading="numerator"):
    return hide_small_counts([(heading, value)], COUNTS)[0][1]


def test_counts_from_1_to_7_are_suppressed():
    assert [hidden(v) for v in ("1", "7", "7.0", "-3", "0.5")] == ["s"] * 5


def test_zero_and_larger_counts_are_shown():
    assert [hidden(v) for v in ("0", "8", "1,234", "", "n/a")] == ["0", "8", "1,234", "", "n/a"]


def test_other_columns_are_shown():
    assert hidden("3", heading="month") == "3"
