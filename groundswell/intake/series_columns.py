"""Which columns of a series hold what: headings that are known, or told by options."""

from collections.abc import Sequence

from groundswell.common.matching import did_you_mean, nearest
from groundswell.measures.series import Columns
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Option
from groundswell.submissions.tables import Sheet, heading_key

# What publishers call them, in the order in which they are looked for.
KNOWN = {
    "site": ("site", "code", "pct_id", "pct", "ods_code", "practice_code", "org"),
    "month": ("month", "year_month"),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
}
WHAT = {
    "site": "the sites' codes",
    "month": "the months",
    "numerator": "the numerators",
    "denominator": "the denominators",
}
COLUMN_OPTIONS = tuple(
    Option(
        f"{name}_column",
        f"The heading of the column with {WHAT[name]}, where it is not "
        f"{', '.join(headings[:-1])}{' or ' if headings[1:] else ''}{headings[-1]}.",
        False,
    )
    for name, headings in KNOWN.items()
)


def counts_told(headings: Sequence[str], options: dict[str, str]) -> frozenset[str]:
    """Columns that may hold counts: in a series, all but the sites' and the months'."""
    held = [heading_key(heading) for heading in headings]
    return frozenset(held) - {_heading(name, held, options) for name in ("site", "month")}


def is_series(sheets: Sequence[Sheet]) -> bool:
    """Recognise a series by headings that are known: site, month and numerator."""
    held = {heading_key(h) for h in sheets[0].headings}
    return all(held.intersection(KNOWN[name]) for name in ("site", "month", "numerator"))


def series_columns(sheet: Sheet, options: dict[str, str], findings: Findings) -> Columns | None:
    """The columns of a series; None once one that is needed has been refused."""
    held = [heading_key(h) for h in sheet.headings if h]
    found = {name: _column(name, held, options, findings) for name in KNOWN}
    if findings.refusals:
        return None
    site, month, numerator = (found[name] for name in ("site", "month", "numerator"))
    assert site and month and numerator  # those that are missing have been refused
    return Columns(site, month, numerator, found["denominator"])


def _column(name: str, held: list[str], options: dict[str, str], findings: Findings) -> str | None:
    heading = _heading(name, held, options)
    told = options.get(f"{name}_column", "")
    if heading is None and name != "denominator":
        _refuse(name, "", f"No column is known to hold {WHAT[name]}.", held, findings)
    elif told and heading not in held:
        _refuse(name, told, "The file has no such column.", held, findings)
    return heading


def _heading(name: str, held: list[str], options: dict[str, str]) -> str | None:
    """The heading that an option tells, or the first known one that the file has."""
    told = options.get(f"{name}_column")
    if told:
        return heading_key(told)
    return next((heading for heading in KNOWN[name] if heading in held), None)


def _refuse(name: str, value: str, why: str, held: list[str], findings: Findings) -> None:
    near = did_you_mean(nearest(heading_key(value), held))
    mend = near or f"Name one of the file's columns: {', '.join(held)}."
    findings.refuse("", 1, f"--{name}-column", value, why, mend)
