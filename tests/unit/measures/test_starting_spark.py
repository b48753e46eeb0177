"""Where Spark cannot be started, the message says what is missing and how to mend it."""

import socket
import sys
from unittest.mock import MagicMock

import pytest

from groundswell.measures.engine import spark_session
from groundswell.measures.engine.java import CannotStart, java_version, require_java
from groundswell.measures.engine.spark_engine import SparkEngine
from groundswell.measures.engine.spark_session import start_session


def test_without_java_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(CannotStart, match=r"Java 17.*JAVA_HOME.*openjdk-17"):
        require_java()


def test_an_old_java_is_refused(monkeypatch, tmp_path):
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    old.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(CannotStart, match=r"11\.0\.2"):
        require_java()


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_391"', 8),
        ('openjdk version "21" 2023-09-19', 21),
        ("", None),
    ],
)
def test_the_version_of_java_is_read(said, version):
    assert java_version(said) == version


def test_without_pyspark_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(CannotStart, match=r"\[spark\]"):
        SparkEngine("spark://127.0.0.1:1")


@pytest.fixture
def no_master():
    """An address at which nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"spark://127.0.0.1:{held.getsockname()[1]}"


def test_a_master_that_does_not_answer_is_said_at_once(monkeypatch, no_master):
    monkeypatch.setitem(sys.modules, "pyspark", MagicMock(SparkContext=None))
    monkeypatch.setitem(sys.modules, "pyspark.sql", MagicMock())
    monkeypatch.setattr(spark_session, "require_java", lambda: None)
    with pytest.raises(CannotStart, match=no_master):
        start_session(no_master, {})
