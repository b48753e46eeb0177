"""Raw rows of routine data, in files of any size: scanned once into cells, and published.

A file is checked first, which stores nothing (`scan`); what the check found is kept (`keep`) and
then stored by an action (`ingest`). Reading the file through is what takes long, and happens before
the action locks the ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from groundswell.common.months import Month
from groundswell.measures.cells import publish
from groundswell.measures.codes import without_rows
from groundswell.measures.definition import CodeCount, Measure
from groundswell.measures.engine.protocol import Engine, Unreadable
from groundswell.measures.engine.rows_to_cells import Cells, rows_to_cells
from groundswell.measures.engine.sampling import expected_of_file
from groundswell.measures.registry import measures
from groundswell.measures.sources import Source
from groundswell.measures.sources.header import read_header
from groundswell.organisations.models import Organisation
from groundswell.people import policy
from groundswell.people.action import Done, action, data_version
from groundswell.people.models import Person
from groundswell.submissions import incoming
from groundswell.submissions.findings import Findings, Note, Refusal, Refused
from groundswell.submissions.models import Submission

from .bad_rows import refuse_bad_rows
from .headings import columns_of
from .raw_rows import layout_of

Progress = Callable[[str], None]
MOST_CODES_NAMED = 20


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a file of raw rows says. Nothing has been stored.

    `cells` is None where the file was refused, or was accepted already.
    """

    source: Source
    path: Path
    stamp: tuple[int, int]  # the file's size and time of change when it was scanned
    options: dict[str, str]
    rows: int
    months: tuple[Month, ...]
    sites: int
    measures: tuple[str, ...]
    cells: pa.Table | None
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]
    already: Submission | None = None

    @property
    def summary(self) -> str:
        if self.already is not None:
            return f"This file was accepted already, as submission {self.already.pk}."
        if self.cells is None:
            return f"Refused, for {len(self.refusals):,} reasons."
        span = f"{self.months[0]}" + (f" to {self.months[-1]}" if len(self.months) > 1 else "")
        return (
            f"{self.rows:,} rows of {span} make {len(self.cells):,} cells of "
            f"{len(self.measures)} measures at {self.sites:,} sites."
        )


def scan(
    *,
    path: Path,
    source: Source,
    engine: Engine,
    part_of_month: bool = False,
    month: Month | None = None,
    progress: Progress = lambda step: None,
) -> Scanned:
    """Read a file of raw rows into cells of every measure that counts it.

    `part_of_month`: the file holds only some of a month's rows, so that a code without a row is
    noted and not refused, and other sites' cells of the month stay. `month`: that of all rows,
    where the file does not say it. The caller closes the engine.
    """
    findings = Findings(path.name)
    ours = [m for m in measures().values() if _counts(m, source)]
    options = _options(source, ours, part_of_month, month)
    stamp = _stamp(path)
    progress("Reading")
    already = found = None
    # Only a file of the same size can be the same: another one need not be hashed to know.
    if Submission.objects.filter(layout=layout_of(source), size=stamp[0]).exists():
        already = _accepted(source, options, incoming.sha256_of_file(path))
    if already is None:
        found = _cells(engine, source, ours, path, month, findings)
        if found is not None:
            progress("Checking")
            _refuse_codes(found, source, ours, part_of_month, findings)
    if _stamp(path) != stamp:
        why, mend = "The file changed while it was read.", "Run this again."
        findings.refuse("", 0, "", "", why, mend)
    table = found.cells if found is not None and not findings.refusals else None
    if table is not None and found is not None:
        _note(found, source, table, findings)
    return Scanned(
        source=source,
        path=path,
        stamp=stamp,
        options=options,
        rows=found.counts.rows if found else 0,
        months=_months(table),
        sites=0 if table is None else pc.count_distinct(table["site"]).as_py(),
        measures=tuple(sorted(m.slug for m in ours)),
        cells=table,
        refusals=tuple(findings.refusals),
        notes=tuple(findings.notes),
        already=already,
    )


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _counts(measure: Measure, source: Source) -> bool:
    part = measure.numerator
    return isinstance(part, CodeCount) and part.source == source.name


def _options(
    source: Source, ours: Sequence[Measure], part_of_month: bool, month: Month | None
) -> dict[str, str]:
    """What changes the meaning of a file: a new definition makes new cells of the same bytes."""
    options = {"definitions": ",".join(sorted(f"{m.slug}:{m.version}" for m in ours))}
    if month is not None:
        options["month"] = str(month)
    if part_of_month:
        options["part_of_month"] = "yes"
    return dict(sorted(options.items()))


def _accepted(source: Source, options: dict[str, str], sha256: str) -> Submission | None:
    return Submission.objects.filter(
        layout=layout_of(source),
        sha256=sha256,
        options=options,
        status=Submission.Status.ACCEPTED,
    ).first()


def _cells(
    engine: Engine,
    source: Source,
    ours: Sequence[Measure],
    path: Path,
    month: Month | None,
    findings: Findings,
) -> Cells | None:
    """The scan; None where the file was refused before or after it."""
    if not ours:
        why = f"No measure counts the {source.title}."
        mend = "Define one: docs/how-to/describe-a-measure.md says how."
        findings.refuse("", 0, "", "", why, mend)
        return None
    newest = Month.of(timezone.localdate())
    try:
        header = read_header(path)
        columns = columns_of(header.names, source, ours, month, findings)
        if columns is None:
            return None
        expected = expected_of_file(path, source, columns)
        found = rows_to_cells(
            engine, source, ours, [path], columns, newest=newest, month=month, expected=expected
        )
    except Unreadable as error:
        mend = "Send the file as its publisher has it: CSV in UTF-8, plain or gzip."
        findings.refuse("", error.row, "", "", str(error), mend)
        return None
    if not found.counts.rows:
        findings.refuse("", 0, "", "", "The file has no rows.", "Send a file with rows.")
        return None
    if found.counts.refused:
        refuse_bad_rows(path, header, source, columns, newest, month, findings)
        return None
    return found


def _refuse_codes(
    found: Cells, source: Source, ours: Sequence[Measure], part_of_month: bool, findings: Findings
) -> None:
    """Codes that match no row: a mistake in the definition, unless the file is only a part."""
    if found.cells is None:
        return
    rows = {month: set(found.matched) for month in _months(found.cells)}
    for refusal in without_rows(ours, source, rows):
        if part_of_month:
            place = f"{refusal.file}, line {refusal.row}, {refusal.column}"
            findings.note("", 0, f"{place}: {refusal.why}")
        else:
            mend = f"{refusal.mend} If the file is only part of a month, say --part-of-month."
            findings.refusals.append(
                Refusal(
                    refusal.file, "", refusal.row, refusal.column, refusal.value, refusal.why, mend
                )
            )


def _note(found: Cells, source: Source, table: pa.Table, findings: Findings) -> None:
    counts = found.counts
    if counts.unidentified:
        findings.note("", 0, f"{counts.unidentified:,} rows of no known site are passed over.")
    for column, number in counts.negative.items():
        findings.note("", 0, f"{number:,} rows have a negative {column}: returns, which count.")
    for column, number in counts.empty.items():
        findings.note("", 0, f"{number:,} rows have no {column}: they add nothing to it.")
    codes = set(pc.unique(table["site"]).to_pylist())
    known = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    unknown = sorted(codes - known)
    if unknown:
        shown = ", ".join(unknown[:MOST_CODES_NAMED])
        more = f" and {len(unknown) - MOST_CODES_NAMED:,} more" * (len(unknown) > MOST_CODES_NAMED)
        findings.note(
            "",
            0,
            f"{len(unknown):,} sites are in no file of organisations that was loaded, and have no "
            f"place until one is: {shown}{more}.",
        )


def _months(table: pa.Table | None) -> tuple[Month, ...]:
    if table is None:
        return ()
    return tuple(Month(m) for m in sorted(pc.unique(table["month"]).to_pylist()))


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of raw rows that is kept under its hash, and what it says."""

    scanned: Scanned
    sha256: str


def keep(scanned: Scanned, *, link: bool = False) -> Kept:
    """Keep the file that was scanned, by a hard link if asked.

    Raises Refused where it was refused, or changed since. Safe to repeat.
    """
    if scanned.cells is None and scanned.already is None:
        raise Refused(scanned.refusals)
    _refuse_changed(scanned)
    kept = Kept(scanned, incoming.keep_file(scanned.path, link=link))
    _refuse_changed(scanned)
    return kept


def _refuse_changed(scanned: Scanned) -> None:
    if _stamp(scanned.path) != scanned.stamp:
        why, mend = "The file changed after it was checked.", "Run this again."
        raise Refused((Refusal(scanned.path.name, "", 0, "", "", why, mend),))


@action("intake.ingest", needs="submissions.send")
def ingest(*, by: Person, kept: Kept) -> Done[Submission]:
    """Publish the cells of a file that was scanned and kept, all of them.

    A file accepted already is returned as it is.
    """
    policy.require(by, "measures.record")
    scanned = kept.scanned
    source, name = scanned.source, scanned.path.name
    already = _accepted(source, scanned.options, kept.sha256)
    if already is not None:
        return Done(already, name, {"already": already.pk})
    if scanned.cells is None:
        raise Refused(scanned.refusals)
    now = timezone.now()
    submission = Submission.objects.create(
        layout=layout_of(source),
        options=scanned.options,
        file_name=name,
        sha256=kept.sha256,
        size=scanned.stamp[0],
        sender=by,
        status=Submission.Status.ACCEPTED,
        received_at=now,
        accepted_at=now,
        version=data_version(),
        rows=scanned.rows,
        notes=[{"sheet": n.sheet, "row": n.row, "text": n.text} for n in scanned.notes],
    )
    whole = "part_of_month" not in scanned.options
    publish(scanned.cells, submission=submission, whole_months=whole)
    submission.facts = {"cells": len(scanned.cells), "sites": scanned.sites}
    submission.save(update_fields=["facts"])
    details = {"submission": submission.pk, "facts": submission.facts}
    return Done(submission, submission.file_name, details)
