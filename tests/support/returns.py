"""Returns to try: a programme that asks two networks, and templates as people fill them in."""

import io
from collections.abc import Mapping

import openpyxl

from groundswell.adoption.asked import find_return
from groundswell.people.models import Person
from groundswell.reports.return_workbook import template_of
from tests.support.intake_files import lines, send

# Of the small country of `tests.functional.world`: northern sites A and B, southern C.
PARTICIPANTS = lines(
    "programme,network,owner,email,start,end",
    "pulse,NET-N,Nora North,nora@example.nhs.uk,,",
    "pulse,NET-S,Sam South,,,",
)
ROUNDS = lines(
    "programme,start,end,due",
    "pulse,2018-07-01,2018-09-30,2018-10-14",
    "pulse,2018-10-01,2018-12-31,2019-01-14",
)
COLUMNS = {
    name: number
    for number, name in enumerate(
        (
            "site",
            "name",
            "postcode",
            "known stage",
            "known date",
            "stage",
            "date",
            "reason",
            "factor",
            "domain",
            "note",
        ),
        start=1,
    )
}


def ask_for_returns(by: Person) -> None:
    """Two networks take part in the pulse programme, and are asked for two rounds."""
    send(by, PARTICIPANTS, "participants.csv")
    send(by, ROUNDS, "rounds.csv")


def template(network: str = "HI-West", round_: str = "2018-Q3", programme: str = "inhale") -> bytes:
    return template_of(find_return(programme, network, round_))[1]


def filled(content: bytes, *rows: Mapping[str, str]) -> bytes:
    """A template with cells typed into the row of each site; into a free row for a site not listed
    or listed already in `rows`."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Return"]
    free = {str(sheet.cell(r, 1).value): r for r in range(sheet.max_row, 1, -1)}
    unused = next(r for r in range(2, sheet.max_row + 2) if not sheet.cell(r, 1).value)
    for cells in rows:
        row = free.pop(cells["site"], None)
        if row is None:
            row, unused = unused, unused + 1
        for column, value in cells.items():
            cell = sheet.cell(row, COLUMNS[column])
            cell.value = value or None
            if value:
                cell.data_type = "s"  # as typed into a cell for text, whatever it looks like
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cells_of(content: bytes, sheet: str = "Return") -> list[tuple[str, ...]]:
    """The rows of a sheet as text, without those that are empty."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [tuple(str(c or "") for c in row) for row in book[sheet].iter_rows(values_only=True)]
    return [row for row in rows if any(row)]
