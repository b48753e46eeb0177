"""A small ledger, and people who read and write it."""

import pytest

from . import browser as browsers
from . import measure_world as measure_worlds
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


@pytest.fixture
def measured(administrator, tmp_path, settings):
    """The small ledger with measures and their numbers."""
    return measure_worlds.build(administrator, tmp_path / "files", settings)


@pytest.fixture(scope="module")
def chromium():
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def open_page(chromium):
    """Opens pages, and fails the test where one reports an error of its own."""
    contexts, complaints = [], []

    def open_page(**options):
        context = chromium.new_context(**({"viewport": browsers.DESKTOP} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda m: complaints.append(m.text) if "Security Policy" in m.text else None,
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
