"""`groundswell analyse spc` on files of an analyst's own."""

import csv
import io
import json

import numpy as np
import pytest
from click.testing import CliRunner

from groundswell.analysis.spc import NHSRPLOTTHEDOTS, chart, label_words
from groundswell.cli.analyse.spc import spc

HEADER = ["series", "date", "value", "mean", "lower", "upper", "label", "segment"]
HEADER += ["variation", "assurance"]
BASIC = ("--date", "d", "--value", "y", "--improvement", "increase")


@pytest.fixture
def ask(tmp_path):
    def run(text, *options, rebase=None):
        file = tmp_path / "own.csv"
        file.write_text(text)
        if rebase is not None:
            (tmp_path / "rebase.csv").write_text(rebase)
            options = (*options, "--rebase", str(tmp_path / "rebase.csv"))
        return CliRunner().invoke(spc, [str(file), *options])

    return run


def months(count, start=0):
    return [f"{2020 + at // 12}-{at % 12 + 1:02}-01" for at in range(start, start + count)]


def file_of(series, extra=""):
    rows = [f"s,d,y{',' + extra if extra else ''}"]
    rows += [f"{name},{day},{value}" for name, points in series.items() for day, value in points]
    return "\n".join(rows) + "\n"


def rows_of(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_columns_and_numbers_are_those_of_the_function(ask):
    y = np.random.default_rng(1).normal(50, 5, (2, 24))
    text = file_of({f"site {i}": zip(months(24), y[i], strict=True) for i in range(2)})
    rows = rows_of(ask(text, "--series", "s", *BASIC, "--rules", "nhsrplotthedots"))
    expected = chart(y, rules=NHSRPLOTTHEDOTS)
    assert list(rows[0]) == HEADER
    assert [float(row["upper"]) for row in rows] == expected.upper.reshape(-1).tolist()
    words = label_words(7, 7)
    assert [row["label"] for row in rows] == [words[code] for code in expected.label.reshape(-1)]
    assert {row["assurance"] for row in rows} == {""}


@pytest.mark.real_data
def test_the_reference_file_through_the_command(real_data):
    file = real_data / "reference" / "spc_xmr_plain.csv"
    options = ["--series", "f", "--date", "x", "--value", "y", "--improvement", "increase"]
    options += ["--rules", "nhsrplotthedots", "--target", "52"]
    rows = rows_of(CliRunner().invoke(spc, [str(file), *options]))
    with file.open(newline="") as opened:
        theirs = list(csv.DictReader(opened))
    for ours, other in zip(rows, theirs, strict=True):
        assert ours["label"] == other["special_cause_type"]
        assert ours["variation"] == other["point_type"]
        assert ours["assurance"] == other["assurance_type"]
        assert float(ours["lower"]) == pytest.approx(float(other["lpl"]), abs=1e-9)


def test_rows_are_sorted_and_series_keep_the_order_of_the_file(ask):
    text = "s,d,y\nb,2024-02,2\nb,2024-01,1\na,2024-01,3\n"
    rows = rows_of(ask(text, "--series", "s", *BASIC))
    assert [(row["series"], row["date"], row["value"]) for row in rows] == [
        ("b", "2024-01-01", "1.0"),
        ("b", "2024-02-01", "2.0"),
        ("a", "2024-01-01", "3.0"),
    ]


def test_too_few_points_have_no_limits_and_a_gap_has_no_label(ask):
    text = file_of({"a": [*zip(months(5), [1, 2, "", 4, 5], strict=True)]})
    result = ask(text, *BASIC)
    rows = rows_of(result)
    assert [row["label"] for row in rows] == ["Insufficient"] * 2 + [""] + ["Insufficient"] * 2
    assert {row["upper"] for row in rows} == {""}
    assert "fewer than 13 values" in result.stderr


def test_rebase_files_cut_all_series_or_one(ask):
    y = np.random.default_rng(2).normal(50, 5, 24)
    text = file_of({name: zip(months(24), y, strict=True) for name in "ab"})
    both = rows_of(ask(text, "--series", "s", *BASIC, rebase="date\n2020-07-01\n"))
    assert [row["segment"] for row in both] == (["1"] * 6 + ["2"] * 18) * 2
    one = rows_of(ask(text, "--series", "s", *BASIC, rebase="series,date\nb,2021-01-01\n"))
    assert [row["segment"] for row in one] == ["1"] * 24 + ["1"] * 12 + ["2"] * 12


def test_proportions_with_targets_that_change(ask):
    lines = ["d,y,n,goal"]
    lines += [f"{day},{60 + i % 3},200,{10 if i < 20 else 90}" for i, day in enumerate(months(24))]
    options = (*BASIC, "--size", "n", "--chart", "p", "--multiplier", "100")
    rows = rows_of(ask("\n".join(lines), *options, "--target-column", "goal"))
    assert {row["assurance"] for row in rows} == {"consistent_fail"}
    assert float(rows[0]["value"]) == 30


def test_json_says_method_and_warnings(ask):
    y = np.random.default_rng(3).normal(50, 5, (2, 20))
    text = file_of({str(i): zip(months(20), y[i], strict=True) for i in range(2)})
    told = json.loads(ask(text, "--series", "s", *BASIC, "--format", "json").stdout)
    assert told["method"].endswith("rules groundswell")
    assert "noise alone would show about" in told["warnings"][-1]
    assert list(told["rows"][0]) == HEADER and len(told["rows"]) == 40


def test_a_picture(ask, tmp_path):
    y = np.random.default_rng(4).normal(50, 5, 20)
    text = file_of({"a": zip(months(20), y, strict=True)})
    result = ask(text, *BASIC, "--target", "55", "--plot", str(tmp_path / "out.svg"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out.svg").read_text().startswith('<svg role="img" aria-label="Control')


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("d,y\n2024-01,1\n", ("--series", "place"), "no column 'place'; its columns are d, y"),
        ("d,y\n2024-01,1\n2024-02,x\n", (), "column 'y', row 3, value 'x': write a number"),
        ("d,y\n2024-01,inf\n", (), "column 'y', row 2, value 'inf'"),
        ("d,y\n1 May,1\n", (), "column 'd', row 2, value '1 May': write a date as 2024-04-01"),
        ("d,y\n2024-01,1\n2024-01,2\n", (), "rows 2 and 3 both hold the series on 2024-01-01"),
        ("d,y\n", (), "no rows"),
        ("d,y\n2024-01,1\n", ("--chart", "p"), "--size is for p and u charts, and they need it"),
        ("d,y\n2024-01,-1\n", ("--chart", "t"), "column 'y', row 2, value -1"),
        (
            "d,y,n\n2024-01,5,4\n",
            ("--chart", "p", "--size", "n"),
            "column 'y', row 2, value 5: more than the size 4 in column 'n'",
        ),
        ("d,y\n2024-01,1\n", ("--target", "1", "--target-column", "y"), "not both"),
        ("d,y\n2024-01,1\n", ("--multiplier", "100"), "multiply the values"),
    ],
)
def test_wrong_files_and_flags(ask, text, options, says):
    result = ask(text, *BASIC, *options)
    assert result.exit_code != 0
    assert says in result.output


def test_a_rebase_of_an_unknown_series_is_refused(ask):
    result = ask("d,y\n2024-01,1\n", *BASIC, rebase="series,date\nx,2024-01-01\n")
    assert "column 'series', row 2, value 'x': own.csv has no such series" in result.output
