"""`groundswell analyse its` on files of an analyst's own."""

import csv
import io
import json
import math

import pytest
from click.testing import CliRunner

from groundswell.cli.analyse import analyse


def text_of(shift=0.0, series="", months=36):
    lines = []
    for month in range(months):
        value = 50 + 0.5 * month + (10 + shift) * (month >= 24) + (month * 7 % 5)
        label = f"{2020 + month // 12}-{month % 12 + 1:02d}"
        lines.append(f"{series},{label},{value:.0f},1000")
    return "\n".join(lines) + "\n"


HEADER = "area,month,admissions,people\n"


@pytest.fixture
def run(tmp_path):
    def call(*arguments, text=None, interruption="2022-01"):
        file = tmp_path / "series.csv"
        file.write_text(HEADER + text_of() if text is None else text)
        needed = ["--time", "month", "--outcome", "admissions", "--interruption", interruption]
        return CliRunner().invoke(analyse, ["its", str(file), *needed, *arguments])

    return call


def table(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_step_is_found_and_terms_named(run):
    found = table(run())
    assert list(found[0]) == ["term", "estimate", "std_error", "low", "high"]
    assert [row["term"] for row in found] == ["intercept", "slope", "level_change", "slope_change"]
    assert float(found[2]["estimate"]) == pytest.approx(10, abs=3)


def test_counts_give_ratios(run):
    found = table(run("--model", "quasi-poisson", "--exposure", "people", "--no-slope"))
    assert list(found[0])[-3:] == ["ratio", "ratio_low", "ratio_high"]
    assert float(found[2]["ratio_low"]) < float(found[2]["ratio"]) < float(found[2]["ratio_high"])
    for term, ratio in (("estimate", "ratio"), ("low", "ratio_low"), ("high", "ratio_high")):
        assert math.exp(float(found[2][term])) == pytest.approx(float(found[2][ratio]))


def test_each_series_is_fitted_apart(run):
    text = HEADER + text_of(series="north") + text_of(shift=30, series="south")
    found = table(run("--series", "area", text=text))
    steps = {
        row["series"]: float(row["estimate"]) for row in found if row["term"] == "level_change"
    }
    assert steps["south"] - steps["north"] == pytest.approx(30, abs=1e-6)


def test_rows_in_any_order_give_the_same(run):
    lines = text_of().splitlines()
    shuffled = HEADER + "\n".join(lines[::-1]) + "\n"
    assert run(text=shuffled).stdout == run().stdout


def test_json_has_the_series_with_and_without(run):
    document = json.loads(run("--format", "json", "--harmonics", "1").stdout)
    [series] = document["series"]
    assert series["times"][0] == "2020-01" and series["n"] == 36
    assert len(series["fitted"]) == len(series["counterfactual"]) == 36
    assert [term["term"] for term in series["terms"]][-2:] == ["sin1", "cos1"]


def test_warnings_go_to_stderr(run):
    result = run("--small-sample", text=HEADER + text_of(months=30))
    assert "Mind: 24 times before and 6 after" in result.stderr


def test_picture_is_written(run, tmp_path):
    run("--plot", str(tmp_path / "series.svg"))
    assert "Before and from 2022-01" in (tmp_path / "series.svg").read_text()


@pytest.mark.parametrize(
    ("arguments", "text", "interruption", "message"),
    [
        ((), HEADER + text_of().replace("2021-03", "2021-02"), "2022-01", "row 16: a second row"),
        ((), HEADER + text_of(months=9) + ",2024-05,7,9\n", "2020-04", "must be consecutive"),
        ((), HEADER + "a,2020-01,,1\n", "2022-01", "column 'admissions', row 2, value ''"),
        ((), None, "2030-01", "leaves 36 times before it"),
        ((), None, "24", "not a month"),
        (("--exposure", "people"), None, "2022-01", "--exposure is for counts"),
        (("--model", "poisson", "--lag", "2"), None, "2022-01", "are for --model ols"),
        (("--harmonics", "9"), None, "2022-01", "9 harmonics do not fit"),
        (("--series", "place"), None, "2022-01", "has no column 'place'"),
    ],
)
def test_what_cannot_be_fitted_is_refused_by_name(run, arguments, text, interruption, message):
    result = run(*arguments, text=text, interruption=interruption)
    assert result.exit_code in (1, 2)
    assert message in result.stderr


@pytest.mark.real_data
def test_proposition_99_equals_r(run, real_data):
    """lm with sandwich::NeweyWest, lag 1, to six decimals."""
    lines = (real_data / "reference" / "prop99.csv").read_text().replace('"', "").splitlines()
    kept = [line.split(",") for line in lines[1:] if line.startswith("California")]
    text = "state,month,admissions\n" + "".join(f"{s},{y},{p}\n" for s, y, p, _ in kept)
    found = {row["term"]: row for row in table(run("--lag", "1", text=text, interruption="1989"))}
    assert float(found["level_change"]["estimate"]) == pytest.approx(-20.058097, abs=5.1e-7)
    assert float(found["level_change"]["std_error"]) == pytest.approx(4.724395, abs=5.1e-7)
