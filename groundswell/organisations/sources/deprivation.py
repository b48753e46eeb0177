"""Deprivation of practices: two files of scores, one of three editions and one of one day."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Place, Record, Sheet, records
from groundswell.submissions.values import day_needed

from ..codes import clean_code, suggested_kind
from ..models import Deprivation, Kind, Organisation
from .reading import AS_OF

INDICATOR = "93553"  # of the public health profiles: deprivation score (IMD) of practices

Since = Callable[[Record], date | None]  # None once it has been refused


@dataclass(frozen=True, slots=True)
class _Headings:
    """What a file calls the things that we read."""

    code: str
    score: str
    decile: str | None = None


_EDITIONS = _Headings("AreaCode", "Value")
_ONE_DAY = _Headings("practice_code", "imd_score", "imd_decile")


def _check_editions(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    return _read(sheets[0], _EDITIONS, lambda row: _year(row, findings), findings)


def _check_one_day(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    day = day_needed(options["as_of"], "--as-of", Place("", 0), findings)
    if day is None:
        return Checked(0, None, 0)
    return _read(sheets[0], _ONE_DAY, lambda row: day, findings)


def _read(sheet: Sheet, headings: _Headings, since_of: Since, findings: Findings) -> Checked:
    organisations = dict(Organisation.objects.values_list("code", "pk"))
    practices = Organisation.objects.filter(kind=Kind.PRACTICE)
    are_practices = set(practices.values_list("code", flat=True))
    facts: list[Deprivation] = []
    unknown: dict[str, int] = {}
    told: dict[tuple[str, date | None], int] = {}
    rows = list(records(sheet))
    for row in rows:
        code = _code(row, headings, are_practices, findings)
        score, decile = _score(row, headings, findings), _decile(row, headings, findings)
        since = since_of(row)
        first = told.setdefault((code, since), row.number)
        if code and first != row.number:
            why = f"This practice and edition are in row {first} already."
            _refuse(row, headings.code, why, "Remove one of the two rows.", findings)
        elif code not in organisations:
            unknown.setdefault(code, row.number)
        elif since is not None:
            facts.append(
                Deprivation(
                    sheet=row.sheet,
                    row=row.number,
                    organisation_id=organisations[code],
                    since=since,
                    score=score,
                    decile=decile,
                )
            )
    unknown.pop("", None)  # refused
    _tell_of_unknown(sheet, unknown, len({code for code, _ in told}), findings)
    return Checked(len(rows), facts, new=len(facts))


def _code(
    row: Record, headings: _Headings, are_practices: Collection[str], findings: Findings
) -> str:
    """The practice's code; "" once it has been refused."""
    code = clean_code(row[headings.code.lower()])
    if code in are_practices or suggested_kind(code) == Kind.PRACTICE:
        return code
    why = "This is not the code of a practice." if code else "It is missing."
    _refuse(row, headings.code, why, "A practice's code is a letter and five digits.", findings)
    return ""


def _score(row: Record, headings: _Headings, findings: Findings) -> float:
    """The score; 0, which is never stored, once it has been refused."""
    text = row[headings.score.lower()]
    if re.fullmatch(r"\d{1,3}(\.\d*)?", text) and float(text) <= 100:
        return float(text)
    why = "A score of deprivation is a number from 0 to 100."
    _refuse(row, headings.score, why, "Write it as 25.07, or remove the row.", findings)
    return 0.0


def _decile(row: Record, headings: _Headings, findings: Findings) -> int | None:
    text = row[headings.decile.lower()] if headings.decile else ""
    if not headings.decile or not text:
        return None
    if text.isdecimal() and 1 <= int(text) <= 10:
        return int(text)
    why = "A decile is a whole number from 1 to 10."
    _refuse(row, headings.decile, why, "Write 1 for the most deprived.", findings)
    return None


def _year(row: Record, findings: Findings) -> date | None:
    """An edition of the index counts from the first of January of its year."""
    if row["indicatorid"] != INDICATOR:
        why = f"Indicator {INDICATOR} is the deprivation score; this is another one."
        _refuse(row, "IndicatorID", why, "Remove the row: only scores are read here.", findings)
        return None
    if not re.fullmatch(r"20\d\d", row["year"]):
        _refuse(row, "Year", "This is not the year of an edition.", "Write it as 2019.", findings)
        return None
    return date(int(row["year"]), 1, 1)


def _refuse(row: Record, heading: str, why: str, mend: str, findings: Findings) -> None:
    findings.refuse(row.sheet, row.number, heading, row[heading.lower()], why, mend)


def _tell_of_unknown(
    sheet: Sheet, unknown: dict[str, int], practices: int, findings: Findings
) -> None:
    """Practices that no file of organisations has told of: left out, each with its row."""
    if not unknown:
        return
    if len(unknown) == practices:
        why = "Not one of its practices is a known organisation."
        mend = "Load the organisations (epraccur) first, then send this file again."
        findings.refuse(sheet.name, 0, "", "", why, mend)
        return
    findings.note(
        sheet.name,
        0,
        f"{len(unknown):,} of {practices:,} practices are not known organisations, and are left "
        "out: load the organisations (epraccur) before you accept this file.",
    )
    for code, number in unknown.items():
        findings.note(sheet.name, number, f"{code}: no such organisation, left out.")


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    for fact in checked.facts:
        fact.submission = submission
    Deprivation.objects.bulk_create(checked.facts, batch_size=5000)
    return {"deprivation": len(checked.facts)}


# The Index of Multiple Deprivation 2010, 2015 and 2019, each over the patients of its time.
DEPRIVATION_EDITIONS = Layout(
    name="deprivation-editions",
    title="Deprivation of practices by edition (public health profiles, indicator 93553)",
    group="organisations",
    permission="organisations.record",
    recognise=has_headings("IndicatorID", "Year", "AreaCode", "IsAreaCurrent", "Value"),
    check=_check_editions,
    store=_store,
)
# The scores of 2019 over the patients of a later day, which the file does not name.
DEPRIVATION_OF_A_DAY = Layout(
    name="deprivation-of-a-day",
    title="Deprivation of practices on one day, score and decile",
    group="organisations",
    permission="organisations.record",
    recognise=has_headings("practice_code", "imd_score", "imd_decile"),
    check=_check_one_day,
    store=_store,
    options=(AS_OF,),
)
