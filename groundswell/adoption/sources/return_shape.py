"""What a return's workbook looks like: whoever makes the template and whoever reads it agree here.

A template is a sheet to fill in, a sheet of help, and a hidden sheet of names and values that says
what it was made for.
"""

from collections.abc import Sequence

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import OWN_SHEET, Sheet, heading_key

from ..asked import NotAsked, find_programme, find_round

SCHEMA = "1"  # raised when the columns, or what they mean, change
SHEET = "Return"
# Those that stand as they are, then those to fill in.
GIVEN = ("Site", "Name", "Postcode", "Known stage", "Known date")
FILLED = ("Stage", "Date", "Reason", "Factor", "Domain", "Note")
INNOVATION = "Innovation"  # after the site, where a programme spreads several

AGAIN = "Download the template again, and copy what you filled in to it."


def headings(several: bool) -> tuple[str, ...]:
    """The headings in order; `several` innovations have a column that tells them apart."""
    between = (INNOVATION,) if several else ()
    return (*GIVEN[:1], *between, *GIVEN[1:], *FILLED)


def is_template(sheets: Sequence[Sheet]) -> bool:
    return any(sheet.name == OWN_SHEET for sheet in sheets)


def is_return(sheets: Sequence[Sheet]) -> bool:
    """A template, or a table with its columns; one that names innovations tells of adoptions."""
    if is_template(sheets):
        return True
    found = {heading_key(h) for h in sheets[0].headings}
    return {"site", "stage", "date"} <= found and "innovation" not in found


def filled_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet with the rows of a return."""
    if not is_template(sheets):
        return sheets[0]
    return next((sheet for sheet in sheets if sheet.name == SHEET), sheets[0])


def tell_options(
    sheets: Sequence[Sheet], given: dict[str, str], findings: Findings
) -> dict[str, str]:
    """Programme, network and round: as the template says, or else the sender; see `TellOptions`."""
    said = _own_values(sheets)
    if said:
        _refuse_other_shape(sheets, said, findings)
    options = dict(given)
    if slug := options.get("programme", ""):
        options["programme"] = slug.lower()
    for name in ("programme", "network", "round"):
        told = said.get(name, "")
        wanted = _canonical(name, options)
        if told and wanted and wanted != told:
            why = f"This template was made for the {name} {told}."
            mend = f"Leave the {name} out, or send the template that was made for {wanted}."
            findings.refuse("", 0, f"--{name}", wanted, why, mend)
        if told or wanted:
            options[name] = told or wanted
    return options


def _own_values(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Names and values of the hidden sheet."""
    own = next((sheet for sheet in sheets if sheet.name == OWN_SHEET), None)
    if own is None:
        return {}
    pairs = {row.values[0]: row.values[1] for row in own.rows if len(row.values) > 1}
    return {"schema": "", **pairs}


def _canonical(name: str, options: dict[str, str]) -> str:
    """An option as the ledger writes it: a round by its first day, however it was named."""
    value = options.get(name, "")
    if name == "round" and value:
        try:
            programme = find_programme(options.get("programme", ""))
            return find_round(programme, value).start.isoformat()
        except NotAsked:
            return value  # the check refuses it
    return value


def _refuse_other_shape(sheets: Sequence[Sheet], said: dict[str, str], findings: Findings) -> None:
    if said["schema"] != SCHEMA:
        why = (
            f"This template is of version {said['schema'] or 'unknown'}, and version {SCHEMA} is "
            "read now."
        )
        findings.refuse("", 0, "", "", why, AGAIN)
        return
    sheet = filled_sheet(sheets)
    keys = [heading_key(h) for h in sheet.headings]
    several = heading_key(INNOVATION) in keys
    for number, heading in enumerate(headings(several)):
        found = sheet.headings[number] if number < len(keys) else ""
        if heading_key(found) != heading_key(heading):
            why = f"The heading {heading!r} of the template stands here no more."
            findings.refuse(sheet.name, sheet.heading_row, heading, found, why, AGAIN)
