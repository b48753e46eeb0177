"""Synthetic England, made once for all tests of a process."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from groundswell.common.dates import UncertainDate
from groundswell.demo.england import generate
from groundswell.demo.files import DemoFile

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Demo:
    """The generated files, in order, and their rows by the file's name without "demo-"."""

    files: list[DemoFile]
    rows: dict[str, Rows]

    def __getitem__(self, name: str) -> Rows:
        return self.rows[name]


def name_of(file: DemoFile) -> str:
    return file.path.stem.removeprefix("demo-")


parse = cache(UncertainDate.parse)  # the same few thousand dates over and over


def read(file: DemoFile) -> Rows:
    with file.path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder: Path = tmp_path_factory.mktemp("england")
    files = generate(folder)
    return Demo(files, {name_of(file): read(file) for file in files})
