"""The restated question over real ledgers: exactly the cells that differ, and who changed them."""

from random import Random

import pytest
from django.test import Client

from groundswell.common.months import Month
from groundswell.measures.cells import collect, compact
from groundswell.people.action import data_version
from groundswell.questions.errors import NotFound
from groundswell.questions.restated import CHANGE_WORDS, Change, RestatedQuestion, answer, rows
from groundswell.reports.registry import READERS
from tests.support.cells import cell, publish_cells
from tests.support.definitions import RATE
from tests.support.factories import make_submission
from tests.support.intake_files import GOOD, send
from tests.support.restating import MEASURE, define, tell

pytestmark = pytest.mark.django_db

MAY = Month.parse("2020-05")
FIRST = {
    ("L81001", "2020-04"): (40, 100),
    ("L81001", "2020-05"): (44, 100),
    ("L81002", "2020-05"): (60, 200),
    ("A81001", "2020-05"): (80, 100),
}


@pytest.fixture
def us(world, settings, tmp_path):
    """The small world with a measure of its own."""
    define(settings, tmp_path / "measures")
    return world


def ask(**fields):
    return answer(RestatedQuestion(MEASURE, **fields))


def said(found):
    """(site, month, change, old numbers, new numbers) of each cell."""

    def numbers(side, i):
        pair = (float(side.numerator[i]), float(side.denominator[i]))
        return None if pair[0] != pair[0] else pair

    return [
        (
            found.sites[i],
            str(found.cell_months[i]),
            CHANGE_WORDS[Change(found.change[i])],
            numbers(found.old, i),
            numbers(found.new, i),
        )
        for i in range(len(found))
    ]


def table(found, name):
    made = READERS["restated"].report(found).table(name)
    names = [column.name for column in made.columns]
    return [dict(zip(names, row, strict=True)) for row in made.rows]


# What differs


def test_restated_month_is_exactly_the_cells_that_changed_and_the_file_that_did_it(us):
    first = tell(us, FIRST)
    second = tell(us, FIRST | {("L81001", "2020-05"): (54, 100)}, "again.csv")
    found = ask()
    assert said(found) == [("L81001", "2020-05", "restated", (44, 100), (54, 100))]
    assert found.submission.tolist() == [second.pk]
    assert found.files == {second.pk: "again.csv"}
    assert found.names == ("Severn Surgery",)
    assert (found.from_version, found.to_version) == (first.version, second.version)
    assert found.headline == (
        f"Our share of everything: 1 cell of 1 site in 1 month was restated, between data "
        f"versions {first.version} and {second.version}."
    )


def test_totals_of_the_month_are_those_of_all_sites_that_reported(us):
    tell(us, FIRST)
    tell(us, {("L81001", "2020-05"): (54, 100)})
    (month,) = table(ask(), "months")
    assert (month["old_numerator"], month["new_numerator"]) == (184, 194)
    assert (month["old_denominator"], month["new_denominator"]) == (400, 400)
    assert (month["old_value"], month["new_value"]) == (46, 48.5)
    report = READERS["restated"].report(ask())
    assert report.headline.endswith("All sites together: 46.0% became 48.5% in May 2020.")


def test_same_file_sent_again_restates_nothing(us):
    tell(us, FIRST)
    tell(us, FIRST)
    assert said(ask()) == []
    assert "no cell was restated" in ask().headline


def test_late_report_is_added_and_a_new_month_is_only_counted(us):
    tell(us, {cell: told for cell, told in FIRST.items() if cell[0] != "A81001"})
    tell(us, {("A81001", "2020-05"): (80, 100), ("A81001", "2020-06"): (81, 100)})
    found = ask()
    assert said(found) == [("A81001", "2020-05", "added", None, (80, 100))]
    assert (found.new_months, found.new_cells) == ((Month.parse("2020-06"),), 1)
    assert (
        "no cell was restated; 1 cell of 1 site in 1 month was added; 1 cell came in 1 new month"
        in found.headline
    )


def test_first_file_of_a_measure_restates_nothing(us):
    tell(us, FIRST)
    found = ask()
    assert (len(found), found.new_cells, found.from_version) == (0, 4, 0)
    assert READERS["restated"].report(found).tables


def test_cell_that_a_whole_month_leaves_out_is_withdrawn_by_that_file(us):
    told = {(MEASURE, site, MAY): cell(40) for site in ("L81001", "L81002")}
    publish_cells(told)
    whole = make_submission(file_name="whole.csv", facts={})
    publish_cells({(MEASURE, "L81001", MAY): cell(40)}, whole_months=True, submission=whole)
    found = ask()
    assert said(found) == [("L81002", "2020-05", "withdrawn", (40, 100), None)]
    assert found.submission.tolist() == [whole.pk]
    (file,) = table(found, "files")
    assert (file["file_name"], file["cells"]) == ("whole.csv", 1)


def test_change_of_status_alone_is_a_restatement(us):
    tell(us, FIRST | {("L81002", "2020-05"): (0, 0)})
    tell(us, {("L81002", "2020-05"): (0, 200)})
    (row,) = table(ask(), "cells")
    assert (row["old_status"], row["new_status"]) == ("not eligible", "zero")
    assert (row["old_numerator"], row["new_numerator"]) == (0, 0)


def test_small_numbers_are_hidden_on_every_way_out(us):
    tell(us, FIRST)
    tell(us, {("L81001", "2020-05"): (3, 100)})
    found = ask()
    (row,) = table(found, "cells")
    assert (str(row["old_numerator"]), str(row["new_numerator"])) == ("s", "s")
    question = RestatedQuestion(MEASURE)
    below = READERS["restated"].rows(question, rows(question, site="L81001"))
    assert [str(cell) for cell in below.rows[0][4:6]] == ["s", "s"]
    text = Client().get("/api/v1/questions/restated", {"measure": MEASURE}).content.decode()
    assert '"new_numerator": 3' not in text and '"old_numerator": "s"' in text


def test_every_pair_of_versions_differs_as_dictionaries_say(us):
    random, states, now = Random(4), {0: {}}, {}
    sites = ["L81001", "L81002", "A81001", "L81099"]
    months = ["2020-03", "2020-04", "2020-05"]
    for _ in range(5):
        told = {
            (random.choice(sites), random.choice(months)): (
                float(random.randint(8, 11)),
                float(random.choice((100, 200))),
            )
            for _ in range(4)
        }
        now = now | told
        states[tell(us, told).version] = now
    versions = sorted(states)
    for i, old in enumerate(versions):
        for new in versions[i + 1 :]:
            found = ask(from_version=old, to_version=new)
            before, after = states[old], states[new]
            held = {month for _, month in before}
            expected = {
                (*cell, "restated" if cell in before else "added", before.get(cell), after[cell])
                for cell in after
                if after[cell] != before.get(cell) and cell[1] in held
            }
            assert set(said(found)) == expected
            assert len(found) == len(expected)
            assert found.new_cells == sum(month not in held for _, month in after)


# Which versions


def test_left_out_versions_are_the_two_newest_states_of_the_measure(us):
    first = tell(us, FIRST).version
    second = tell(us, {("L81001", "2020-05"): (54, 100)}).version
    send(us, GOOD["names"].content, "names.csv")  # raises the data version, and changes no cell
    compact(by=us)
    third = tell(us, {("L81001", "2020-05"): (64, 100)}).version
    compact(by=us)
    pairs = {
        (): (second, third),
        (("to_version", second),): (first, second),
        (("from_version", first),): (first, third),
        (("to_version", first),): (0, first),
        (("from_version", third),): (third, data_version()),
    }
    for fields, versions in pairs.items():
        found = ask(**dict(fields))
        assert (found.from_version, found.to_version) == versions


def test_what_cannot_be_asked_says_why(us):
    with pytest.raises(NotFound, match="no data for the measure"):
        ask()
    with pytest.raises(NotFound, match=r"no measure 'our-shore'.*our-share"):
        answer(RestatedQuestion("our-shore"))
    tell(us, FIRST)
    with pytest.raises(ValueError, match="no data version 99 yet"):
        ask(to_version=99)
    with pytest.raises(ValueError, match="present data version"):
        ask(from_version=data_version())


def test_version_whose_cells_were_collected_says_so(us, settings):
    first = tell(us, FIRST).version
    tell(us, FIRST | {("L81001", "2020-05"): (54, 100)})
    collect(by=us, keep_days=0)
    with pytest.raises(ValueError, match="kept no more"):
        ask(from_version=first)
    reply = Client().get("/api/v1/questions/restated", {"measure": MEASURE})
    assert (reply.status_code, "kept no more" in reply.json()["error"]) == (400, True)


# A measure by list size


def test_list_size_sent_again_restates_the_cells_that_it_divides(us, settings, tmp_path):
    define(settings, tmp_path / "measures", RATE)
    sizes = {("list-size", site, MAY): cell(1000, None) for site in ("L81001", "L81002")}
    publish_cells(sizes)
    publish_cells(
        {("our-rate", site, month): cell(50, None) for site in ("L81001", "L81002")
         for month in (MAY, MAY + 1)}
    )  # fmt: skip
    newer = make_submission(file_name="sizes.csv", facts={})
    publish_cells({("list-size", "L81001", MAY): cell(1100, None)}, submission=newer)
    found = answer(RestatedQuestion("our-rate"))
    assert said(found) == [
        ("L81001", "2020-05", "restated", (50, 1000), (50, 1100)),
        ("L81001", "2020-06", "restated", (50, 1000), (50, 1100)),
    ]
    assert found.submission.tolist() == [newer.pk, newer.pk]


# The way down


def test_rows_name_the_file_and_row_of_both_states(us):
    first = tell(us, FIRST, "first.csv")
    second = tell(us, FIRST | {("A81001", "2020-05"): (90, 100)}, "second.csv")
    question = RestatedQuestion(MEASURE)
    (row,) = rows(question)
    assert (row.old_submission, row.old_file, row.old_row) == (first.pk, "first.csv", 5)
    assert (row.new_submission, row.new_file, row.new_row) == (second.pk, "second.csv", 5)


def test_rows_can_be_narrowed(us):
    tell(us, FIRST)
    tell(us, {("L81001", "2020-04"): (50, 100), ("L81001", "2020-05"): (54, 100),
              ("L81099", "2020-05"): (70, 100)})  # fmt: skip
    question = RestatedQuestion(MEASURE)
    assert len(rows(question)) == 3
    assert len(rows(question, month="2020-05")) == 2
    assert len(rows(question, site="L81001", month="2020-05")) == 1
    assert len(rows(question, change="added")) == 1
    assert rows(question, change="withdrawn") == []
    reply = Client().get("/api/v1/questions/restated/rows", {"measure": MEASURE, "change": "added"})
    assert [row["site_code"] for row in reply.json()] == ["L81099"]
