"""Real public data, loaded by the tutorial: the answers against plain sums over the same files."""

import csv
import io
import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.test import Client

from groundswell.cli.ask import ask
from groundswell.cli.imports import import_
from groundswell.common.months import Month
from groundswell.organisations.boundaries import parse_boundaries
from groundswell.organisations.models import Kind
from groundswell.questions import spread
from groundswell.submissions.incoming import source_row
from groundswell.submissions.models import Submission
from tests.support import intake_plain as plain
from tests.support.intake_caches import clear_caches

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]

TUTORIAL = Path(__file__).resolve().parents[2] / "docs/tutorial/real-data.md"
MONTHS = ("2017-11", "2018-04", "2019-04")
LIBRE, BIOLOGICS = "freestyle-libre", "asthma-biologics"


# Loaded once for this module, in a transaction that is undone at its end


@pytest.fixture(scope="module")
def loaded(real_data, tmp_path_factory, django_db_setup, django_db_blocker):
    from django.conf import settings

    home, before = tmp_path_factory.mktemp("real"), settings.HOME
    with django_db_blocker.unblock(), transaction.atomic():
        settings.HOME = home
        clear_caches()
        for command in _imports(real_data):
            done = CliRunner().invoke(import_, command, catch_exceptions=False)
            assert done.exit_code == 0, f"{command}\n{done.output}"
        connection.check_constraints()  # once for all: each test checks what is still to check
        if connection.vendor == "postgresql":
            # Nobody else analyses tables that are not committed yet.
            connection.cursor().execute("ANALYZE")
        yield home
        settings.HOME = before
        clear_caches()
        transaction.set_rollback(True)


def _imports(data):
    """The import commands of the tutorial, in its order."""
    for block in re.findall(r"^```sh\n(.*?)^```", TUTORIAL.read_text(), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line.replace("$DATA", str(data)))
            if words[:2] == ["groundswell", "import"]:
                yield words[2:]


@pytest.fixture(autouse=True)
def home(loaded, settings):
    settings.HOME = loaded
    return loaded


@pytest.fixture(autouse=True)
def _forget_other_ledgers():
    """Unlike elsewhere, one ledger serves the whole module: its caches may stay."""


def _question(innovation, at, by="network", boundaries="as-then"):
    return spread.Question(
        innovation, Month.parse(at), Kind(by), boundaries=parse_boundaries(boundaries)
    )


def _counts(question):
    rows = spread.answer(question).rows
    return {r.place_code: (r.eligible, r.adopted, r.not_adopted, r.unknown) for r in rows}


def _sum(counts):
    return tuple(sum(column) for column in zip(*counts.values(), strict=True))


# FreeStyle Libre by CCG


@pytest.mark.parametrize(("at", "adopted"), [("2017-11", 91), ("2018-04", 178), ("2019-04", 191)])
@pytest.mark.parametrize("by", ["network", "icb", "region", "ccg"])
def test_freestyle_libre_by_every_kind_of_place_is_what_the_files_say(real_data, by, at, adopted):
    places = plain.ccg_places(real_data)[by]
    expected = plain.spread(plain.libre(real_data), at, "2017-11", places.__getitem__)
    assert _counts(_question(LIBRE, at, by)) == expected
    assert _sum(expected) == (191, adopted, 191 - adopted, 0)


@pytest.mark.parametrize("at", MONTHS)
def test_table_by_network_is_the_one_made_from_the_files_row_for_row(real_data, at):
    places = plain.ccg_places(real_data)["network"]
    counts = plain.spread(plain.libre(real_data), at, "2017-11", places.__getitem__)
    names = plain.network_names(real_data)
    expected = [
        ["place_code", "place_name", "eligible", "adopted", "not_adopted", "unknown"],
        *([c, names[c], *map(str, counts[c])] for c in sorted(counts, key=names.__getitem__)),
    ]
    assert list(csv.reader(io.StringIO(_ask(_question(LIBRE, at))))) == expected


@pytest.mark.parametrize("at", MONTHS)
def test_as_at_april_2020_a_merged_ccg_had_adopted_once_one_of_its_predecessors_had(real_data, at):
    merged = plain.merged_ccgs(real_data)
    expected = plain.spread(
        plain.libre(real_data), at, "2017-11", str, lambda ccg: merged.get(ccg, {ccg})
    )
    question = _question(LIBRE, at, "ccg", "as-at:2020-04-01")
    assert _counts(question) == expected
    assert len(expected) == 135
    assert expected.keys() == {r["CCG Code"] for r in plain.sheet(real_data, "Post-Apr 2020")}
    rules = {rule.name for rule in spread.answer(question).provenance.rules}
    assert "Merged sites: earliest predecessor" in rules


def test_answer_is_the_same_before_and_after_the_mergers_where_nothing_merged(real_data):
    merged = plain.merged_ccgs(real_data)
    became = {new for news in merged.values() for new in news}
    then = _counts(_question(LIBRE, "2018-04", "ccg"))
    later = _counts(_question(LIBRE, "2018-04", "ccg", "as-at:2020-04-01"))
    same = then.keys() - merged.keys() - became
    assert len(same) == 117
    assert {c: then[c] for c in same} == {c: later[c] for c in same}


# Asthma biologics by trust


@pytest.mark.parametrize("at", ["2019-01", "2019-06", "2020-11"])
@pytest.mark.parametrize("day", ["", "2019-01-01", "2020-11-30", "2022-07-01"])
def test_biologics_by_trust_follow_the_successor_file(real_data, at, day):
    resolve = plain.successors(real_data)
    on = day or str(Month.parse(at).last_day)
    expected = plain.spread(
        plain.biologics(real_data), at, "2019-01", str, lambda trust: resolve(trust, on)
    )
    boundaries = f"as-at:{day}" if day else "as-then"
    assert _counts(_question(BIOLOGICS, at, "trust", boundaries)) == expected


def test_all_fourteen_trusts_without_a_name_resolve_through_successions(real_data):
    resolve = plain.successors(real_data)
    codes = {r["ods_code"] for r in plain.nameless(real_data)}
    assert len(codes) == 14
    places = {}
    for row in spread.rows(_question(BIOLOGICS, "2020-11", "trust", "as-at:2022-07-01")):
        places.setdefault(row.site_code, set()).add(row.place_code)
    assert {c: places[c] for c in codes} == {c: resolve(c, "2022-07-01") for c in codes}
    assert all(c not in places[c] for c in codes)


@pytest.mark.parametrize("boundaries", ["as-then", "as-at:2022-07-01"])
@pytest.mark.parametrize("by", ["network", "icb", "region"])
def test_every_trust_has_a_place_of_every_kind(by, boundaries):
    assert "none" not in _counts(_question(BIOLOGICS, "2020-11", by, boundaries))


def test_returns_and_rows_without_a_name_are_in_the_notes_row_by_row(real_data):
    notes = Submission.objects.get(layout="scmd").notes
    file = plain.read(real_data / "uptake/scmd_asthma_biologics_by_trust_month.csv")
    negative = [n["row"] for n in notes if "negative" in n["text"]]
    nameless = [n["row"] for n in notes if "no name" in n["text"]]
    assert (len(negative), len(nameless)) == (21, 1048)
    assert all(float(file[row - 2]["total_quantity"]) < 0 for row in negative)
    assert {file[row - 2]["ods_code"] for row in nameless} == {
        r["ods_code"] for r in plain.nameless(real_data)
    }


# The way down to the file


@pytest.mark.parametrize(
    ("innovation", "at", "site", "month", "use"),
    [
        (LIBRE, "2018-04", "pct_id", "month", "numerator"),
        (LIBRE, "2019-04", "pct_id", "month", "numerator"),
        (BIOLOGICS, "2020-11", "ods_code", "year_month", "total_quantity"),
    ],
)
def test_every_adopted_site_opens_to_a_row_of_use_in_its_first_month(
    innovation, at, site, month, use
):
    submissions = {s.pk: s for s in Submission.objects.all()}
    by = "network" if innovation == LIBRE else "trust"
    question = _question(innovation, at, by)
    adopted = spread.rows(question, status="adopted")
    assert len({r.site_code for r in adopted}) >= spread.answer(question).total.adopted > 100
    for row in adopted:
        source = dict(source_row(submissions[row.submission_id], row.sheet, row.row))
        assert (source[site], source[month][:7]) == (row.site_code, str(row.on)), row
        assert float(source[use]) > 0, row


def test_rows_of_a_place_are_the_sites_that_its_row_counts():
    question = _question(LIBRE, "2018-04")
    for place in spread.answer(question).rows:
        for status, number in (("adopted", place.adopted), ("not adopted", place.not_adopted)):
            assert len(spread.rows(question, place.place_code, status)) == number


# Totals over the kinds of place


@pytest.mark.parametrize("boundaries", ["as-then", "as-at:2018-04-30", "as-at:2020-04-01"])
def test_total_is_the_same_by_every_kind_of_place(boundaries):
    totals = set()
    for by in ("network", "icb", "region", "ccg"):
        question = _question(LIBRE, "2018-04", by, boundaries)
        total = spread.answer(question).total
        numbers = (total.eligible, total.adopted, total.not_adopted, total.unknown)
        assert _sum(_counts(question)) == pytest.approx(numbers)
        totals.add(numbers)
    assert totals == {(135, 130, 5, 0) if "2020" in boundaries else (191, 178, 13, 0)}


def test_curve_ends_in_the_total_and_never_falls():
    answer = spread.answer(_question(LIBRE, "2019-04"))
    _, low, high = answer.curve.total
    assert low[0] == 91 and low[-1] == answer.total.adopted
    assert (low[1:] >= low[:-1]).all() and (low == high).all()


# The readers


def _ask(question, output="csv"):
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in question.values.items()]
    done = CliRunner().invoke(ask, ["spread", *flags, "--format", output], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


class _Table(HTMLParser):
    """The cells of the page's table of places, row by row."""

    def __init__(self):
        super().__init__()
        self.rows, self.inside, self.cell = [], False, False

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.inside = "gs-places" in (dict(attributes).get("class") or "")
        if self.inside and tag == "tr":
            self.rows.append([])
        self.cell = self.cell or (self.inside and tag in ("th", "td"))
        if self.inside and tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "table"
        self.cell = self.cell and tag not in ("th", "td")

    def handle_data(self, data):
        if self.inside and self.cell:
            self.rows[-1][-1] += data.strip()


def _page_rows(question):
    page = Client().get(f"/innovations/{question.innovation}/", _query(question, "innovation"))
    assert page.status_code == 200
    table = _Table()
    table.feed(page.content.decode())
    return [[r[0], *(float(n.replace(",", "")) for n in r[1:5])] for r in table.rows[1:]]


def _query(question, *without):
    return {name: value for name, value in question.values.items() if name not in without}


def _api(question, form):
    response = Client().get("/api/v1/questions/spread", _query(question) | {"format": form})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "question",
    [
        *((LIBRE, at, "network", "as-then") for at in MONTHS),
        (LIBRE, "2018-04", "ccg", "as-at:2020-04-01"),
        (LIBRE, "2018-04", "region", "as-then"),
        (BIOLOGICS, "2020-11", "trust", "as-at:2022-07-01"),
        (BIOLOGICS, "2019-01", "network", "as-then"),
    ],
    ids=lambda q: "-".join(q),
)
def test_page_api_and_command_give_the_same_numbers(question):
    question = _question(*question)
    from_command = _ask(question)
    assert _api(question, "csv") == from_command
    rows = [
        [code, name, *map(float, numbers)]
        for code, name, *numbers in list(csv.reader(io.StringIO(from_command)))[1:]
    ]
    from_api = json.loads(_api(question, "json"))
    assert [list(r.values()) for r in from_api["rows"]] == rows
    assert json.loads(_ask(question, "json")) == from_api
    *places, total = _page_rows(question)
    assert places == [row[1:] for row in rows]
    assert total[1:] == [sum(column) for column in list(zip(*rows, strict=True))[2:]]
