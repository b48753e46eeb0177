"""Reads of published figures: those that stand, their history, the data versions they need."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from .asking import ASKING, read
from .models import Figure, Publication, Restatement
from .reasons import Rests


@dataclass(frozen=True, slots=True)
class HeldFigure:
    """A published figure as it stands: after its last restatement, where it has one."""

    number: int
    publication: int
    question: str
    table: str
    row: str
    column: str
    value: str
    first: str  # as it was published
    rests: Rests  # what `value` rests on
    published_in: str
    published_on: date
    network: str
    restated: int  # how often
    is_withdrawn: bool

    @property
    def cell(self) -> str:
        """league, QUY, value"""
        return ", ".join(dict.fromkeys((self.table, self.row, self.column)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a figure."""

    at: datetime
    by: str
    what: str  # published, restated or withdrawn
    old: str
    new: str
    reason: str
    found: str
    data_version: int | None
    release: str


def held(
    numbers: Collection[int] | None = None,
    *,
    publication: int | None = None,
    withdrawn: bool = False,
) -> list[HeldFigure]:
    """Published figures, in the order of publication; withdrawn ones too where asked.

    Raises LookupError for a number, or a publication, that there is not.
    """
    figures = Figure.objects.select_related("publication", "withdrawal").prefetch_related(
        "restatements"
    )
    if numbers is not None:
        figures = figures.filter(pk__in=numbers)
    if publication is not None:
        figures = figures.filter(publication=publication)
    found = [_held(figure) for figure in figures.order_by("pk")]
    _all_there(found, numbers, publication)
    return [figure for figure in found if withdrawn or not figure.is_withdrawn]


def history(number: int) -> list[Entry]:
    """Everything that happened to a figure, the earliest first. Raises LookupError."""
    figure = Figure.objects.select_related("publication__by", "withdrawal__by").filter(pk=number)
    found = figure.first()
    if found is None:
        raise LookupError(f"There is no figure {number}.")
    where = found.publication
    entries = [
        Entry(
            where.at,
            str(where.by),
            "published",
            "",
            found.value,
            where.published_in,
            "",
            where.data_version,
            where.release,
        )
    ]
    entries += [
        Entry(
            r.at, str(r.by), "restated", r.old, r.new, r.reason, r.found, r.data_version, r.release
        )
        for r in found.restatements.select_related("by").order_by("pk")
    ]
    gone = getattr(found, "withdrawal", None)
    if gone is not None:
        entries.append(
            Entry(gone.at, str(gone.by), "withdrawn", entries[-1].new, "", gone.why, "", None, "")
        )
    return entries


def pinned_versions() -> frozenset[int]:
    """The data versions whose cells published figures need, to be asked again.

    A figure that was restated needs those of its last restatement, and of no version before.
    """
    needed = {(figure.question, figure.rests.data_version) for figure in held()}
    return frozenset(version for pair in needed for version in _versions(*pair))


def _versions(question: str, version: int) -> Iterable[int]:
    try:
        asked = read(question)
        return ASKING[asked.NAME].versions(asked, version)
    except ValueError:
        # A question that this release cannot read any more; a later one may.
        return {version}


def _held(figure: Figure) -> HeldFigure:
    where: Publication = figure.publication
    restatements = sorted(figure.restatements.all(), key=lambda r: r.pk)
    basis: Publication | Restatement = restatements[-1] if restatements else where
    return HeldFigure(
        number=figure.pk,
        publication=where.pk,
        question=where.question,
        table=where.table,
        row=figure.row,
        column=figure.column,
        value=restatements[-1].new if restatements else figure.value,
        first=figure.value,
        rests=Rests(basis.data_version, basis.release, basis.definition, basis.rule),
        published_in=where.published_in,
        published_on=where.published_on,
        network=where.network,
        restated=len(restatements),
        is_withdrawn=hasattr(figure, "withdrawal"),
    )


def _all_there(
    found: list[HeldFigure], numbers: Collection[int] | None, publication: int | None
) -> None:
    absent = sorted(set(numbers or ()) - {figure.number for figure in found})
    if absent:
        raise LookupError(f"There is no figure {', '.join(map(str, absent))}.")
    if publication is not None and not found:
        raise LookupError(f"There is no publication {publication}.")
