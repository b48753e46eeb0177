"""What was published elsewhere of an innovation: with its source, or not at all."""

import pytest
from django.db import IntegrityError, transaction

from groundswell.innovations.models import Innovation
from groundswell.intake.steps import check_content
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import lines, send

pytestmark = pytest.mark.django_db

HEADINGS = "slug,name,kind,origin,summary,demo,finding,finding_source"


def test_finding_and_its_source_are_stored_together(administrator):
    rows = lines(HEADINGS, "watch,Watch,service,staff,,,Nothing was found,A journal 2022")
    send(administrator, rows)
    held = Innovation.objects.get(slug="watch")
    assert (held.finding, held.finding_source) == ("Nothing was found", "A journal 2022")


def test_both_columns_may_be_left_out(administrator):
    send(administrator, lines("slug,name,kind,origin", "watch,Watch,service,staff"))
    held = Innovation.objects.get(slug="watch")
    assert (held.finding, held.finding_source) == ("", "")


@pytest.mark.parametrize(
    ("finding", "source", "column", "why"),
    [
        ("Nothing was found", "", "finding_source", "This cell is empty."),
        ("", "A journal 2022", "finding", "This cell is empty."),
        ("Nothing", "a" * 201, "finding_source", "It is longer than 200 characters."),
    ],
)
def test_one_without_the_other_is_refused(administrator, finding, source, column, why):
    rows = lines(HEADINGS, f"watch,Watch,service,staff,,,{finding},{source}")
    with nothing_written():
        result = check_content(
            by=administrator, file_name="file.csv", content=rows, layout=None, options={}
        )
    assert [(r.row, r.column, r.why) for r in result.refusals] == [(2, column, why)]


def test_database_holds_neither_without_the_other(administrator):
    send(administrator, lines("slug,name,kind,origin", "watch,Watch,service,staff"))
    for alone in ({"finding": "x"}, {"finding_source": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Innovation.objects.update(**alone)
