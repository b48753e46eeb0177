"""A small ledger, and people who read and write it."""

import sys

import pytest

from . import world as worlds


@pytest.fixture
def world(administrator, tmp_path):
    return worlds.build(administrator, tmp_path / "files")


@pytest.fixture
def demo_world(administrator, tmp_path):
    return worlds.build(administrator, tmp_path / "files", demo=True)


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture(autouse=True)
def _forget_other_ledgers():
    """Caches are keyed by the data version, which counts from 1 in each test's ledger."""
    packages = ("adoption", "organisations", "questions", "submissions")
    for name, module in list(sys.modules.items()):
        if name.startswith(tuple(f"groundswell.{package}" for package in packages)):
            for cached in [v for v in vars(module).values() if hasattr(v, "cache_clear")]:
                cached.cache_clear()
