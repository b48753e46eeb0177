"""Definitions read from YAML: what they mean, and what each mistake is answered with."""

from datetime import date
from pathlib import Path

import pytest

from groundswell.common.months import Month
from groundswell.measures.definition import Code, CodeCount, Given, ListSize
from groundswell.measures.definition_file import RefusedDefinitions, read_all, with_line
from groundswell.organisations.models import Kind as SiteKind
from tests.support.definitions import GIVEN, QUANTITY, RATE, SHARE, measure_of, read_text
from tests.support.wrong_definitions import WRONG


def test_share_is_read_as_it_is_written(tmp_path):
    measure = measure_of(tmp_path, SHARE)
    assert (measure.slug, measure.title, measure.notes) == (
        "our-share",
        "Our share of everything",
        "Not much.",
    )
    assert measure.numerator == CodeCount(
        "epd",
        "items",
        (
            Code("0208020Z0", "Apixaban"),
            Code("0208020Y0", "Rivaroxaban", Month.parse("2012-01"), Month.parse("2030-12")),
        ),
        (Code("0208020Z0AAABAB", "Apixaban 5mg tablets"),),
    )
    assert (measure.multiplier, measure.target, measure.version) == (100.0, 80.0, 3)
    assert (measure.sites, measure.innovations) == (SiteKind.PRACTICE, ("apixaban",))
    assert (measure.author, measure.checker) == ("A Writer", "B Reader")
    assert (measure.next_review, measure.is_demo) == (date(2027, 11, 22), False)


def test_other_denominators(tmp_path):
    assert measure_of(tmp_path, RATE).denominator == ListSize(6)
    assert measure_of(tmp_path, QUANTITY).denominator is None
    given = measure_of(tmp_path, GIVEN)
    assert (given.numerator, given.denominator, given.is_demo) == (Given(), Given(), True)


def test_what_is_left_out_is_empty(tmp_path):
    measure = measure_of(tmp_path, QUANTITY)
    assert (measure.innovations, measure.target, measure.checker, measure.source) == (
        (),
        None,
        "",
        "",
    )
    bare = measure_of(tmp_path, RATE.replace("  carried_months: 6\n", ""))
    assert bare.denominator == ListSize(12)


def test_lines_tell_where_each_key_and_code_was_written(tmp_path):
    lines = measure_of(tmp_path, SHARE).lines
    written = SHARE.splitlines()
    assert written[lines["numerator.codes[1]"] - 1].strip().startswith("- {code: 0208020Y0")
    assert written[lines["denominator.column"] - 1] == "  column: items"
    assert lines["numerator.but[0].code"] == lines["numerator.but[0]"] == 13


def test_codes_keep_their_leading_zeros_and_their_letters(tmp_path):
    # 0501 is an octal number to YAML, 0208020E1 a float.
    text = RATE.replace('"0501"', "0501").replace(
        "    - {code", "    - {code: 0208020E1, name: Etc}\n    - {code"
    )
    codes = measure_of(tmp_path, text).numerator.codes
    assert [c.code for c in codes] == ["0208020E1", "0501"]


def test_one_code_can_be_named_in_both_lists(tmp_path):
    text = SHARE.replace("- {code: 0208020Z0,", "- &apixaban {code: 0208020Z0,").replace(
        '    - {code: "020802", name: Oral anticoagulants}',
        "    - *apixaban\n    - {code: 0208020Y0, name: Rivaroxaban}",
    )
    assert measure_of(tmp_path, text).denominator.codes[0] == Code("0208020Z0", "Apixaban")


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "key", "why", "mend"), WRONG.values(), ids=WRONG
)
def test_each_mistake_is_refused_with_its_place_and_its_mend(
    tmp_path, text, old, new, line, key, why, mend
):
    spoiled = text.replace(old, new, 1) if old else text
    read = read_text(tmp_path, spoiled)
    assert [(r.row, r.column) for r in read.refusals] == [(line, key)], read.refusals
    (refusal,) = read.refusals
    assert refusal.why.startswith(why) and refusal.mend.startswith(mend), refusal
    assert read.measure is None


def test_mistakes_are_all_said_at_once_in_the_order_of_lines(tmp_path):
    text = SHARE.replace("version: 3", "version: x").replace("kind: proportion", "kind: y")
    refusals = read_text(tmp_path, text.replace("title:", "titel:")).refusals
    assert [r.column for r in refusals] == ["title", "titel", "kind", "version"]


def test_file_is_named_after_its_slug(tmp_path):
    (refusal,) = read_text(tmp_path, SHARE, "another.yaml").refusals
    assert with_line(refusal) == (
        "another.yaml, line 1, slug 'our-share': The file's name says 'another'. "
        "Name the file after the slug."
    )


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path):
    content = SHARE.encode().replace(b"It matters.", b"It costs \xa3 2.")
    (refusal,) = read_text(tmp_path, content).refusals
    assert (refusal.row, refusal.mend) == (4, "Save it as UTF-8.")


def test_mark_of_a_windows_editor_is_passed_over(tmp_path):
    path = tmp_path / "our-share.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SHARE.replace("\n", "\r\n").encode())
    assert list(read_all([path])) == ["our-share"]


def test_long_value_is_shortened_where_it_is_said(tmp_path):
    refusal = read_text(tmp_path, SHARE.replace("version: 3", f"version: {'x' * 99}")).refusals[0]
    assert f"'{'x' * 59}…'" in with_line(refusal) and refusal.value == "x" * 99


def test_files_are_refused_together(tmp_path):
    paths = [tmp_path / "our-share.yaml", tmp_path / "our-rate.yaml"]
    paths[0].write_text(SHARE.replace("version: 3", "version: 0"))
    paths[1].write_text(RATE.replace("version: 1", "version: 0"))
    with pytest.raises(RefusedDefinitions) as refused:
        read_all(paths)
    assert str(refused.value).splitlines() == [
        "our-share.yaml, line 33, version '0': Versions start at 1. Give 1 or more.",
        "our-rate.yaml, line 24, version '0': Versions start at 1. Give 1 or more.",
    ]


def test_slug_is_defined_once(tmp_path):
    paths: list[Path] = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        paths.append(folder / "our-share.yaml")
        paths[-1].write_text(SHARE)
    with pytest.raises(RefusedDefinitions) as refused:
        read_all(paths)
    (refusal,) = refused.value.refusals
    assert (refusal.row, refusal.column) == (1, "slug")
    assert refusal.mend == "Give yours another slug."


# What may be said

ALLOWED = {
    "the same code in months that follow": SHARE.replace(
        "  but:", "    - {code: 0208020Y0, name: R, since: 2031-01}\n  but:"
    ),
    "a code that another covers in other months": SHARE.replace(
        "  but:", "    - {code: 0208020Y0AA, name: R, since: 2031-01}\n  but:"
    ),
    "a denominator of two codes that follow each other, the later one first": SHARE.replace(
        '    - {code: "020802", name: Oral anticoagulants}',
        '    - {code: "020802", name: After, since: 2015-01}\n'
        '    - {code: "0208020", name: Before, until: 2014-12}',
    ),
    "excluded above and below": SHARE.replace(
        "unit:", "  but:\n    - {code: 0208020Z0AAABAB, name: Apixaban 5mg tablets}\nunit:"
    ),
    "excluded below in months that do not count above": SHARE.replace(
        "unit:", "  but:\n    - {code: 0208020Y0, name: Rivaroxaban, until: 2011-12}\nunit:"
    ),
    "a share as it is": SHARE.replace('"%"', "share")
    .replace(": 100", ": 1").replace(": 80", ": 0.8"),
    "a draft that was checked": SHARE.replace("published", "draft"),
    "list sizes of the month only": RATE.replace("carried_months: 6", "carried_months: 0"),
    "a quantity that is given": GIVEN.replace("denominator: {by: given}", "denominator: {by: none}")
    .replace("kind: mean", "kind: quantity"),
}  # fmt: skip


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_is_not_refused(tmp_path, text):
    assert read_text(tmp_path, text).refusals == ()
