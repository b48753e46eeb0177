"""Codes that no row has: found for every measure, month and place in a file."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.measures.codes import codes_of, without_rows
from groundswell.measures.definition_file import with_line
from groundswell.measures.sources import SOURCES
from tests.support.definitions import QUANTITY, RATE, SHARE, measure_of
from tests.support.examples import few

EPD, SCMD = SOURCES["epd"], SOURCES["scmd"]
JUNE, JULY = Month.parse("2019-06"), Month.parse("2019-07")
ALL_ROWS = ["0208020Z0AAABAB", "0208020Y0BBAAAA"]


def refused(measures, rows, source=EPD):
    return [(r.row, r.value) for r in without_rows(measures, source, rows)]


def test_codes_of_a_month_with_everybody_who_names_them(tmp_path):
    share, rate = measure_of(tmp_path, SHARE), measure_of(tmp_path, RATE)
    found = codes_of([share, rate], "epd", JUNE)
    assert list(found) == ["020802", "0208020Y0", "0208020Z0", "0208020Z0AAABAB", "0501"]
    (place,) = found["0208020Z0AAABAB"]
    assert (place.measure, place.key, place.line) == ("our-share", "numerator.but[0]", 13)
    assert (place.path, place.name) == (share.path, "Apixaban 5mg tablets")


def test_code_counts_from_its_first_month_to_its_last(tmp_path):
    code = measure_of(tmp_path, SHARE).numerator.codes[1]
    months = ("2011-12", "2012-01", "2030-12", "2031-01")
    assert [code.counts_in(Month.parse(m)) for m in months] == [False, True, True, False]


def test_code_named_above_and_below_has_two_places(tmp_path):
    text = SHARE.replace('"020802", name: Oral anticoagulants', "0208020Z0, name: Apixaban")
    text = text.replace("kind: proportion", "kind: rate").replace('"%"', "percent")
    places = codes_of([measure_of(tmp_path, text)], "epd", JUNE)["0208020Z0"]
    assert [(p.key, p.line) for p in places] == [
        ("numerator.codes[0]", 10),
        ("denominator.codes[0]", 19),
    ]


def test_codes_of_another_source_or_another_month_are_not_asked_for(tmp_path):
    share, quantity = measure_of(tmp_path, SHARE), measure_of(tmp_path, QUANTITY)
    assert set(codes_of([share, quantity], "scmd", JUNE)) == {
        "18671311000001102",
        "31210311000001108",
    }
    assert "0208020Y0" not in codes_of([share], "epd", Month.parse("2011-12"))


def test_measure_that_was_not_read_from_a_file_has_line_0(tmp_path):
    share = replace(measure_of(tmp_path, SHARE), lines={})
    assert {p.line for places in codes_of([share], "epd", JUNE).values() for p in places} == {0}


def test_file_with_every_code_has_none_without_a_row(tmp_path):
    assert refused([measure_of(tmp_path, SHARE)], {JUNE: ALL_ROWS}) == []


def test_code_without_a_row_is_refused_with_its_place_and_its_mend(tmp_path):
    (refusal,) = without_rows([measure_of(tmp_path, SHARE)], EPD, {JUNE: ALL_ROWS[:1]})
    assert with_line(refusal) == (
        "our-share.yaml, line 11, numerator.codes[1] '0208020Y0': No row of English Prescribing "
        "Dataset has Rivaroxaban in 2019-06. Mend the code, or say since or until which month "
        "there are rows."
    )


def test_exclusion_without_a_row_is_refused_too(tmp_path):
    rows = ["0208020Z0AAAAAA", "0208020Y0BBAAAA"]
    assert refused([measure_of(tmp_path, SHARE)], {JUNE: rows}) == [(13, "0208020Z0AAABAB")]


def test_row_in_one_month_of_several_is_enough(tmp_path):
    share = measure_of(tmp_path, SHARE)
    assert refused([share], {JUNE: ALL_ROWS[:1], JULY: ALL_ROWS[1:]}) == []


def test_row_of_a_month_in_which_the_code_does_not_count_is_not_enough(tmp_path):
    share = measure_of(tmp_path, SHARE)
    rows = {Month.parse("2011-12"): ALL_ROWS, JUNE: ALL_ROWS[:1]}
    assert refused([share], rows) == [(11, "0208020Y0")]


def test_file_without_months_asks_for_nothing(tmp_path):
    assert refused([measure_of(tmp_path, SHARE)], {}) == []


def test_product_is_matched_whole_not_by_its_beginning(tmp_path):
    quantity = measure_of(tmp_path, QUANTITY)
    rows = {JUNE: ["312103110000011080", "18671311000001102"]}
    assert refused([quantity], rows, SCMD) == [(10, "31210311000001108")]


@few
@given(st.lists(st.text("0158ABZ", min_size=1, max_size=5), max_size=12))
def test_beginnings_are_found_wherever_they_stand(tmp_path_factory, rows):
    rate = measure_of(tmp_path_factory.mktemp("rate"), RATE.replace('"0501"', '"05"'))
    expected = [] if any(row.startswith("05") for row in rows) else [(10, "05")]
    assert refused([rate], {JUNE: rows}) == expected
