"""Building a home: each file through the import, once."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from groundswell.demo import build as module
from groundswell.demo.build import ACCOUNTS, build, is_built
from groundswell.demo.files import DemoFile
from groundswell.people.actions import operator
from groundswell.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[SimpleNamespace]]:
    """Stands in for the import of two small files; holds what was imported."""
    done: list[SimpleNamespace] = []

    def generate(folder: Path) -> list[DemoFile]:
        return [
            DemoFile("names", folder / "a.csv"),
            DemoFile("series", folder / "b.csv", {"innovation": "x"}),
        ]

    def import_file(**arguments: Any) -> None:
        done.append(SimpleNamespace(**arguments))

    monkeypatch.setattr(module, "generate", generate)
    monkeypatch.setattr(module, "import_file", import_file)
    yield done


def test_files_are_imported_in_order_and_accounts_made(imports: list[SimpleNamespace]) -> None:
    build(operator())

    assert [(one.layout, one.options) for one in imports] == [
        ("names", {}),
        ("series", {"innovation": "x"}),
    ]
    assert {one.by for one in imports} == {operator()}
    assert is_built()
    for account in ACCOUNTS:
        person = Person.objects.get(username=account.username)
        assert (person.role, person.network) == (account.role, account.network)
        assert person.check_password(account.password)


def test_second_build_does_nothing(imports: list[SimpleNamespace]) -> None:
    build(operator())
    build(operator())

    assert len(imports) == 2


def test_build_cut_short_before_the_last_account_goes_on(imports: list[SimpleNamespace]) -> None:
    build(operator())
    Person.objects.filter(username=ACCOUNTS[-1].username).delete()
    build(operator())

    assert len(imports) == 4
    assert is_built()


def test_progress_counts_up_to_the_end(imports: list[SimpleNamespace]) -> None:
    told: list[tuple[str, int, int]] = []
    build(operator(), lambda what, done, total: told.append((what, done, total)))

    assert told[0] == ("Inventing England", 0, 1)
    assert told[-1] == ("Built", 3, 3)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
