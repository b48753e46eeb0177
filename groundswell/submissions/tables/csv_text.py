"""Reading CSV: which letters the bytes are, what parts the fields, then row by row."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from ..findings import Findings, Refusal, Refused
from . import bounds
from .building import SheetBuilder
from .shapes import Sheet

KEPT_AS_TEXT = 'Values written as ="…" are read without that'
FORMULA = re.compile(r"=[A-Za-z0-9(+\-$'\"@]")
_AS_TEXT = re.compile(r'="([^"]*)"')
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SAVE = "Save it as CSV UTF-8 or as XLSX."
# UTF-8 read as Windows-1252: no word has such letters side by side.
_TWICE_ENCODED = re.compile("Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")


def read_csv(file_name: str, content: bytes, findings: Findings) -> Sheet:
    """The one sheet of a CSV file. Raises Refused where it is none, or is too large."""
    encoding = _encoding(file_name, content, findings)
    delimiter = _delimiter(content, encoding)
    if delimiter != ",":
        findings.note("", 0, f"The fields are parted by {_DELIMITERS[delimiter]}.")
    room = bounds.Room(file_name)
    builder = SheetBuilder("", findings, room)
    reader = csv.reader(_lines(file_name, content, encoding), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, start=1):
            builder.add_row(number, [_value(v, number, i, builder) for i, v in enumerate(values)])
    except csv.Error as error:
        why = f"The file could not be read as CSV: {error}."
        mend = 'Look for a quotation mark (") that is never closed, or save it again as CSV UTF-8.'
        raise Refused((Refusal(file_name, "", number + 1, "", "", why, mend),)) from error
    return builder.sheet()


def _value(text: str, row: int, column: int, builder: SheetBuilder) -> str:
    """A cell's text. ="00123" is how a spreadsheet keeps the zeros of a code."""
    if text[:1] == "=":
        if kept := _AS_TEXT.fullmatch(text.strip()):
            builder.oddities.repair(KEPT_AS_TEXT, row, text)
            return kept[1]
        if FORMULA.match(text):
            why = "This is a formula, and a CSV file does not have its value."
            mend = "Write the value itself, or save the workbook as CSV from a spreadsheet program."
            builder.oddities.fault(row, column, text, why, mend)
    return text


def _lines(file_name: str, content: bytes, encoding: str) -> Iterator[str]:
    with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as lines:
        while line := lines.readline(bounds.LONGEST_LINE):
            if len(line) == bounds.LONGEST_LINE:
                raise bounds.too_large(file_name)
            yield line


def _encoding(file_name: str, content: bytes, findings: Findings) -> str:
    """The encoding that the bytes are in. Raises Refused for what is no text."""
    not_text = bounds.whole(file_name, "This is neither a CSV file nor an XLSX workbook.", _SAVE)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
        findings.note("", 0, "Not in UTF-8: read as UTF-16.")
    elif b"\x00" in content:
        raise not_text
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise not_text from error
        return _windows_1252(file_name, content, error.start, findings)
    if "\x00" in text:
        raise not_text
    return encoding


def _windows_1252(file_name: str, content: bytes, start: int, findings: Findings) -> str:
    """The encoding of Windows, unless the file has bytes that it knows not, or both at once."""
    row = content.count(b"\n", 0, start) + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        byte = f"{content[error.start]:#04x}"
        why = f"This is neither a CSV file nor an XLSX workbook: line {row} has the byte {byte}."
        raise Refused((Refusal(file_name, "", row, "", "", why, _SAVE),)) from error
    if _TWICE_ENCODED.search(text):
        why = "Some of its letters are in UTF-8 and some are not, so names would be spoilt."
        raise Refused((Refusal(file_name, "", row, "", "", why, _SAVE),))
    findings.note("", row, "Not in UTF-8: read as Windows-1252.")
    return "cp1252"


def _delimiter(content: bytes, encoding: str) -> str:
    """What parts the fields: of the likely ones, that which makes most of the first lines."""
    with io.TextIOWrapper(io.BytesIO(content), encoding, "ignore", newline="") as text:
        lines = [line[:10_000] for line in islice(iter(lambda: text.readline(10_000), ""), 10)]
    # Of two that make equally many, the first.
    return max(_DELIMITERS, key=lambda d: max((_fields(line, d) for line in lines), default=1))


def _fields(line: str, delimiter: str) -> int:
    """How many fields a line has, without minding the delimiters inside quotation marks."""
    return re.sub('"[^"]*"', "", line).count(delimiter)
