import csv
import io
import json

import pytest
from click.testing import CliRunner

from groundswell.cli.analyse.curve import curve

VCR = [840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]


def run(tmp_path, text, *flags):
    file = tmp_path / "adopters.csv"
    file.write_text(text)
    return CliRunner().invoke(curve, [str(file), "--time", "t", "--new", "n", *flags])


def vcr(extra=""):
    return "t,n\n" + "".join(f"{1980 + i},{n}\n" for i, n in enumerate(VCR)) + extra


def rows(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize(
    ("estimator", "p"),
    [("interval-nls", 0.00878896), ("density-nls", 0.00659396), ("ols", 0.0216468)],
)
def test_columns_are_m_p_q_sse_and_p_is_the_estimators(tmp_path, estimator, p):
    result = run(tmp_path, vcr(), "--model", "bass", "--estimator", estimator)

    assert result.stdout.splitlines()[0] == "m,p,q,sse"
    assert float(rows(result)[0]["p"]) == pytest.approx(p, rel=1e-5)


def test_json_names_the_method_and_the_number_of_periods(tmp_path):
    result = run(tmp_path, vcr(), "--model", "gompertz", "--format", "json")

    told = json.loads(result.stdout)
    assert (told["model"], told["estimator"]) == ("gompertz", "interval-nls")
    assert told["rows"][0]["n"] == 10
    assert told["rows"][0]["sse"] == pytest.approx(3.203e6, rel=1e-3)


def test_series_in_any_order_with_gaps_by_month(tmp_path):
    lines = ["n,s,t"]
    for i in reversed(range(10)):
        lines.append(f"{VCR[i]},a,2020-{i + 1:02d}")
        lines.append(f"{'' if i == 4 else VCR[i] * 2},b,2021-{i + 1:02d}")
    result = run(tmp_path, "\n".join(lines), "--series", "s")

    a, b = rows(result)
    assert list(a) == ["series", "m", "p", "q", "sse"]
    assert (a["series"], b["series"]) == ("a", "b")
    assert float(a["m"]) == pytest.approx(67660.0, rel=1e-6)
    assert float(b["m"]) == pytest.approx(2 * 67660.0, rel=0.02)


def test_eligible_sites_hold_or_bound_the_ceiling(tmp_path):
    held = rows(run(tmp_path, vcr(), "--ceiling", "80000"))[0]
    bounded = rows(run(tmp_path, vcr(), "--at-most", "65000"))[0]

    assert (float(held["m"]), float(bounded["m"])) == (80000, 65000)
    assert run(tmp_path, vcr(), "--ceiling", "9", "--at-most", "9").exit_code == 2


def test_warnings_go_to_the_error_stream(tmp_path):
    early = "t,n\n" + "".join(f"{i},{2**i}\n" for i in range(8))

    result = run(tmp_path, early)

    assert "Mind: The series gives a ceiling" in result.stderr
    assert "Mind" not in result.stdout


def test_an_ols_curve_that_cannot_be_drawn_leaves_a_picture_of_points(tmp_path):
    ultrasound = [5, 3, 2, 5, 7, 12, 6, 16, 16, 28, 28, 21, 13, 6]
    text = "t,n\n" + "".join(f"{i},{n}\n" for i, n in enumerate(ultrasound))
    picture = tmp_path / "curve.svg"

    result = run(tmp_path, text, "--estimator", "ols", "--plot", str(picture))

    assert float(rows(result)[0]["p"]) < 0
    assert picture.read_text().count('aria-roledescription="circle"') == 14


@pytest.mark.parametrize("times", [range(1980, 1990), [f"2020-{i:02d}" for i in range(1, 11)]])
def test_the_picture_shows_every_point_and_the_curve_ahead(tmp_path, times):
    text = "t,n\n" + "".join(f"{t},{n}\n" for t, n in zip(times, VCR, strict=True))
    picture = tmp_path / "curve.svg"

    run(tmp_path, text, "--plot", str(picture))

    drawn = picture.read_text()
    assert drawn.startswith('<svg role="img" aria-label=')
    assert drawn.count('aria-roledescription="circle"') == 10
    assert 'stroke-dasharray="5,4"' in drawn


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("t,m\n1,2\n", "has no column 'n'"),
        ("t,n\n1,2\n2,x\n", "column 'n', row 3, value 'x'"),
        ("t,n\n1,2\n2,-4\n", "column 'n', row 3, value '-4': new adopters are 0 or more"),
        ("t,n\n1.5,2\n", "column 't', row 2, value '1.5'"),
        ("t,n\nMay,2\n", "column 't', row 2, value 'May'"),
        ("t,n\n2020-01-15,2\n", "periods are months"),
        ("t,n\n2020-13,2\n", "write a month as 2024-04"),
        ("t,n\n1,2\n1,3\n", "rows 2 and 3: both hold 1"),
        ("t,n\n1,2\n900000,3\n", "is one of them a slip"),
        ("t,n\n1,2\n2,3\n", "column 'n': series of all rows has 2 periods"),
    ],
)
def test_errors_name_column_row_and_value(tmp_path, text, says):
    result = run(tmp_path, text)

    assert result.exit_code == 1
    assert says in result.output
