"""What nobody can see in a cell is repaired, told once with how often, and changes nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables.bounds import Room
from groundswell.submissions.tables.building import SheetBuilder
from groundswell.submissions.tables.tidying import DOUBLED, ENDS, INVISIBLE, SPACES, tidied
from tests.support.examples import many

from .reading import rows_of


@pytest.mark.parametrize(
    ("text", "tidy", "kinds"),
    [
        ("live", "live", ()),
        (" live ", "live", (ENDS,)),
        ("live\n", "live", (ENDS,)),
        ("\tlive", "live", (SPACES, ENDS)),
        ("\xa0live\u202f", "live", (SPACES, ENDS)),
        ("Severn  Surgery", "Severn Surgery", (DOUBLED,)),
        ("Severn\xa0Surgery", "Severn Surgery", (SPACES,)),
        ("smart\u2011inhaler", "smart-inhaler", (SPACES,)),
        ("\ufeffL81\u200b001\u00ad", "L81001", (INVISIBLE,)),
        ("L81\x07001", "L81001", (INVISIBLE,)),
        ("one\r\ntwo", "one\ntwo", ()),
        ("one \n two", "one\ntwo", (ENDS,)),
        ("one\u2028two", "one\ntwo", ()),
        ("lone \ud800 half", "lone half", (INVISIBLE, DOUBLED)),
        ("“live” – it’s “on”", "“live” – it’s “on”", ()),
        (" \xa0\u200b ", "", ()),
    ],
)
def test_cell_is_tidied_and_the_repair_named(text, tidy, kinds):
    assert tidied(text) == (tidy, kinds)


@many
@given(st.text(st.sampled_from("ab \t\r\n\xa0\u200b\u2011\ufeff\x00,-“\u2003"), max_size=12))
def test_tidied_text_is_tidy_and_keeps_its_letters(text):
    tidy, kinds = tidied(text)
    assert tidied(tidy) == (tidy, ())
    assert tidy == tidy.strip() and "  " not in tidy
    keep = str.maketrans("\u2011", "-", " \t\r\n\xa0\u200b\ufeff\x00\u2003")
    assert tidy.translate(keep) == text.translate(keep)
    changed_spaces = text.replace("\r\n", "\n").replace("\r", "\n") != tidy
    assert not tidy or bool(kinds) == changed_spaces


@many
@given(st.text(max_size=20).filter(lambda text: not text.startswith(("=", "#"))))
def test_quick_look_takes_only_tidy_text_for_tidy(text):
    sheet = SheetBuilder("", Findings("file"), Room("file"))
    sheet.add_row(1, [text, "x"])
    assert sheet.sheet().rows[0].values[0] == tidied(text)[0]


def test_seven_thousand_repairs_are_one_note_of_each_kind_with_the_first_place():
    rows = "".join(f"L8{n:04},two  words\u200b \n" for n in range(7_000))
    _, findings = rows_of(f"site,note\n{rows}".encode(), "file.csv")
    assert [(n.row, n.text) for n in findings.notes] == [
        (2, f"{kind} (7,000), such as 'two  words\\u200b '.") for kind in (INVISIBLE, ENDS, DOUBLED)
    ]
