import csv
import io
import json

import pytest
from click.testing import CliRunner

from groundswell.cli.analyse.survival import survival

# Freireich et al. (1963), weeks in remission on 6-MP; + marks censored.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
SITES = "weeks,relapsed,arm\n" + "".join(
    f"{mark.rstrip('+')},{0 if '+' in mark else 1},6-MP\n" for mark in TREATED.split()
)


def run(tmp_path, text, *flags):
    file = tmp_path / "sites.csv"
    file.write_text(text)
    return CliRunner().invoke(
        survival, [str(file), "--time", "weeks", "--event", "relapsed", *flags]
    )


def rows(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_row_a_time_with_its_interval(tmp_path):
    found = rows(run(tmp_path, SITES))

    assert list(found[0]) == [
        "time", "at_risk", "events", "censored", "survival", "std_error", "low", "high",
    ]  # fmt: skip
    last = next(row for row in found if row["time"] == "23.0")
    assert (last["at_risk"], last["events"]) == ("6", "1")
    assert [float(last[k]) for k in ("survival", "std_error", "low", "high")] == pytest.approx(
        [0.4482, 0.1346, 0.1881, 0.6801], abs=1e-4
    )


def test_the_summary_is_a_median_a_group(tmp_path):
    text = SITES + "1,1,none\n3,1,none\n5,1,none\n"

    found = rows(run(tmp_path, text, "--group", "arm", "--summary"))

    assert found[0] == {
        "group": "6-MP", "n": "21", "events": "9", "median": "23.0", "low": "13.0", "high": "",
    }  # fmt: skip
    assert found[1]["median"] == "3.0"


def test_json_holds_rows_medians_and_warnings(tmp_path):
    told = json.loads(run(tmp_path, SITES, "--format", "json").stdout)

    group = told["groups"][0]
    assert (group["n"], group["median"], group["high"]) == (21, 23.0, None)
    assert len(group["rows"]) == 16
    assert "Greenwood" in told["method"]
    assert "only 9 adoptions" in group["warnings"][0].lower()


def test_the_picture_has_a_line_and_a_band_a_group(tmp_path):
    picture = tmp_path / "survival.svg"

    run(
        tmp_path, SITES + "1,1,none\n3,1,none\n5,0,none\n", "--group", "arm", "--plot", str(picture)
    )

    drawn = picture.read_text()
    assert drawn.count('aria-roledescription="line mark"') == 2
    assert drawn.count('aria-roledescription="area mark"') == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("weeks\n1\n", "has no column 'relapsed'"),
        ("weeks,relapsed\n-1,1\n", "column 'weeks', row 2, value '-1'"),
        ("weeks,relapsed\nlong,1\n", "column 'weeks', row 2, value 'long'"),
        ("weeks,relapsed\n1,1\n2,maybe\n", "column 'relapsed', row 3, value 'maybe'"),
    ],
)
def test_errors_name_column_row_and_value(tmp_path, text, says):
    result = run(tmp_path, text)

    assert result.exit_code == 1
    assert says in result.output


def test_a_site_without_a_group_is_refused_by_row(tmp_path):
    result = run(tmp_path, "weeks,relapsed,arm\n1,1,a\n2,1,\n", "--group", "arm")

    assert "column 'arm', row 3" in result.output
