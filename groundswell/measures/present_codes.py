"""The distinct codes that the rows of files have, by month."""

from pathlib import Path

import duckdb

from groundswell.common.months import Month

from .sources import Source, read_month

# Text, however it looks: digits keep their leading zeros.
_READ = (
    "read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', "
    "encoding = 'utf-8')"
)


def present_codes(source: Source, path: Path, month: Month | None = None) -> dict[Month, set[str]]:
    """Codes of a CSV file of a source. `month` is that of all rows where the file says none.

    Rows whose month cannot be read, and rows without a code, are passed over. Raises ValueError
    where the file cannot be read as one of the source.
    """
    try:
        with duckdb.connect() as connection:
            header = connection.execute(f"SELECT * FROM {_READ} LIMIT 0", [str(path)]).description
            columns = _columns(source, path, tuple(str(name) for name, *_ in header), month)
            chosen = ", ".join(columns)
            query = f"SELECT DISTINCT {chosen} FROM {_READ}"
            rows = connection.execute(query, [str(path)]).fetchall()
    except duckdb.Error as error:
        what = str(error).splitlines()[0]
        raise ValueError(f"{path.name} cannot be read as a CSV file: {what}") from None
    found: dict[Month, set[str]] = {}
    for code, *text in rows:
        said = month or read_month(text[0] or "")
        if said is not None and code and code.strip():
            found.setdefault(said, set()).add(code.strip())
    return found


def _columns(source: Source, path: Path, header: tuple[str, ...], month: Month | None) -> list[str]:
    """The headings of the code and, unless it is told, the month, quoted for SQL.

    By the first variant that has them.
    """
    wanted = (source.code,) if month else (source.code, source.month)
    held = [variant.columns_in(header) for variant in source.variants]
    for found in held:
        if all(name in found for name in wanted):
            return ['"' + found[name].replace('"', '""') + '"' for name in wanted]
    if any(source.code in found for found in held):
        raise ValueError(f"{path.name} does not say its month. Give it with --month.")
    raise ValueError(f"{path.name} does not have the headings of the {source.title}.")
