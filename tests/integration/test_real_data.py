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

from groundswell.analysis.panel import Status
from groundswell.cli.ask import ask
from groundswell.cli.imports import import_
from groundswell.cli.ingest import ingest
from groundswell.common.months import Month
from groundswell.measures.cells import site_cells
from groundswell.measures.registry import SHIPPED
from groundswell.organisations.boundaries import parse_boundaries
from groundswell.organisations.models import Kind
from groundswell.questions import reach, spread
from groundswell.submissions.incoming import source_row
from groundswell.submissions.models import Submission
from tests.support import intake_plain as plain
from tests.support import reach_plain as plain_reach
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
        for command, words in _imports(real_data):
            done = CliRunner().invoke(command, words, catch_exceptions=False)
            assert done.exit_code == 0, f"{words}\n{done.output}"
        connection.check_constraints()  # once for all: each test checks what is still to check
        if connection.vendor == "postgresql":
            # Nobody else analyses tables that are not committed yet.
            connection.cursor().execute("ANALYZE")
        yield home
        settings.HOME = before
        clear_caches()
        transaction.set_rollback(True)


def _imports(data):
    """The commands of the tutorial that load files, in its order."""
    loads = {"import": import_, "ingest": ingest}
    for block in re.findall(r"^```sh\n(.*?)^```", TUTORIAL.read_text(), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            program, command, *words = shlex.split(line.replace("$DATA", str(data)))
            if program == "groundswell" and command in loads:
                yield loads[command], words


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


# Measures: whom they reached

AT_2020 = "as-at:2020-04-01"
NONE = "none"


def _reach(measure, by="network", boundaries="as-then", **span):
    months = {name: Month.parse(text) for name, text in span.items()}
    return reach.Question(measure, Kind(by), boundaries=parse_boundaries(boundaries), **months)


def _places(answer):
    """(place, month) to numerator and denominator, where there is a number."""
    cells = answer.cells
    return {
        (code, str(month)): (cells.numerator[p, t], cells.denominator[p, t])
        for p, code in enumerate(answer.codes)
        for t, month in enumerate(answer.months)
        if cells.known[p, t] > 0
    }


def _total(answer):
    numbers = zip(answer.total.numerator[0], answer.total.denominator[0], strict=True)
    months = (str(month) for month in answer.months)
    return {m: both for m, both in zip(months, numbers, strict=True) if both[0] == both[0]}


def _same(found, expected):
    """Both have the same keys, and numbers alike to the twelfth digit."""
    assert found.keys() == expected.keys()
    for key, both in expected.items():
        assert found[key] == pytest.approx(both, rel=1e-12, abs=1e-6), key


def test_every_file_of_use_lists_payments_and_deprivation_was_accepted(real_data):
    folders = ("uptake", "uptake/sicbl_measures", "uptake/gp_payments", "uptake/epd_sample")
    files = {f.name for folder in folders for f in (real_data / folder).glob("*.csv")}
    files |= {f.name for f in (real_data / "deprivation").glob("*.csv")}
    # One has other headings than monthly numbers have, the other describes products.
    files -= {"semaglutide_df_sema_qty.csv", "scmd_asthma_biologics_dmd_info.csv"}
    accepted = Submission.objects.filter(status=Submission.Status.ACCEPTED)
    assert files <= set(accepted.values_list("file_name", flat=True))
    assert len(files) == 2 + 1 + 6 + 3 + 3 + 2


@pytest.mark.parametrize("slug", plain_reach.FILES)
def test_all_places_together_are_the_sums_of_the_file_month_by_month(real_data, slug):
    answer = reach.answer(_reach(slug, "region"))
    _same(_total(answer), plain_reach.by_month(plain_reach.series(real_data, slug)))


def test_biologics_of_all_trusts_are_the_sums_of_the_file(real_data):
    total = reach.answer(_reach("asthma-biologics", "trust")).total
    expected = plain_reach.by_month(plain_reach.biologics(real_data))
    assert total.numerator[0].tolist() == pytest.approx([expected[m][0] for m in sorted(expected)])


@pytest.mark.parametrize("day", ["2020-11-30", "2022-07-01"])
def test_biologics_by_trust_are_added_up_by_the_successor_file(real_data, day):
    resolve = plain.successors(real_data)
    files = plain_reach.sums(plain_reach.biologics(real_data), lambda code, _: resolve(code, day))
    found = _places(reach.answer(_reach("asthma-biologics", "trust", f"as-at:{day}")))
    assert {k: v[0] for k, v in found.items()} == pytest.approx({k: v[0] for k, v in files.items()})


def test_payments_and_patients_are_the_sums_of_three_files(real_data):
    cells = plain_reach.payments(real_data)
    held = {key: both for key, both in cells.items() if both[1]}
    answer = reach.answer(_reach("payments-per-patient", "region"))
    _same(_total(answer), plain_reach.by_month(held))
    assert [str(m) for m in answer.months if str(m) in plain_reach.PAYMENTS] == [
        *plain_reach.PAYMENTS
    ]


def test_list_sizes_are_those_of_three_years_and_of_four_practices(real_data):
    sizes = site_cells("list-size")
    held = {
        (site, str(month)): sizes.numerator[s, t]
        for s, site in enumerate(sizes.sites)
        for t, month in enumerate(sizes.months)
        if sizes.has_cell[s, t]
    }
    expected = {key: both[1] for key, both in plain_reach.payments(real_data).items()}
    for row in plain.read(real_data / "uptake/epd_sample/gp-reg-pat-prac-quin-age.csv"):
        if (row["SEX"], row["AGE_GROUP_5"]) == ("ALL", "ALL"):
            expected[row["ORG_CODE"], "2017-09"] = float(row["NUMBER_OF_PATIENTS"])
    assert held == expected
    assert len(held) == 7_763 + 7_001 + 6_669 + 4


def test_doacs_by_network_of_april_2020_are_recomputed_from_the_files(real_data):
    stp, network = plain_reach.ccgs_of_april_2020(real_data), plain_reach.network_of_icb(real_data)
    expected = plain_reach.sums(
        plain_reach.series(real_data, "doac-share"), lambda ccg, _: [network[stp[ccg]]]
    )
    answer = reach.answer(_reach("doac-share", boundaries=AT_2020))
    _same(_places(answer), expected)
    assert len(expected) == 15 * 61
    value = {
        (code, str(month)): answer.cells.value[p, t]
        for p, code in enumerate(answer.codes)
        for t, month in enumerate(answer.months)
    }
    assert value == pytest.approx({key: 100 * a / b for key, (a, b) in expected.items()})
    # What the tutorial says of it.
    assert _total(answer)["2020-07"] == (1_150_487, 1_611_100)
    last = {code: round(value[code, "2020-07"], 1) for code in answer.codes}
    assert (min(last.items(), key=lambda i: i[1]), max(last.items(), key=lambda i: i[1])) == (
        ("HI-NWC", 62.4),
        ("HI-West", 81.0),
    )
    assert all(note not in " ".join(answer.provenance.warnings) for note in ("No known place",))


def test_doacs_as_then_stand_nowhere_until_their_codes_are_in_use(real_data):
    since = plain_reach.ccgs_in_use_since(real_data)
    cells = plain_reach.series(real_data, "doac-share")

    def place(ccg, month):
        return [NONE] if since[ccg] > f"{month.replace('-', '')}31" else []

    answer = reach.answer(_reach("doac-share"))
    found = {key: both for key, both in _places(answer).items() if key[0] == NONE}
    _same(found, plain_reach.sums(cells, place))
    assert max(month for _, month in found) == "2020-03"
    late = {ccg for ccg, _ in cells if place(ccg, "2015-07")}
    warned = [w for w in answer.provenance.warnings if "not yet in use" in w]
    assert len(warned) == 1
    assert f"{len(late)} sites" in warned[0]
    assert "July 2015 to March 2020" in warned[0]
    later = {k: v for k, v in _places(answer).items() if k[1] >= "2020-04"}
    at_april = _places(reach.answer(_reach("doac-share", boundaries=AT_2020)))
    assert later == {key: both for key, both in at_april.items() if key[1] >= "2020-04"}


@pytest.mark.parametrize("by", ["network", "icb"])
@pytest.mark.parametrize("slug", plain_reach.SUB_ICB)
def test_sub_icb_measures_as_then_add_up_over_places_and_follow_the_lookup(real_data, slug, by):
    cells = plain_reach.series(real_data, slug)
    found = _places(reach.answer(_reach(slug, by)))
    _same(
        plain_reach.by_month(found),
        plain_reach.by_month(cells),
    )
    icb, network = plain_reach.sub_icbs(real_data), plain_reach.network_of_icb(real_data)
    of = {c: network[icb[c]] if by == "network" else icb[c] for c in icb}
    told = {key: both for key, both in cells.items() if key[1] >= "2022-07" and both[1]}
    expected = plain_reach.sums(told, lambda code, _: [of[code]])
    _same({key: both for key, both in found.items() if key[1] >= "2022-07"}, expected)
    assert len(expected) == (15 if by == "network" else 42) * 42


@pytest.mark.parametrize("slug", plain_reach.SUB_ICB)
def test_hubs_are_not_eligible_and_never_zero(real_data, slug):
    hubs = plain_reach.hubs(plain_reach.series(real_data, slug))
    assert len(hubs) == 108
    question = _reach(slug, "ccg")
    assert hubs <= {row.site_code for row in reach.rows(question, status="not eligible")}
    assert not hubs & {row.site_code for row in reach.rows(question)}
    answer = reach.answer(question)
    assert answer.total.expected[0].max() == 106
    for place in hubs & set(answer.codes):
        status = answer.cells.status[answer.codes.index(place)]
        assert (status == Status.NOT_YET_ELIGIBLE).all(), place


@pytest.mark.parametrize(
    "slug", ["doac-share", "cgm-sensors", "saba", "payments-per-patient", "flash-glucose"]
)
def test_fifths_hold_a_fifth_of_the_people_each_and_all_of_them_together(slug):
    answer = reach.answer(_reach(slug))
    fifths = answer.fifths
    assert (fifths.sites > 10).all()
    of = fifths.denominator.sum()
    # A CCG with many people may stand across the border of two fifths.
    assert (abs(fifths.denominator / of - 0.2) < 0.02).all()
    assert of <= answer.total.denominator[0, -1] * (1 + 1e-12)
    if not fifths.without:
        assert fifths.numerator.sum() == pytest.approx(answer.total.numerator[0, -1])


@pytest.mark.parametrize("month", ["2017-09", "2017-10"])
@pytest.mark.parametrize("slug", ["doac-share", "antibiotic-items"])
def test_raw_rows_of_four_practices_are_added_up_by_the_codes_of_the_definition(
    real_data, slug, month
):
    written = plain_reach.definition(SHIPPED / f"{slug}.yaml")
    above = plain_reach.prescribed(real_data, month, written["numerator"], month)
    cells = site_cells(slug)
    t = cells.months.index(Month.parse(month))
    found = {s: i for i, s in enumerate(cells.sites) if cells.has_cell[i, t] and s in above}
    assert len(above) == len(found) == 4
    assert {s: cells.numerator[i, t] for s, i in found.items()} == above
    if slug == "doac-share":
        below = plain_reach.prescribed(real_data, month, written["denominator"], month)
        assert {s: cells.denominator[i, t] for s, i in found.items()} == below
        # They lie in CCGs that told the month too: nobody is counted twice.
        assert "level" in " ".join(reach.answer(_reach(slug)).provenance.warnings)
    else:
        patients = {r.site_code: r.denominator for r in reach.rows(_reach(slug, "practice"))}
        assert all(patients[s] > 1_000 for s in above)


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
    flags = [question.NAME, *flags, "--format", output]
    done = CliRunner().invoke(ask, flags, catch_exceptions=False)
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
    address = f"/api/v1/questions/{question.NAME}"
    response = Client().get(address, _query(question) | {"format": form})
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


@pytest.mark.parametrize(
    "question",
    [
        ("doac-share", "network", AT_2020),
        ("cgm-sensors", "icb", "as-then"),
        ("asthma-biologics", "trust", "as-at:2022-07-01"),
    ],
    ids=lambda q: "-".join(q),
)
def test_api_and_command_say_the_same_of_whom_a_measure_reached(question):
    question = _reach(*question)
    from_command = _ask(question)
    assert _api(question, "csv") == from_command
    assert from_command.startswith(
        "place_code,place_name,month,numerator,denominator,value,status,coverage\n"
    )
    assert json.loads(_ask(question, "json")) == json.loads(_api(question, "json"))
