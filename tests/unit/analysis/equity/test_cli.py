"""`groundswell analyse equity` on files of an analyst's own."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from groundswell.analysis.equity import inequality
from groundswell.cli.analyse.equity import equity

FIFTHS = "fifth,x,n\n1,100,1000\n2,120,1000\n3,140,1000\n4,160,1000\n5,180,1000\n"
BASIC = ("--group", "fifth", "--numerator", "x", "--population", "n")


@pytest.fixture
def ask(tmp_path):
    def run(text, *options):
        (tmp_path / "own.csv").write_text(text)
        return CliRunner().invoke(equity, [str(tmp_path / "own.csv"), *options])

    return run


def rows_of(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_groups_and_indices(ask):
    rows = rows_of(ask(FIFTHS, *BASIC))
    expected = inequality([100, 120, 140, 160, 180], [1000] * 5)
    assert list(rows[0]) == ["series", "measure", "group", "estimate", "low", "high", "n"]
    assert [row["measure"] for row in rows] == ["reach"] * 5 + ["slope_index", "relative_index"]
    assert float(rows[5]["estimate"]) == expected.slope_index.estimate
    assert float(rows[6]["high"]) == expected.relative_index.high
    assert rows[5]["n"] == "5000.0"


def test_rows_of_a_group_add_up_and_blanks_count_in_neither_sum(ask):
    rows = rows_of(ask(FIFTHS + "1,,500\n1,10,100\n,7,70\n", *BASIC))
    assert float(rows[0]["estimate"]) == 10
    assert rows[0]["n"] == "1100.0"


def test_an_unknown_group_keeps_its_place(ask):
    result = ask(FIFTHS.replace("3,140,1000", "3,,1000"), *BASIC)
    rows = rows_of(result)
    assert rows[2]["estimate"] == ""
    assert float(rows[5]["estimate"]) == pytest.approx(10)
    assert "Group 3: not known" in result.stderr


def test_series_and_json(ask):
    lines = FIFTHS.splitlines()
    text = "\n".join(["s," + lines[0], *(f"{s},{line}" for s in "ab" for line in lines[1:])])
    told = json.loads(ask(text, *BASIC, "--series", "s", "--format", "json").stdout)
    assert [row["series"] for row in told["rows"]] == ["a"] * 7 + ["b"] * 7
    assert told["warnings"] == {"a": [], "b": []}


def test_errors_between_sites(ask):
    text = "fifth,x,n\n" + "".join(f"{g},{x},100\n" for g in range(1, 6) for x in (10, 30))
    wide = rows_of(ask(text, *BASIC, "--between-sites"))
    plain = rows_of(ask(text, *BASIC))
    assert wide[5]["estimate"] == plain[5]["estimate"]
    assert float(wide[5]["high"]) > 2 * float(plain[5]["high"])
    alone = ask(FIFTHS, *BASIC, "--between-sites")
    assert "Fewer than 3 groups" in alone.stderr


def test_a_picture(ask, tmp_path):
    result = ask(FIFTHS, *BASIC, "--plot", str(tmp_path / "out.svg"))
    assert result.exit_code == 0, result.output
    drawn = (tmp_path / "out.svg").read_text()
    assert drawn.startswith('<svg role="img" aria-label="Reach by deprivation')
    assert "mark-line" in drawn


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("6,1,2", "column 'fifth', row 7, value '6': write a group from 1"),
        ("1,5,2", "column 'x', row 7, value 5: more than the population 2 in column 'n'"),
        ("1,-5,2", "column 'x', row 7, value -5"),
        ("1,five,9", "column 'x', row 7, value 'five'"),
    ],
)
def test_wrong_values(ask, row, says):
    result = ask(FIFTHS + row + "\n", *BASIC)
    assert result.exit_code != 0
    assert says in result.output
