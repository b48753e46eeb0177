"""Compacting: the many parts of a measure become one sorted file, and answers stay as they are."""

from collections.abc import Sequence

import pyarrow as pa

from groundswell.people.action import Done, action, data_version
from groundswell.people.models import Person

from ..models import Part
from .files import SCHEMA, write_file
from .manifest import HeldPart, measures_with_cells, parts_at
from .publishing import record_file
from .reading import SiteCells, read_parts


@action("measures.compact", needs="measures.record")
def compact(*, by: Person, measures: Sequence[str] | None = None) -> Done[dict[str, int]]:
    """Merge the parts of each measure into one sorted file; answers stay as they are.

    Returns how many parts each measure had; those with one part are left alone. Past data
    versions keep their own files until these are collected.
    """
    version = data_version()
    merged = {}
    for measure in measures_with_cells() if measures is None else measures:
        parts = parts_at(measure)
        if len(parts) > 1:
            _merge(measure, parts, version)
            merged[measure] = len(parts)
    return Done(merged, ", ".join(merged) or "no measure", {"parts": merged})


def _merge(measure: str, parts: Sequence[HeldPart], version: int) -> None:
    cells = read_parts(measure, parts)
    Part.objects.filter(pk__in=[part.pk for part in parts]).update(until=version)
    if not cells.sites:
        return
    written = write_file(as_table(cells))
    submissions = {part.submission for part in parts}
    innovations = {part.innovation for part in parts}
    Part.objects.create(
        measure=measure,
        file=record_file(written),
        submission_id=submissions.pop() if len(submissions) == 1 else None,
        innovation_id=innovations.pop() if len(innovations) == 1 else None,
        # It lies over nothing: every part before it is retired.
        whole_months=False,
        first_month=str(cells.months[0]),
        last_month=str(cells.months[-1]),
        cells=written.cells,
        since=version,
    )


def as_table(cells: SiteCells) -> pa.Table:
    """Cells as a file has them: only those told, by site and month."""
    site, month = cells.has_cell.nonzero()
    names = pa.DictionaryArray.from_arrays(pa.array(site, pa.int32()), pa.array(cells.sites))
    first = cells.months[0].index
    columns = {
        "measure": pa.repeat(cells.measure, len(site)),
        "site": names.cast(pa.string()),
        "month": pa.array(month + first, pa.int32()),
    }
    for name in SCHEMA.names[3:]:
        columns[name] = pa.array(getattr(cells, name)[site, month])
    return pa.table(columns).cast(SCHEMA)
