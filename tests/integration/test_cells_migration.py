"""A ledger of before the manifest: its cells are kept, and count from when they were accepted."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.measures.cells import site_cells
from groundswell.measures.cells.files import folder
from groundswell.measures.models import CellFile, Part
from groundswell.measures.queries import recorded_measures
from tests.support.cells import told
from tests.support.factories import make_innovation, make_submission

BEFORE = ("measures", "0002_initial")
OLD = pa.schema(
    [
        ("site", pa.string()),
        ("month", pa.int32()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("row", pa.int32()),
    ]
)


def _old_file(path, *rows):
    folder().mkdir(parents=True, exist_ok=True)
    table = pa.table([list(column) for column in zip(*rows, strict=True)], schema=OLD)
    pq.write_table(table, folder() / path)


def _migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate([*targets])
    return MigrationExecutor(connection).loader.project_state([*targets]).apps


@pytest.mark.django_db(transaction=True)
def test_cells_of_before_the_manifest_are_kept():
    libre, submissions = make_innovation("libre"), [make_submission() for _ in range(3)]
    january = Month.parse("2018-01").index
    try:
        old = _migrate(BEFORE).get_model("measures", "CellFile")
        _old_file("one.parquet", ("P1", january, 3.0, None, 2), ("P2", january, 0.0, 0.0, 3))
        _old_file("two.parquet", ("P1", january, 0.0, 100.0, 2))
        for submission, path in zip(submissions, ("one", "two", "lost"), strict=True):
            old.objects.create(
                innovation_id=libre.pk,
                measure="libre",
                submission_id=submission.pk,
                path=f"{path}.parquet",
                cells=2,
                first_month="2018-01",
                last_month="2018-01",
            )
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    first, second, _ = submissions
    assert told(site_cells("libre", first.version)) == {
        ("P1", Month(january)): (3, None, Status.OBSERVED, first.pk, 2),
        ("P2", Month(january)): (0, 0, Status.NOT_YET_ELIGIBLE, first.pk, 3),
    }
    newest = told(site_cells("libre"))
    assert newest["P1", Month(january)] == (0, 100, Status.ZERO, second.pk, 2)
    assert recorded_measures("libre") == ["libre"]
    assert Part.objects.count() == CellFile.objects.count() == 2
