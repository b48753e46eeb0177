"""Cells as people leave them: spaces, letters that do not show, errors. Each repair is counted."""

import re

from .bounds import LONGEST_CELL
from .oddities import Oddities

ENDS = "Spaces at the ends of cells are taken off"
SPACES = "Non-breaking and other special spaces, and non-breaking hyphens, are read as plain ones"
DOUBLED = "Several spaces in a row are read as one"
INVISIBLE = "Letters that do not show are taken out"

# What spreadsheets write where a formula has failed.
ERRORS = frozenset(
    [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#BLOCKED!",
        "#FIELD!",
        "#BUSY!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#GETTING_DATA",
    ]
)

_HIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff"
)
_SPECIAL = "\t\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_UNTIDY = re.compile(rf"^\s|\s$|[ \r]{{2}}|\r|[{_HIDDEN}{_SPECIAL}\x85\u2011\u2028\u2029]| \n|\n ")
_MOST_KEPT = 100_000


class Tidier:
    """Tidies the cells of one sheet, and tells what it repairs by kind."""

    def __init__(self, oddities: Oddities) -> None:
        self._oddities = oddities
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}

    def tidy(self, text: str, row: int) -> str:
        """The cell's text without what nobody can see. Line breaks inside a cell stay."""
        if not _UNTIDY.search(text):
            return text
        known = self._known.get(text)
        if known is None:
            known = tidied(text)
            if len(self._known) < _MOST_KEPT:
                self._known[text] = known
        tidy, kinds = known
        for kind in kinds:
            self._oddities.repair(kind, row, repr(_short(text)))
        return tidy

    def check(self, text: str, row: int, column: int) -> None:
        """Refuse what is too long for a cell, and what an error left. `column` counts from 0."""
        if len(text) > LONGEST_CELL:
            why = f"The cell is longer than {LONGEST_CELL:,} letters."
            self._oddities.fault(row, column, _short(text), why, "Shorten it.")
        elif text in ERRORS:
            self.refuse_error(text, row, column)

    def refuse_error(self, text: str, row: int, column: int) -> None:
        why = "This is a spreadsheet's error, not a value."
        mend = "Mend the formula, or write the value itself; leave the cell empty if there is none."
        self._oddities.fault(row, column, text, why, mend)


def tidied(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without what nobody can see, and the kinds of repair that this took.

    A cell of spaces alone is an empty one; nothing is lost with it that would be told.
    """
    kinds = []
    shown = re.sub(f"[{_HIDDEN}]", "", text)
    if shown != text:
        kinds.append(INVISIBLE)
    lines = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", shown)
    plain = re.sub(f"[{_SPECIAL}]", " ", lines).replace("\u2011", "-")
    if plain != lines:
        kinds.append(SPACES)
    trimmed = "\n".join(line.strip(" ") for line in plain.split("\n")).strip("\n")
    if trimmed != plain:
        kinds.append(ENDS)
    single = re.sub(" {2,}", " ", trimmed)
    if single != trimmed:
        kinds.append(DOUBLED)
    return single, tuple(kinds) if single else ()


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
