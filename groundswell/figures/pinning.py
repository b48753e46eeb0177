"""The cells of a report as text, each under the key of its row: what can be pinned and compared.

Beside its own tables a report has two of one row: `headline`, its sentence, and `total`, all
places together, where a terminal shows them.
"""

from dataclasses import dataclass

from groundswell.questions.reach import STATUS_WORDS
from groundswell.reports.disclosure import Suppressed
from groundswell.reports.report import Cell, Report, Table
from groundswell.reports.tables import plain

HEADLINE, TOTAL = "headline", "total"
# The columns that say which row it is; the first set of which a table has any.
KEYS = (frozenset({"place_code", "site_code", "month", "fifth"}), frozenset({"submission_id"}))
_ALL_PLACES = "All places"

NO_VALUE, NO_ROW = "no value", "no such row"


@dataclass(frozen=True, slots=True, order=True)
class At:
    """Which cell of a table: the key of its row, and the column."""

    row: str
    column: str


def cells_of(report: Report, table: str) -> dict[At, str]:
    """Every cell of a table but keys and names, as it is shown.

    Raises LookupError for a table that the report does not have, and ValueError for one whose
    rows cannot be told apart.
    """
    if table == HEADLINE:
        return {At(HEADLINE, "text"): report.headline}
    if table == TOTAL:
        return _total(report)
    try:
        found = report.table(table)
    except LookupError as error:
        names = ", ".join((*report.makers, HEADLINE, *([TOTAL] if report.on_screen else [])))
        raise LookupError(f"There is no table {table!r}: use one of {names}.") from error
    return _cells(found)


def chosen(cells: dict[At, str], row: str | None, column: str | None) -> dict[At, str]:
    """The cells of a row and of a column. A row is its whole key, or one of its parts: QUY is
    that place in every month. Raises LookupError where nothing is left.
    """
    found = {
        at: value
        for at, value in cells.items()
        if (row is None or at.row == row or row in at.row.split(" "))
        and (column is None or at.column == column)
    }
    if not found:
        columns = ", ".join(dict.fromkeys(at.column for at in cells))
        rows = ", ".join(list(dict.fromkeys(at.row for at in cells))[:5])
        raise LookupError(
            f"The table has no such cell. Its columns are {columns or 'none'}; "
            f"its rows are such as {rows or 'none'}."
        )
    return found


def said(cell: Cell, status: str | None = None) -> str:
    """A cell as text. An empty one says why it is empty, where its row's status does."""
    shown = plain(cell)
    if shown is not None:
        return str(shown)
    if status == "suppressed":
        return str(Suppressed())
    return status if status in _EMPTY else NO_VALUE


_EMPTY = {word for word in STATUS_WORDS.values() if word not in ("observed", "zero", "suppressed")}


def _cells(table: Table) -> dict[At, str]:
    names = [column.name for column in table.columns]
    keys = next((some for group in KEYS if (some := _among(names, group))), [])
    told = [i for i, name in enumerate(names) if i not in keys and not name.endswith("_name")]
    statuses = _among(names, frozenset({"status"}))
    if not keys:
        raise ValueError(f"The rows of the table {table.name} have no key: it cannot be published.")
    found: dict[At, str] = {}
    for row in table.rows:
        # The place of all places together has no code.
        key = " ".join(str(plain(row[i]) or TOTAL) for i in keys)
        status = str(row[statuses[0]]) if statuses else None
        for i in told:
            at = At(key, names[i])
            if at in found:
                raise ValueError(f"The table {table.name} has two rows {key}.")
            found[at] = said(row[i], status)
    return found


def _among(names: list[str], wanted: frozenset[str]) -> list[int]:
    return [i for i, name in enumerate(names) if name in wanted]


def _total(report: Report) -> dict[At, str]:
    """The row of all places together, as a terminal shows it."""
    table = report.on_screen() if report.on_screen else None
    for row in table.rows if table else ():
        if table and _ALL_PLACES in row:
            cells = zip(table.columns, row, strict=True)
            return {At(TOTAL, c.name): said(cell) for c, cell in cells if c.is_number}
    raise LookupError("This report has no row of all places together.")
