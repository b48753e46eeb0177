"""`groundswell analyse plan`."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from groundswell.cli.analyse.plan import plan
from groundswell.cli.analyse.solver_noise import kept_off_stdout

SITES = """s,b,c,n,pcn,icb,d,p,spill,se
S1,9,2,North,P1,A,0,100,1,0.1
S2,8,2,North,P1,A,0,100,1,0.1
S3,5,2,North,P2,B,1,100,1,0.1
S4,4,2,South,P3,B,1,100,1,0.1
S5,3,2,South,,C,0,100,1,0.1
"""
COLUMNS = ["--site", "s", "--benefit", "b", "--cost", "c", "--network", "n"]
FLAGS = [*COLUMNS, "--capacity", "capacity.csv"]
CAPS = ["--cap-by", "pcn", "--cap", "1"]
FLOORS = ["--floor-by", "icb", "--floors", "floors.csv"]
EQUITY = ["--deprived", "d", "--population", "p", "--equity-floor", "0.5"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {
        "sites.csv": SITES,
        "capacity.csv": "network,capacity\nNorth,4\nSouth,2\n",
        "floors.csv": "icb,floor\nC,1\n",
        "quarters.csv": "n,quarter,capacity\nNorth,Q1,2\nNorth,Q2,2\nSouth,Q1,2\nSouth,Q2,2\n",
        "neighbours.csv": "site,neighbour\nS1,S2\nS4,S5\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    def invoke(*flags, base=FLAGS, **changed):
        for name, text in changed.items():
            (tmp_path / f"{name}.csv").write_text(text)
        return CliRunner().invoke(plan, ["sites.csv", *base, *flags])

    return invoke


def chosen(result):
    assert result.exit_code == 0, result.output
    return [row["site"] for row in rows(result) if row["chosen"] == "1"]


def rows(result):
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_rows_are_the_files_with_what_is_chosen(run):
    result = run()
    assert result.stdout.splitlines()[0] == "site,chosen,quarter,benefit,cost"
    assert result.stdout.splitlines()[1] == "S1,1,1,9,2"
    assert result.stdout.splitlines()[3] == "S3,0,,5,2"
    assert chosen(result) == ["S1", "S2", "S4"]
    assert "3 of 5 sites; benefit 21, no plan above 21 (gap 0%)" in result.stderr


def test_caps_floors_and_equity_each_change_the_plan(run):
    assert chosen(run(*CAPS)) == ["S1", "S3", "S4"]
    assert chosen(run(*FLOORS)) == ["S1", "S2", "S5"]
    assert chosen(run(*EQUITY)) == ["S1", "S3", "S4"]
    result = run(*CAPS, *FLOORS, "--preview")
    assert chosen(result) == ["S1", "S3", "S5"]
    assert "floors first" in result.stderr


def test_quarters_by_name(run):
    flags = [flag.replace("capacity.csv", "quarters.csv") for flag in FLAGS]
    result = run("--discount", "0.1", base=flags)
    assert [row["quarter"] for row in rows(result)] == ["Q1", "Q2", "", "Q1", "Q2"]


def test_spill_over_between_neighbours(run):
    result = run("--neighbours", "neighbours.csv", "--spill", "spill", "--format", "json")
    assert json.loads(result.stdout)["objective"] == 22


def test_json_holds_bound_gap_and_binding_limits(run):
    told = json.loads(run(*CAPS, *EQUITY, "--format", "json", "--frontier", "0.5,0.9").stdout)
    assert told["objective"] == told["bound"] == 18
    assert told["gap"] == 0
    assert told["deprived_share"] == pytest.approx(2 / 3)
    assert {"constraint", "kind", "limit", "used", "worth"} <= set(told["binding"][0])
    assert [price["floor"] for price in told["frontier"]] == [None, 0.5, 0.9]
    assert told["sites"][0] == {"site": "S1", "chosen": 1, "quarter": "1", "benefit": 9, "cost": 2}
    assert isinstance(told["warnings"], list)


def test_draws_of_the_benefits(run):
    result = run("--benefit-se", "se", "--draws", "5", "--format", "json")
    told = json.loads(result.stdout)["robustness"]
    assert told["regret_most"] == 0
    assert told["frequency"] == {"S1": 1, "S2": 1, "S4": 1}
    assert "Regret over 5 draws" in run("--benefit-se", "se", "--draws", "5").stderr


def test_colliding_floors_are_named(run):
    floors = "icb,floor\nA,2\nB,2\n"
    result = run(*FLOORS, *CAPS, floors=floors)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "at least 2 sites in icb A; at most 1 site in pcn P1" in result.stderr
    assert "at least 2 sites in icb A, to 1" in result.stderr
    result = run(*FLOORS, *CAPS, "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "infeasible"


@pytest.mark.parametrize(
    ("flags", "changed", "said"),
    [
        ((), {"sites": SITES.replace("8,2", "many,2")}, "'b', row 3, value 'many': give a number"),
        ((), {"sites": SITES.replace("8,2", "8,-2")}, "'c', row 3, value '-2': give 0 or more"),
        ((), {"sites": SITES.replace("8,2", "inf,2")}, "'b', row 3, value 'inf'"),
        ((), {"sites": SITES.replace("S2", "S1")}, "'s', row 3, value 'S1': this site has a row"),
        ((), {"sites": SITES.replace("South", "")}, "'n', row 5, value ''"),
        ((), {"sites": SITES.replace("s,b,c", "s,b,k")}, "sites.csv has no column 'c'"),
        ((), {"capacity": "network,capacity\nNorth,4\n"}, "no capacity for n 'South'"),
        (
            (),
            {"capacity": "network,capacity\nNorth,4\nNorth,5\nSouth,1\n"},
            "capacity.csv, row 3: 'North' has a capacity already",
        ),
        (
            (),
            {"capacity": "network,capacity\nNorth,some\nSouth,1\n"},
            "'capacity of capacity.csv', row 2, value 'some'",
        ),
        (FLOORS, {"floors": "icb,floor\nZ,1\n"}, "row 2, value 'Z': no site of sites.csv"),
        (FLOORS, {"floors": "icb,floor\nA,1\nA,2\n"}, "row 3: 'A' has a floor already"),
        (FLOORS, {"floors": "icb,floor\nA,1.5\n"}, "give a whole number of sites"),
        (EQUITY, {"sites": SITES.replace("A,0,", "A,2,")}, "'d', row 2, value '2': give 1 for"),
        (("--cap", "3"), {}, "--cap needs --cap-by"),
        (("--floor-by", "icb"), {}, "--floor-by needs --floors"),
        (("--deprived", "d"), {}, "--deprived needs --population"),
        (("--equity-floor", "0.2"), {}, "--equity-floor needs --deprived"),
        (("--spill", "spill"), {}, "--spill needs --neighbours"),
        (("--frontier", "0.3"), {}, "--frontier needs"),
        (("--frontier", "some"), {}, "'some' is not a list"),
        (("--frontier", "30"), {}, "a share that is not from 0 to 1"),
        (("--gap", "1"), {}, "--gap"),
        (
            ("--neighbours", "neighbours.csv", "--spill", "b"),
            {"neighbours": "site,neighbour\nS1,S9\n"},
            "row 2, value 'S9': no such site",
        ),
        (
            ("--neighbours", "neighbours.csv", "--spill", "p"),
            {},
            "spill-over to site 'S1' is more than its own benefit",
        ),
    ],
)
def test_what_cannot_be_used_is_named(run, flags, changed, said):
    result = run(*flags, **changed)
    assert result.exit_code != 0
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        ((), "Capacity used by 3 chosen sites, by n."),
        ((*EQUITY, "--frontier"), "The price of equity floors."),
    ],
)
def test_plot(run, tmp_path, flags, named):
    assert run(*flags, "--plot", "plan.svg").exit_code == 0
    drawn = (tmp_path / "plan.svg").read_text()
    assert drawn.startswith("<svg ") and f'aria-label="{named}"' in drawn


def test_plot_of_quarters(run, tmp_path):
    flags = [flag.replace("capacity.csv", "quarters.csv") for flag in FLAGS]
    assert run("--plot", "plan.svg", base=flags).exit_code == 0
    assert ">Q2</text>" in (tmp_path / "plan.svg").read_text()


def test_a_solvers_own_lines_stay_out_of_the_answer():
    program = (
        "import ctypes\n"
        f"from {kept_off_stdout.__module__} import kept_off_stdout\n"
        "with kept_off_stdout():\n"
        "    ctypes.CDLL(None).printf(b'noise\\n')\n"
        "print('answer')\n"
    )
    # Unbuffered Python unbuffers C too, and would hide a buffer that is not emptied.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=env)
    assert done.stdout == "answer\n"
    assert done.stderr == "noise\n"
