"""Writes of published figures. `publishing` asks the questions first, and then calls these."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from groundswell.people import policy
from groundswell.people.action import Done, action, data_version
from groundswell.people.models import Person

from .models import TEXT_LENGTH, Figure, Publication, Restatement, Withdrawal
from .pinning import At
from .queries import HeldFigure
from .reasons import Rests

NEEDS = "figures.publish"


class Overtaken(Exception):
    """Something else was written between asking the question and writing what it said."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a restatement writes: a figure, what it says now, and why as the check found."""

    figure: HeldFigure
    new: str
    found: str
    rests: Rests


@action("figures.publish", needs=NEEDS)
def pin(
    *,
    by: Person,
    question: str,
    table: str,
    cells: Mapping[At, str],
    rests: Rests,
    published_in: str,
    published_on: date,
    network: str = "",
) -> Done[Publication]:
    """Record figures as they were published.

    Raises ValueError where it is not said where, and Overtaken where `rests` is not the state
    before this action. A contributor publishes for their own network only.
    """
    policy.require(by, NEEDS, network=network)
    _need_present(rests)
    if not published_in.strip():
        raise ValueError("Say where it was published, as: Annual report 2024/25, p. 7.")
    if len(published_in) > TEXT_LENGTH:
        raise ValueError(f"Say where in at most {TEXT_LENGTH} characters.")
    publication = Publication.objects.create(
        question=question,
        table=table,
        published_in=published_in.strip(),
        published_on=published_on,
        network=network,
        at=timezone.now(),
        by=by,
        **asdict(rests),
    )
    Figure.objects.bulk_create(
        [
            Figure(publication=publication, row=at.row, column=at.column, value=value)
            for at, value in cells.items()
        ],
        batch_size=2000,
    )
    details = {"publication": publication.pk, "figures": len(cells), "question": question}
    return Done(publication, published_in.strip(), details)


@action("figures.restate", needs=NEEDS)
def record_restatements(
    *, by: Person, changed: Sequence[Changed], reason: str
) -> Done[list[Restatement]]:
    """Let figures say what they say now, beside what they said, with the signer's reason.

    Raises ValueError without a reason or for a figure that has been withdrawn, and Overtaken
    where something was written since the check.
    """
    if not reason.strip():
        raise ValueError("Say why: a restatement shows old value, new value, reason and signer.")
    now = timezone.now()
    for change in changed:
        policy.require(by, NEEDS, network=change.figure.network)
        _need_present(change.rests)
        _need_standing(change.figure)
    made = Restatement.objects.bulk_create(
        [
            Restatement(
                figure_id=change.figure.number,
                old=change.figure.value,
                new=change.new,
                reason=reason.strip(),
                found=change.found,
                at=now,
                by=by,
                **asdict(change.rests),
            )
            for change in changed
        ],
        batch_size=2000,
    )
    numbers = [change.figure.number for change in changed]
    return Done(made, _subject(numbers), {"figures": numbers, "reason": reason.strip()})


@action("figures.withdraw", needs=NEEDS)
def withdraw(*, by: Person, figures: Sequence[HeldFigure], reason: str) -> Done[list[Withdrawal]]:
    """Stand by figures no more: they are checked no more, and stay on record.

    Raises ValueError without a reason, or for a figure that has been withdrawn already.
    """
    if not reason.strip():
        raise ValueError("Say why they are withdrawn.")
    for figure in figures:
        policy.require(by, NEEDS, network=figure.network)
        _need_standing(figure)
    now = timezone.now()
    made = Withdrawal.objects.bulk_create(
        [Withdrawal(figure_id=f.number, at=now, by=by, why=reason.strip()) for f in figures],
        batch_size=2000,
    )
    numbers = [figure.number for figure in figures]
    return Done(made, _subject(numbers), {"figures": numbers, "reason": reason.strip()})


def _need_present(rests: Rests) -> None:
    if rests.data_version != data_version() - 1:
        raise Overtaken(
            f"The question was asked of data version {rests.data_version}, and something was "
            "written since. Ask again."
        )


def _need_standing(figure: HeldFigure) -> None:
    if figure.is_withdrawn or Withdrawal.objects.filter(figure=figure.number).exists():
        raise ValueError(f"Figure {figure.number} has been withdrawn.")


def _subject(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (" and others" if len(numbers) > 5 else "")
    return f"figures {shown}"
