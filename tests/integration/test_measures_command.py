"""`groundswell measures`: list, show and check, as somebody at a terminal sees them."""

from datetime import date

import pytest
from click.testing import CliRunner

from groundswell.cli.measure_pages import measures_page
from groundswell.cli.measures import measures
from groundswell.measures.definition import CodeCount
from groundswell.measures.definition_file import read_all
from groundswell.measures.registry import SHIPPED
from tests.support.definitions import GIVEN, QUANTITY, RATE, SHARE

EPD = """\
YEAR_MONTH,PRACTICE_CODE,BNF_CODE,ITEMS,TOTAL_QUANTITY,ADQUSAGE,NIC,ACTUAL_COST,UNIDENTIFIED
201906,A81001,0208020Z0AAABAB,3,84,0,1,1,N
2019_06,A81001,0208020Y0BBAAAA,3,84,0,1,1,N
"""
SCMD = """\
YEAR_MONTH,ODS_CODE,VMP_SNOMED_CODE,TOTAL_QUANITY_IN_VMP_UNIT,INDICATIVE_COST
2019-06,RXQ,31210311000001108,3,
"""
WITHOUT_MONTH = """\
Practice Code,BNF Code,Items,ADQ Usage,NIC,Actual Cost
A81001,0208020Z0AAABAB,3,84,1,1
A81001,0208020Y0BBAAAA,3,84,1,1
"""


@pytest.fixture
def files(tmp_path):
    """Write files by name and text; their paths."""

    def write(**texts: str):
        for name, text in texts.items():
            name = name.replace("__", ".").replace("_", "-")
            (tmp_path / name).write_text(text)
        return tmp_path

    return write


def run(*words):
    return CliRunner().invoke(measures, [str(word) for word in words])


@pytest.fixture
def today(monkeypatch):
    def set_day(day):
        monkeypatch.setattr("groundswell.cli.measures.timezone.localdate", lambda: day)

    return set_day


# List and show


def test_list_says_kind_status_and_version():
    done = run("list")
    assert done.exit_code == 0
    line = next(x for x in done.stdout.splitlines() if x.startswith("doac-share "))
    assert line.split()[:4] == ["doac-share", "proportion", "preview", "v1"]
    assert line.endswith(
        "Direct oral anticoagulants as a share of anticoagulants for atrial fibrillation"
    )


def test_list_says_what_is_for_demonstration():
    lines = run("list").stdout.splitlines()
    assert [x.split()[0] for x in lines if x.endswith("(demonstration)")]
    assert not any(x.startswith("doac-share") and "demonstration" in x for x in lines)


def test_show_says_everything_a_checker_asks(settings, files):
    settings.MEASURES = str(
        files(our_share__yaml=SHARE.replace("notes:", "source: A list.\nnotes:"))
    )
    done = run("show", "our-share")
    assert done.exit_code == 0
    for said in (
        "our-share: Our share of everything",
        "Version 3, published. Written by A Writer, checked by B Reader; next review by "
        "22 November 2027.",
        "Why: It matters.",
        "Value: 100 x numerator / denominator, in %. More is better. Target: 80.",
        "Kind: proportion. Source class: administrative. Counts: activity.",
        "Sites: GP practice.",
        "Shows the use of: apixaban.",
        "Numerator: items of the English Prescribing Dataset, rows with these codes, without those "
        "excluded.",
        "  0208020Y0           Rivaroxaban, from January 2012, to December 2030",
        "  0208020Z0AAABAB     Apixaban 5mg tablets (excluded)",
        "Denominator: items of the English Prescribing Dataset, rows with these codes.",
        "Source: A list.",
        "Notes: Not much.",
    ):
        assert said in done.stdout.splitlines(), said
    assert f"File: {settings.MEASURES}/our-share.yaml" in done.stdout


def test_show_says_what_is_not_counted_from_rows(settings, files):
    settings.MEASURES = str(
        files(our_given__yaml=GIVEN, our_rate__yaml=RATE, our_quantity__yaml=QUANTITY)
    )
    given, rate, quantity = (run("show", f"our-{n}").stdout for n in ("given", "rate", "quantity"))
    assert "Numerator: given ready-made in series files." in given
    assert "For demonstration: its numbers are made up." in given
    assert "checked by nobody yet" in given and "Neither more nor less is better." in given
    assert "Denominator: registered patients, the newest number at most 6 months old." in rate
    assert "Less is better." in rate
    assert "Denominator: none: a plain quantity." in quantity
    assert "Value: numerator, in vials." in quantity


def test_show_of_an_unknown_measure_offers_near_ones():
    done = run("show", "doac-shares")
    assert done.exit_code == 1
    assert "There is no measure 'doac-shares'. Did you mean doac-share?" in done.stderr


@pytest.mark.parametrize("words", [("list",), ("show", "doac-share"), ("check",)])
def test_broken_definition_of_the_network_is_said_whatever_is_asked(settings, files, words):
    settings.MEASURES = str(files(our_rate__yaml=RATE.replace("kind: rate", "kind: rat")))
    done = run(*words)
    assert done.exit_code == 1
    assert "our-rate.yaml, line 16, kind 'rat': This is not one of the values" in done.stderr
    assert "Did you mean rate?" in done.stderr


# Check


def test_check_without_files_reads_all_that_are_in_use(settings, files):
    settings.MEASURES = str(files(our_share__yaml=SHARE))
    shipped = len(run("list").stdout.splitlines()) - 1
    done = run("check")
    assert (done.exit_code, done.stdout) == (
        0,
        f"{shipped + 1} definitions checked, none refused.\n",
    )


def test_check_of_one_file(files):
    done = run("check", files(our_share__yaml=SHARE) / "our-share.yaml")
    assert (done.exit_code, done.stdout) == (0, "1 definition checked, none refused.\n")


def test_check_says_everything_that_is_wrong(files):
    text = SHARE.replace("version: 3", "version: x").replace("kind: proportion", "kind: y")
    done = run("check", files(our_share__yaml=text) / "our-share.yaml")
    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()[1:]] == [
        "our-share.yaml, line 22, kind 'y'",
        "our-share.yaml, line 33, version 'x'",
    ]


def test_check_notes_a_review_that_is_overdue_and_goes_on(files, today):
    path = files(our_share__yaml=SHARE) / "our-share.yaml"
    today(date(2027, 11, 22))
    assert "Note" not in run("check", path).stdout
    today(date(2027, 11, 23))
    done = run("check", path)
    assert done.exit_code == 0
    assert "Note: our-share.yaml: its review was due by 2027-11-22." in done.stdout


def test_check_against_rows_that_have_every_code(files):
    folder = files(our_share__yaml=SHARE, rows__csv=EPD)
    done = run("check", folder / "our-share.yaml", "--against", "epd", folder / "rows.csv")
    assert done.exit_code == 0, done.output
    assert "epd: 0 codes without a row in 2019-06.\n" in done.stdout


def test_check_against_rows_refuses_a_code_that_no_row_has(files):
    rows = EPD.replace("0208020Y0BBAAAA", "0208020X0BBAAAA")
    folder = files(our_share__yaml=SHARE, rows__csv=rows)
    done = run("check", folder / "our-share.yaml", "--against", "epd", folder / "rows.csv")
    assert done.exit_code == 1
    assert (
        "our-share.yaml, line 11, numerator.codes[1] '0208020Y0': No row of English Prescribing "
        "Dataset has Rivaroxaban in 2019-06. Mend the code, or say since or until which month "
        "there are rows.\n"
    ) in done.stdout
    assert "epd: 1 code without a row in 2019-06.\n" in done.stdout


def test_check_against_several_files_asks_each_source_for_its_own(files):
    folder = files(
        our_share__yaml=SHARE,
        our_quantity__yaml=QUANTITY,
        first__csv=EPD.replace("0208020Y0BBAAAA", "0501013B0AAABAB"),
        second__csv=EPD.replace("0208020Z0AAABAB", "0501013B0AAABAB"),
        hospital__csv=SCMD,
    )
    done = run(
        "check", folder / "our-share.yaml", folder / "our-quantity.yaml",
        "--against", "epd", folder / "first.csv", "--against", "epd", folder / "second.csv",
        "--against", "scmd", folder / "hospital.csv",
    )  # fmt: skip
    assert done.exit_code == 1
    assert "epd: 0 codes without a row in 2019-06." in done.stdout
    assert "our-quantity.yaml, line 11, numerator.codes[1] '18671311000001102'" in done.stdout


def test_check_against_rows_of_several_months_says_which(files):
    folder = files(our_share__yaml=SHARE, rows__csv=EPD.replace("2019_06", "2019-11"))
    done = run("check", folder / "our-share.yaml", "--against", "epd", folder / "rows.csv")
    assert "epd: 0 codes without a row in 2019-06 to 2019-11.\n" in done.stdout


def test_check_against_rows_of_no_month_at_all(files):
    folder = files(our_share__yaml=SHARE, rows__csv=EPD.splitlines()[0] + "\n")
    done = run("check", folder / "our-share.yaml", "--against", "epd", folder / "rows.csv")
    assert "epd: 0 codes without a row in no month.\n" in done.stdout


def test_check_against_a_file_that_is_no_table(files):
    folder = files(our_share__yaml=SHARE)
    (folder / "rows.csv").write_bytes(b"\xff\xfe\x00\x01" * 50)
    done = run("check", folder / "our-share.yaml", "--against", "epd", folder / "rows.csv")
    assert done.exit_code == 1 and "rows.csv" in done.stderr


def test_check_against_rows_that_do_not_say_their_month(files):
    folder = files(our_share__yaml=SHARE, rows__csv=WITHOUT_MONTH)
    words = ("check", folder / "our-share.yaml", "--against", "epd", folder / "rows.csv")
    done = run(*words)
    assert done.exit_code == 1
    assert "rows.csv does not say its month. Give it with --month." in done.stderr
    done = run(*words, "--month", "2019-06")
    assert done.exit_code == 0, done.output
    assert "0 codes without a row in 2019-06." in done.stdout


def test_check_against_a_file_of_something_else(files):
    folder = files(our_share__yaml=SHARE, rows__csv="a,b\n1,2\n")
    done = run("check", folder / "our-share.yaml", "--against", "epd", folder / "rows.csv")
    assert done.exit_code == 1
    assert "rows.csv does not have the headings of the English Prescribing Dataset." in done.stderr


def test_check_refuses_what_is_no_month(files):
    done = run("check", files(our_share__yaml=SHARE) / "our-share.yaml", "--month", "June")
    assert done.exit_code == 2
    assert "'June' is not a month. Write it as 2018-04." in done.stderr


# The reference


def test_reference_has_every_shipped_measure_with_every_code():
    page = measures_page()
    for shipped in read_all(sorted(SHIPPED.glob("*.yaml"))).values():
        assert f"## {shipped.slug}\n" in page and shipped.notes in page
        for _, part in shipped.parts():
            for code in (*part.codes, *part.but) if isinstance(part, CodeCount) else ():
                assert f"| `{code.code}` | {code.name}" in page


def test_reference_names_a_code_of_both_sides_once():
    section = measures_page().partition("## doac-share\n")[2].partition("\n## ")[0]
    codes = [line for line in section.splitlines() if line.startswith("| `")]
    assert codes == [
        "| `0208020Z0` | Apixaban | numerator and denominator |",
        "| `0208020X0` | Dabigatran etexilate | numerator and denominator |",
        "| `0208020AA` | Edoxaban, from July 2015 | numerator and denominator |",
        "| `0208020Y0` | Rivaroxaban | numerator and denominator |",
        "| `0208020V0` | Warfarin sodium | denominator |",
    ]


def test_reference_leaves_out_what_a_network_adds(settings, files):
    settings.MEASURES = str(files(our_share__yaml=SHARE))
    assert "our-share" not in measures_page()
