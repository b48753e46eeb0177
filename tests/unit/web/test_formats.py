"""How pages write numbers and dates."""

from datetime import UTC, date, datetime

import pytest

from groundswell.web import formats


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (178.0, "178"), (12345, "12,345"), (12.5, "12.5")]
)
def test_counts_have_separators_and_no_idle_decimals(value, text):
    assert formats.count(value) == text


@pytest.mark.parametrize(
    ("share", "text"), [(None, "–"), (0, "0%"), (0.9319, "93%"), (1, "100%"), (0.9999, ">99%")]
)
def test_shares_are_whole_per_cent_and_only_all_is_100(share, text):
    assert formats.percent(share) == text


def test_days_are_written_in_words():
    assert formats.day(date(2018, 4, 4)) == "4 April 2018"


def test_moments_are_days_in_england():
    assert formats.day(datetime(2018, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2018"


@pytest.mark.parametrize(
    ("length", "text"), [(999, "999 bytes"), (12_345, "12 KB"), (3_400_000, "3.4 MB")]
)
def test_sizes_of_files_are_in_units_of_people(length, text):
    assert formats.size(length) == text


def test_one_is_singular():
    assert [formats.plural(n, "site") for n in (0, 1, 2)] == ["0 sites", "1 site", "2 sites"]
    assert formats.plural(2, "row is", "rows are") == "2 rows are"


def test_a_sentence_starts_with_a_capital_and_keeps_the_others():
    assert formats.sentence("between 1 May and NHS day") == "Between 1 May and NHS day"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (57.849, "%", "57.8%"),
        (0, "%", "0.0%"),
        (0.02, "%", "<0.1%"),
        (99.97, "%", ">99.9%"),
        (100, "%", "100.0%"),
        (0.018471, "items per 1,000 patients", "0.0185"),
        (12345.6, "vials", "12,346"),
    ],
)
def test_values_in_tables_tell_places_apart_and_leave_the_unit_to_the_caption(value, unit, text):
    assert formats.figure(value, unit) == text


def test_months_are_written_in_words():
    assert formats.month("2020-07") == "July 2020"
