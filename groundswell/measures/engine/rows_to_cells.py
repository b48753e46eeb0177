"""Rows to cells, in SQL that DuckDB and Spark run unchanged. The rows are scanned once.

1. A small sample tells which codes and which month to expect (`expecting.py`). Each code belongs
   to the atom that its row will be counted under (`atoms.py`); of a longer code only so much is
   looked up as the longest atom has, which most rows share with many others.
2. `packed`: the only query over all rows adds them up by site and atom. A row of another month,
   with a code that was not expected or with something odd is added up by its site, month and
   code instead, so that nothing depends on what was expected.
3. Python reads what is left as sites, months and codes; there are few of them (`places.py`).
4. The sums of atoms are added up to measures, for every site that has any row in a month.

Sums are exact and do not depend on the order of rows: a number is read as DECIMAL(18,6), rounded
half away from zero beyond six decimals, and added up in decimals. What is not such a number is
unreadable. The cells' float64 is the nearest to the exact sum, up to 9,000 million.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from groundswell.common.months import Month

from ..definition import Measure
from ..sources import Source
from .atoms import Adds, Atoms, atoms_of, code_counts
from .counting import NO_FLAGS, UNIDENTIFIED, Counts, count, flags_sql, no_flags_sql
from .expecting import Expected, expected_of_first_rows
from .filling import fill
from .places import Places, places_of
from .protocol import Engine, Unreadable

NUMBER = "DECIMAL(18,6)"


@dataclass(frozen=True, slots=True)
class Cells:
    """`cells`: measure, site, month, numerator, denominator, status, sorted; None where refused.

    `matched`: codes that some measure names, and under which some row is counted that no longer
    such code covers. `codes`: those expected, and those found though they were not.
    """

    counts: Counts
    cells: pa.Table | None
    matched: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()


def rows_to_cells(
    engine: Engine,
    source: Source,
    measures: Sequence[Measure],
    paths: Sequence[Path],
    columns: Mapping[str, str],
    *,
    newest: Month,
    month: Month | None = None,
    expected: Expected | None = None,
) -> Cells:
    """Cells of those measures that count this source, from files with one header.

    `columns` are our names to the files' headings (`Variant.columns_in`); what no measure needs is
    not read. `month` is that of all rows where the files do not say it. A row dated after
    `newest` is refused. `expected`: what the first rows tell, unless it is given
    (`sampling.py`). Raises Unreadable.
    """
    atoms = atoms_of(measures, source)
    needed = [source.site, source.month, source.code, source.unidentified, *atoms.columns]
    read = {name: columns[name] for name in needed if name in columns}
    if expected is None:
        expected = expected_of_first_rows(engine, source, paths, read)
    starts = _starts(expected.codes, atoms.longest)
    engine.register_rows("expected", _atoms_of_codes(starts, atoms))
    usual = str(month or expected.month)
    sql = packed_sql(source, atoms.columns, set(read), usual, atoms.longest)
    _add_up(engine, sql, atoms, paths, read)
    sums = unpacked_sql(atoms.columns, usual)
    texts = engine.run(texts_sql(sums))
    places = places_of(texts, newest)
    counts = count(texts, places, source, atoms.columns)
    if counts.refused:
        return Cells(counts, None)
    engine.register_rows("places", places.table)
    found = engine.run(found_sql(sums)).to_pydict()
    unexpected = [code for code in found["other_code"] if code is not None]
    engine.register_rows("unexpected", _atoms_of_codes(unexpected, atoms))
    numbers = {*found["atom"], *map(atoms.number_of, unexpected)} - {0, None}
    matched = frozenset(atoms.codes[number - 1] for number in numbers)
    cells = _cells(engine, source, measures, atoms, places, sums)
    return Cells(counts, cells, matched, (*expected.codes, *unexpected))


def _starts(codes: Sequence[str], longest: int) -> Collection[str]:
    """The starts of codes by which rows are looked up. Where a code begins with a space its start
    says less than the code, which is tidied before it is read: such rows are not looked up."""
    if not longest:
        return codes
    return dict.fromkeys(code[:longest] for code in codes if code[:1].strip())


def _atoms_of_codes(codes: Collection[str], atoms: Atoms) -> pa.Table:
    numbers = pa.array([atoms.number_of(code) for code in codes], pa.int32())
    return pa.table({"code": pa.array(codes, pa.string()), "atom": numbers})


# The scan

APART = "|"  # between the texts of an odd row


def _add_up(
    engine: Engine, sql: str, atoms: Atoms, paths: Sequence[Path], read: Mapping[str, str]
) -> None:
    """Keep `packed`. Numbers are read as such; where one is none, all are read again as text."""
    try:
        engine.register_csv("raw_rows", paths, read, dict.fromkeys(atoms.columns, NUMBER))
        engine.keep("packed", sql)
    except Unreadable:
        engine.register_csv("raw_rows", paths, read)
        engine.keep("packed", sql)


def packed_sql(
    source: Source, columns: Sequence[str], present: Collection[str], usual: str, longest: int = 0
) -> str:
    """The only query over all rows. `columns` are summed; `present` are all that were read.

    Codes are looked up by their first `longest` characters, by all where it is 0.

    Rows are grouped by no more than two columns, because each is compared for every row. `place`
    is the text of the site and `packed` the atom; of odd rows they are all three texts, and
    -1 - flags.
    """
    looked_up = f"LEFT(r.{source.code}, {longest})" if longest else f"r.{source.code}"
    has_month, marked = source.month in present, source.unidentified in present
    # A number that may be left out is told from one that cannot be read by its text.
    fields = [
        f"r.{source.site} AS site_text",
        f"r.{source.code} AS code",
        "e.atom AS atom",
        f"r.{source.month} AS month_text" if has_month else f"'{usual}' AS month_text",
        *([f"r.{source.unidentified} AS mark"] if marked else ()),
        *(f"TRY_CAST(r.{c} AS {NUMBER}) AS {c}" for c in columns),
        *(f"r.{c} AS {c}_text" for c in columns if c in source.may_be_empty),
    ]
    plain = f"atom IS NOT NULL AND month_text = '{usual}' AND {no_flags_sql(columns, marked)}"
    texts = f", '{APART}', ".join(
        f"REPLACE(COALESCE({text}, ''), '{APART}', '?')"
        for text in ("site_text", "month_text", "code")
    )
    numbers = "".join(f", {c}" for c in columns)
    sums = "".join(f", SUM({c}) AS {c}" for c in columns)
    return f"""
SELECT place, packed, COUNT(*) AS row_count{sums}
FROM (
    SELECT CASE WHEN {plain} THEN site_text ELSE CONCAT({texts}) END AS place,
           CASE WHEN {plain} THEN atom
                ELSE -1 - ({flags_sql(source, columns, marked)}) END AS packed{numbers}
    FROM (
        SELECT {", ".join(fields)}
        FROM raw_rows r LEFT JOIN expected e ON e.code = {looked_up}
    ) read_rows
) packed_rows
GROUP BY place, packed
"""


def unpacked_sql(columns: Sequence[str], usual: str) -> str:
    """`packed` with its columns told apart. There is an atom, or a code and perhaps flags."""
    site, month, code = (f"SPLIT_PART(place, '{APART}', {n})" for n in (1, 2, 3))
    return f"""
SELECT CASE WHEN packed >= 0 THEN place ELSE {site} END AS site_text,
       CASE WHEN packed >= 0 THEN '{usual}' ELSE {month} END AS month_text,
       CASE WHEN packed >= 0 THEN packed END AS atom,
       CASE WHEN packed < 0 THEN {code} END AS other_code,
       CASE WHEN packed >= 0 THEN 0 ELSE -1 - packed END AS flags,
       row_count{"".join(f", {c}" for c in columns)}
FROM packed
"""


def texts_sql(sums: str) -> str:
    return f"""
SELECT site_text, month_text, flags, CAST(SUM(row_count) AS BIGINT) AS row_count
FROM ({sums}) sums GROUP BY site_text, month_text, flags
"""


IS_COUNTED = f"s.flags % {2 * UNIDENTIFIED} = {NO_FLAGS}"


def found_sql(sums: str) -> str:
    """Atoms with rows, and the other codes of rows."""
    return f"""
SELECT s.atom AS atom, s.other_code AS other_code
FROM ({sums}) s JOIN places p ON p.site_text = s.site_text AND p.month_text = s.month_text
WHERE {IS_COUNTED}
GROUP BY s.atom, s.other_code
"""


# From sums to cells


def _cells(
    engine: Engine,
    source: Source,
    measures: Sequence[Measure],
    atoms: Atoms,
    places: Places,
    sums: str,
) -> pa.Table:
    sides = {number: side for number, side, _ in code_counts(measures, source)}  # the last one
    order = sorted(sides, key=lambda number: measures[number].slug)
    _register_adds(engine, atoms, {number: n for n, number in enumerate(order)})
    slugs = [measures[number].slug for number in order]
    two_sided = [bool(sides[number]) for number in order]
    return fill(engine.run(added_sql(sums, atoms.columns)), slugs, two_sided, places)


def _register_adds(engine: Engine, atoms: Atoms, position: Mapping[int, int]) -> None:
    rows: list[tuple[int, Adds]] = [
        (number, adds) for number, of_atom in enumerate(atoms.adds, start=1) for adds in of_atom
    ]
    values = {
        "atom": [number for number, _ in rows],
        "measure": [position[adds.measure] for _, adds in rows],
        "side": [adds.side for _, adds in rows],
        "summed": [adds.column for _, adds in rows],
        "since": [adds.since for _, adds in rows],
        "until": [adds.until for _, adds in rows],
    }
    engine.register_rows("adds", pa.table({n: pa.array(v, pa.int32()) for n, v in values.items()}))


def added_sql(sums: str, columns: Sequence[str]) -> str:
    """Both sides of every measure at every place that has such rows."""
    values = " ".join(f"WHEN {n} THEN s.{c}" for n, c in enumerate(columns))
    sides = ", ".join(
        f"CAST(SUM(CASE WHEN a.side = {n} THEN CASE a.summed {values} END END) AS DOUBLE) AS {side}"
        for n, side in enumerate(("numerator", "denominator"))
    )
    return f"""
SELECT a.measure AS measure, p.place AS place, {sides}
FROM ({sums}) s
JOIN places p ON p.site_text = s.site_text AND p.month_text = s.month_text
LEFT JOIN unexpected u ON u.code = s.other_code
JOIN adds a ON a.atom = COALESCE(s.atom, u.atom) AND a.since <= p.month AND p.month <= a.until
WHERE {IS_COUNTED}
GROUP BY a.measure, p.place
"""
