"""The work is done by the workers, and an engine that cannot start says why."""

import json
import urllib.request

import pytest

from groundswell.measures.engine.java import CannotStart
from groundswell.measures.engine.spark_engine import SparkEngine

from .prescribing import write_month
from .test_cells import MONTHS, cells_of


def test_both_workers_do_the_work(spark, spark_cluster, tmp_path):
    before = _tasks_done(spark)
    paths = [write_month(tmp_path / f"{n}.csv", MONTHS[0], 5_000, seed=n) for n in range(4)]
    cells_of(spark, paths)
    context = spark._session.sparkContext
    executors = spark_cluster.executors(context.applicationId)
    assert len(executors) == 2
    assert [len(of_worker) for of_worker in executors.values()] == [1, 1]
    after = _tasks_done(spark)
    assert all(after[e] > before.get(e, 0) for (e,) in executors.values())


def _tasks_done(engine):
    """Tasks finished by each executor; the driver, which runs none, left out."""
    context = engine._session.sparkContext
    address = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/executors"
    with urllib.request.urlopen(address, timeout=10) as answer:
        found = {e["id"]: e["completedTasks"] for e in json.load(answer)}
    assert found.pop("driver") == 0
    return found


def test_a_second_session_in_a_process_is_refused(spark, spark_cluster):
    with pytest.raises(CannotStart, match="already"):
        SparkEngine(spark_cluster.url)
