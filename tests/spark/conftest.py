"""One cluster for the run, one session on it, and each contract asked of both engines."""

import pytest

from groundswell.measures.engine.spark_engine import SparkEngine

from .cluster import BRIEF, SPARK_HOME, Cluster, cluster

RUNNING = pytest.StashKey[Cluster]()
SMALL = {
    "spark.driver.extraJavaOptions": BRIEF,
    "spark.executor.extraJavaOptions": BRIEF,
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.cores.max": "2",
    # No task starts before both workers are there to take it.
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": "60s",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.port": "0",
}


def pytest_collection_modifyitems(items):
    # PySpark leaves the sockets that answers came through to the garbage collector.
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and (running := item.config.stash.get(RUNNING, None)):
        report.sections.append(("Spark's logs", running.logs()))
    return report


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory, request):
    with cluster(tmp_path_factory.mktemp("cluster")) as running:
        request.config.stash[RUNNING] = running
        yield running


@pytest.fixture(scope="session")
def on_loopback(spark_cluster):
    """What the driver reads from its environment, as a user would set it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(SPARK_HOME))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_LOCAL_DIRS", str(spark_cluster.folder / "scratch"))
        patch.setenv("SPARK_CONF_DIR", str(spark_cluster.folder))
        yield spark_cluster


@pytest.fixture(scope="session")
def spark(on_loopback):
    engine = SparkEngine(on_loopback.url, settings=SMALL)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def duckdb(tmp_path_factory):
    from groundswell.measures.engine.duckdb_engine import DuckDBEngine

    engine = DuckDBEngine(tmp_path_factory.mktemp("duckdb"))
    yield engine
    engine.close()


@pytest.fixture(params=["duckdb", "spark"])
def engine(request):
    return request.getfixturevalue(request.param)
