"""Facts typed into a form, which come through the door that files come through.

What was typed becomes a small table, kept as a file like any other: the fact points at its row,
and what is wrong with it is refused by the same check, with its column.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from django.utils import timezone

from groundswell.people.action import Done, action
from groundswell.people.models import Person
from groundswell.submissions import incoming
from groundswell.submissions.findings import Refused
from groundswell.submissions.models import Submission

from .steps import canonical, check_content, store


def as_table(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows of one form as the table that a file would have had. All have the same columns."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@action("intake.record", needs="submissions.send")
def record(
    *,
    by: Person,
    layout: str,
    rows: Sequence[Mapping[str, str]],
    options: Mapping[str, str] | None = None,
) -> Done[Submission]:
    """Check and accept what was typed, all of it.

    Raises Refused with nothing stored; a refusal's `column` is the name of the form's field, and
    its `row` that of the table, the first being 2. What was accepted before is returned as it is.
    """
    content, chosen = as_table(rows), canonical(dict(options or {}))
    name = f"{layout}-typed.csv"
    result = check_content(by=by, file_name=name, content=content, layout=layout, options=chosen)
    if result.already is not None:
        return Done(result.already, name, {"already": result.already.pk})
    if result.checked is None or not result.acceptable:
        raise Refused(result.refusals)
    submission = Submission(
        options=chosen,
        file_name=name,
        sha256=incoming.keep(content),
        size=len(content),
        sender=by,
        received_at=timezone.now(),
    )
    return store(by, submission, result)
