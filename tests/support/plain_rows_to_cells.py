"""The plain twin of rows to cells: one row after another, in dictionaries and fractions."""

import csv
import re
from decimal import ROUND_HALF_UP, Decimal

from groundswell.measures.definition import CodeCount

NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
SIDES = ("numerator", "denominator")


def plain_cells(source, measures, paths, columns, newest, month=None):
    """(cells, counts): {(measure, site, month): (numerator, denominator, status)} and a dictionary.

    Cells are None where any row is refused.
    """
    counts = {"rows": 0, "unidentified": 0, "without_site": 0}
    kinds = {"bad_months": {}, "unreadable": {}, "negative": {}, "empty": {}}
    summed = _columns(source, measures)
    rows = []
    for path in paths:
        with path.open(newline="", encoding="utf-8-sig") as text:
            for row in csv.DictReader(text):
                counts["rows"] += 1
                fields = {name: row[heading] or None for name, heading in columns.items()}
                kept = _kept(source, fields, summed, newest, month, counts, kinds)
                rows += [kept] if kept else []
    counts |= {kind: {k: n for k, n in found.items() if n} for kind, found in kinds.items()}
    if counts["without_site"] or counts["bad_months"] or counts["unreadable"]:
        return None, counts
    return _cells(source, measures, rows), counts


def _columns(source, measures):
    parts = [part for m in measures for _, part in m.parts()]
    return {p.column for p in parts if isinstance(p, CodeCount) and p.source == source.name}


def _kept(source, fields, summed, newest, month, counts, kinds):
    """(site, month, code, numbers) of a row that counts."""
    site = (fields["site"] or "").strip().upper()
    if fields.get("unidentified") == "Y" or site == "-":
        counts["unidentified"] += 1
        return None
    counts["without_site"] += not site
    text = fields["month"] or "" if month is None else str(month)
    its_month = _month(text)
    if its_month is None or its_month > newest.index:
        kinds["bad_months"][text] = kinds["bad_months"].get(text, 0) + 1
    numbers = {}
    for column in summed:
        number = _number(fields[column])
        if number is not None:
            numbers[column] = number
            kind = "negative" if number < 0 else None
        elif fields[column] is None and column in source.may_be_empty:
            kind = "empty"
        else:
            kind = "unreadable"
        if kind:
            kinds[kind][column] = kinds[kind].get(column, 0) + 1
    return site, its_month, (fields["code"] or "").strip(), numbers


def _month(text):
    digits = re.sub("[-_]", "", text.strip())
    if re.fullmatch(r"\d{8}", digits) and digits.endswith("01"):
        digits = digits[:6]
    if not re.fullmatch(r"\d{6}", digits) or not 1 <= int(digits[4:]) <= 12:
        return None
    return int(digits[:4]) * 12 + int(digits[4:]) - 1


def _number(text):
    """To six decimals, half away from zero; None for what is no number, or is too large."""
    if text is None or not NUMBER.fullmatch(text.strip()):
        return None
    number = Decimal(text.strip()).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return number if abs(number) < 10**12 else None


def _cells(source, measures, rows):
    places = {(site, month) for site, month, _, _ in rows}
    cells = {}
    for measure in measures:
        parts = dict(measure.parts())
        if not (isinstance(parts["numerator"], CodeCount)):
            continue
        if parts["numerator"].source != source.name:
            continue
        for site, month in places:
            sums = [
                sum(
                    (
                        numbers.get(part.column, Decimal(0))
                        for s, m, code, numbers in rows
                        if (s, m) == (site, month) and _counts(part, code, month, source)
                    ),
                    Decimal(0),
                )
                if isinstance(part := parts.get(side), CodeCount)
                else None
                for side in SIDES
            ]
            cells[measure.slug, site, month] = (*sums, _status(*sums))
    return cells


def _counts(part, code, month, source):
    def covers(c):
        starts = c.since is None or c.since.index <= month
        ends = c.until is None or month <= c.until.index
        whole = code == c.code if source.code_match == "exact" else code.startswith(c.code)
        return starts and ends and whole

    return any(map(covers, part.codes)) and not any(map(covers, part.but))


def _status(numerator, denominator):
    if denominator is not None and denominator == 0:
        return 4
    return 1 if numerator == 0 else 0
