"""Which of a source's headers a file has, and whether it has the columns that measures need."""

from collections.abc import Sequence

from groundswell.common.months import Month
from groundswell.measures.definition import CodeCount, Measure
from groundswell.measures.sources import Source, Variant
from groundswell.submissions.findings import Findings


def columns_of(
    header: tuple[str, ...],
    source: Source,
    ours: Sequence[Measure],
    month: Month | None,
    findings: Findings,
) -> dict[str, str] | None:
    """Our name of each column to its heading in the file; None where it was refused."""
    variant = max(source.variants, key=lambda v: len(v.columns_in(header)))
    columns = variant.columns_in(header)
    for name in (source.site, source.code):
        if name not in columns:
            _refuse_missing(variant, name, header, source, findings)
    if source.month not in columns and month is None and not findings.refusals:
        why = "The file does not say its month."
        findings.refuse("", 1, "", "", why, "Give it with --month, as 2014-03.")
    if month is not None and source.month in columns:
        why = f"The file says its month itself, under {columns[source.month]}."
        findings.refuse("", 1, "--month", str(month), why, "Leave --month out.")
    for name in sorted(_summed(source, ours) - columns.keys()) if not findings.refusals else ():
        _refuse_missing(variant, name, header, source, findings)
    return None if findings.refusals else columns


def _summed(source: Source, ours: Sequence[Measure]) -> set[str]:
    parts = [part for measure in ours for _, part in measure.parts()]
    return {p.column for p in parts if isinstance(p, CodeCount) and p.source == source.name}


def _refuse_missing(
    variant: Variant, name: str, header: tuple[str, ...], source: Source, findings: Findings
) -> None:
    wanted = " or ".join(source.headings.get(name, (variant.headings.get(name, name),)))
    findings.refuse(
        "",
        1,
        wanted,
        ", ".join(header)[:120],
        f"No column of this file is {name.replace('_', ' ')} of the {source.title}.",
        "Send the file as its publisher has it, with its header row.",
    )
