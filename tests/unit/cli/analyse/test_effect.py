"""`groundswell analyse effect` on files of an analyst's own."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from groundswell.cli.analyse import analyse

HEADER = "site,month,value,start,network,size\n"


def rows(change=lambda site, month, value: value, n_sites=12, n_months=8):
    """Sites 0-3 start in month 4, 4-7 in month 6, 8-11 never; effect 5; exact otherwise."""
    for site in range(n_sites):
        start = {0: 4, 1: 6}.get(site // 4, 0)
        for month in range(1, n_months + 1):
            value = site + 2 * month + (5 if start and month >= start else 0)
            value += ((7 * site + 3 * month) % 5) / 10
            yield f"{site},{month},{change(site, month, value)},{start},{site % 6},{site}\n"


@pytest.fixture
def run(tmp_path):
    def call(*arguments, text=None, columns=()):
        file = tmp_path / "sites.csv"
        file.write_text(HEADER + "".join(rows()) if text is None else text)
        named = {"unit": "site", "time": "month", "outcome": "value", "cohort": "start"}
        named |= dict(columns)
        flags = [part for name, column in named.items() for part in (f"--{name}", column)]
        return CliRunner().invoke(analyse, ["effect", str(file), *flags, *arguments])

    return call


def table(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_columns_and_rows_are_as_promised(run):
    result = run("--draws", "50")
    found = table(result)
    assert ",".join(found[0]) == "aggregation,cohort,time,estimate,std_error,low,high"
    assert {row["aggregation"] for row in found} == {
        "group_time",
        "simple",
        "overall_event",
        "event",
        "overall_group",
        "group",
        "overall_calendar",
        "calendar",
    }
    simple = next(row for row in found if row["aggregation"] == "simple")
    assert (simple["cohort"], simple["time"]) == ("", "")
    assert float(simple["low"]) < 5 < float(simple["high"])
    assert "Check: 12 units, 2 cohorts, 33.3% never treated." in result.stderr
    assert "Mind: The smallest cohort has 4 units" in result.stderr


def test_same_seed_same_file(run):
    assert run("--draws", "50", "--seed", "3").stdout == run("--draws", "50", "--seed", "3").stdout


def test_bands_are_wider_than_single_intervals(run):
    def width(result):
        event = [row for row in table(result) if row["aggregation"] == "event"]
        return float(event[0]["high"]) - float(event[0]["low"])

    assert width(run("--draws", "200")) > width(run("--draws", "0"))


def test_months_are_read_and_written_as_months(run):
    text = HEADER + "".join(rows())
    lines = []
    for line in text.splitlines()[1:]:
        site, month, value, start, *rest = line.split(",")
        start = "never" if start == "0" else f"2024-{int(start):02d}"
        lines.append(",".join([site, f"2024-{int(month):02d}-01", value, start, *rest]))
    found = table(run("--draws", "0", text=HEADER + "\n".join(lines) + "\n"))
    plain = table(run("--draws", "0"))
    first = next(row for row in found if row["aggregation"] == "group_time")
    assert (first["cohort"], first["time"]) == ("2024-04", "2024-02")
    assert {row["time"] for row in found if row["aggregation"] == "event"} == {
        row["time"] for row in plain if row["aggregation"] == "event"
    }
    assert [row["estimate"] for row in found] == [row["estimate"] for row in plain]


def test_json_carries_checks_and_warnings(run):
    document = json.loads(run("--draws", "50", "--format", "json", "--cluster", "network").stdout)
    assert document["n"] == 12 and document["n_clusters"] == 6
    assert document["checks"]["n_cohorts"] == 2
    assert document["checks"]["parallel_trends"]["m"] == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert any("Only 6 clusters" in warning for warning in document["warnings"])
    assert document["rows"][0]["aggregation"] == "group_time"


def test_covariates_and_gaps_go_through(run):
    text = HEADER + "".join(line for line in rows() if not line.startswith("9,3,"))
    refused = run(text=text)
    assert refused.exit_code == 1
    assert "first unit 9 at time 3" in refused.stderr
    for gaps in ("drop", "present"):
        assert "Mind: 1 units lack" in run("--gaps", gaps, "--draws", "0", text=text).stderr
    noise = run("--covariates", "size", "--draws", "0", columns={"control": "not-yet"})
    simple = next(row for row in table(noise) if row["aggregation"] == "simple")
    assert float(simple["estimate"]) == pytest.approx(5, abs=1)


def test_picture_is_written(run, tmp_path):
    run("--plot", str(tmp_path / "event.svg"))
    picture = (tmp_path / "event.svg").read_text()
    assert picture.startswith("<svg") and "Effect by time since treatment" in picture


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        (None, {"unit": "place"}, "has no column 'place'; its columns are site, month"),
        (HEADER, {}, "has no rows below its header"),
        (HEADER + "1,1,x,0,1,1\n", {}, "column 'value', row 2, value 'x': not a number"),
        (HEADER + "1,1,2,0,1,1\n1,May,2,0,1,1\n", {}, "column 'month', row 3, value 'May'"),
        (HEADER + "1,2024-13,2,0,1,1\n", {}, "column 'month', row 2, value '2024-13': not a month"),
        (HEADER + "1,1,2,soon,1,1\n", {}, "column 'start', row 2, value 'soon'"),
        (HEADER + "1,1,2,0,1\n", {}, "row 2 has more or fewer values than the header"),
        (HEADER + "1,1,2,0,1,1,9\n", {}, "row 2 has more or fewer values than the header"),
        (HEADER + "1,1,2,3,1,1\n1,1,2,3,1,1\n", {}, "unit 1 has two rows at time 1"),
        (HEADER + "1,1,2,3,1,1\n1,2,2,4,1,1\n", {}, "cohort of unit 1 changes"),
    ],
)
def test_bad_columns_and_values_are_named(run, text, columns, message):
    result = run(text=text, columns=columns)
    assert result.exit_code == 1
    assert message in result.stderr


@pytest.mark.real_data
def test_mpdta_equals_its_published_rows(run, real_data):
    with (real_data / "diffusion" / "mpdta_expected.csv").open(newline="") as file:
        published = list(csv.DictReader(file))
    text = (real_data / "diffusion" / "mpdta.csv").read_text()
    columns = {"unit": "countyreal", "time": "year", "outcome": "lemp", "cohort": "first.treat"}
    found = {
        (r["aggregation"], r["cohort"], r["time"]): r
        for r in table(run(text=text, columns=columns))
    }
    for row in published:
        ours = found[row["aggregation"], row["cohort"], row["time"]]
        assert float(ours["estimate"]) == pytest.approx(float(row["estimate"]), abs=5.1e-5)
        assert float(ours["std_error"]) == pytest.approx(float(row["std_error"]), rel=0.15)
