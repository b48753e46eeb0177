"""A programme set up in one go: several tables, each through its own layout, all or none of them.

Later tables name what earlier ones tell (a target's network takes part), so they are checked and
stored in turn, in one transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from groundswell.people.action import Done, action
from groundswell.people.models import Person
from groundswell.submissions import incoming
from groundswell.submissions.findings import Refusal, Refused
from groundswell.submissions.models import Submission

from .outcome import Check
from .steps import check_content, store
from .typed import as_table

# A table whose refusal makes rows of later ones refer to nothing, and the column that refers.
_NAMED_BY = {"innovations": "innovation", "programmes": "programme", "participants": "network"}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one layout, all with the same columns. `name` is the file's, where it has one."""

    layout: str
    rows: Sequence[Mapping[str, str]]
    name: str = ""

    @property
    def file_name(self) -> str:
        return self.name or f"{self.layout}-typed.csv"


def preview(*, by: Person, tables: Sequence[Table]) -> list[Check]:
    """What setting up would do, table by table. Nothing is stored.

    Refusals of a row that only follow from an earlier table's refusal are left out.
    """
    with _undone():
        return [check for check, _ in _take(by, tables, keep=False)]


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@action("programmes.set_up", needs="programmes.record")
def set_up(*, by: Person, tables: Sequence[Table]) -> Done[list[Submission]]:
    """Check and accept all tables, in their order.

    Raises Refused, with nothing stored and the refusals of all tables, when a row of any is
    refused: `file` is the table's, `column` that of the row, the first row being 2. A table that
    was accepted before is passed over.
    """
    taken = list(_take(by, tables, keep=True))
    refusals = tuple(refusal for check, _ in taken for refusal in check.refusals)
    if refusals:
        raise Refused(refusals)
    stored = [submission for _, submission in taken if submission is not None]
    names = ", ".join(sorted({table.layout for table in tables}))
    return Done(stored, names, {"submissions": [submission.pk for submission in stored]})


def _take(
    by: Person, tables: Sequence[Table], *, keep: bool
) -> Iterator[tuple[Check, Submission | None]]:
    """Check and store table by table. One that is refused, or accepted before, is not stored."""
    missing: set[str] = set()
    for table in tables:
        content = as_table(table.rows)
        check = check_content(
            by=by, file_name=table.file_name, content=content, layout=table.layout, options={}
        )
        was_refused = bool(check.refusals)
        check = replace(check, refusals=_own(check.refusals, missing))
        if was_refused and table.layout in _NAMED_BY:
            missing.add(_NAMED_BY[table.layout])
        if not check.acceptable or check.checked is None:
            yield check, check.already
            continue
        submission = Submission(
            file_name=table.file_name,
            sha256=incoming.keep(content) if keep else incoming.sha256_of(content),
            size=len(content),
            sender=by,
            received_at=timezone.now(),
        )
        yield check, store(by, submission, check).result


def _own(refusals: Sequence[Refusal], missing: set[str]) -> tuple[Refusal, ...]:
    return tuple(refusal for refusal in refusals if refusal.column not in missing)
