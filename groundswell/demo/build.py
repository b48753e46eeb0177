"""Puts synthetic England into a data directory, through the same door as any other file."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from groundswell.intake import import_file
from groundswell.people.actions import create_account
from groundswell.people.models import Person, Role

from .england import generate

Report = Callable[[str, int, int], None]  # what is being done, steps done, steps in all

_WHY = "Synthetic England, for demonstration"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to log in as. The passwords are printed: they guard nothing but invented data."""

    username: str
    password: str
    role: Role
    title: str
    network: str = ""


# In the order of making: a home that has the last one has the whole demonstration.
ACCOUNTS = (
    Account("demo-admin", "synthetic-england", Role.ADMINISTRATOR, "national administrator"),
    Account(
        "demo-contributor",
        "synthetic-england",
        Role.CONTRIBUTOR,
        "contributor of Health Innovation West of England",
        "HI-West",
    ),
)


def build(by: Person, progress: Report | None = None) -> None:
    """Make the demonstration's files, import them in order, then open the demo accounts.

    On a built home it does nothing. After a build that was cut short it goes on: a file that was
    accepted is not imported twice.
    """
    if is_built():
        return
    report = progress or _silent
    with tempfile.TemporaryDirectory(prefix="groundswell-demo-") as folder:
        report("Inventing England", 0, 1)
        files = generate(Path(folder))
        steps = len(files) + 1
        for number, file in enumerate(files, start=1):
            report(f"Importing {file.path.stem}", number, steps)
            import_file(by=by, path=file.path, layout=file.layout, options=file.options, why=_WHY)
    _open_accounts(by)
    report("Built", steps, steps)


def is_built() -> bool:
    """Has this home the whole demonstration?"""
    return Person.objects.filter(username=ACCOUNTS[-1].username).exists()


def _silent(what: str, done: int, total: int) -> None:
    """Progress for callers that show none."""


def _open_accounts(by: Person) -> None:
    for account in ACCOUNTS:
        if not Person.objects.filter(username=account.username).exists():
            create_account(
                by=by,
                username=account.username,
                password=account.password,
                role=account.role,
                network=account.network,
                why=_WHY,
            )
