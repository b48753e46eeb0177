"""What every test shares."""

import os
import sys
from pathlib import Path

import pytest

from groundswell.people.models import Person, Role

REAL_DATA = Path(
    os.environ.get("GROUNDSWELL_REAL_DATA")
    or Path(__file__).resolve().parents[2] / "shared" / "data"
)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    """Each test has a data directory of its own."""
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def administrator(db):
    return Person.objects.create_user("administrator", role=Role.ADMINISTRATOR)


@pytest.fixture
def contributor(db):
    return Person.objects.create_user("contributor", role=Role.CONTRIBUTOR, network="HI-West")


@pytest.fixture(scope="session")
def real_data():
    """The folder of real public data; the test is skipped where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("real public data is not beside the project (set GROUNDSWELL_REAL_DATA)")
    return REAL_DATA


@pytest.fixture(autouse=True)
def _forget_other_ledgers():
    """Caches are keyed by the data version, which counts from 1 in each test's ledger."""
    packages = ("adoption", "measures", "organisations", "questions", "submissions")
    for name, module in list(sys.modules.items()):
        if name.startswith(tuple(f"groundswell.{package}" for package in packages)):
            for cached in [v for v in vars(module).values() if hasattr(v, "cache_clear")]:
                cached.cache_clear()
