"""A small ledger, and people who read and write it."""

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
