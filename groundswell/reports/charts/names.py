"""Places' names, short enough for a small picture."""

from functools import lru_cache

from .layouts import read_layout

_LAYOUTS = ("networks.csv", "icbs-36.csv", "icbs-42.csv", "regions.csv")
_SAID_OF_ALL = ("NHS ", "Health Innovation ")
_KINDS = (" Integrated Care Board", " ICB", " CCG", " AHSN", " NHS Foundation Trust", " NHS Trust")


def short_name(code: str, name: str, letters: int = 24) -> str:
    """What the tile map calls a place; else its name without what all of its kind have in theirs.

    Cut, with an ellipsis, at so many letters.
    """
    short = _of_tiles().get(code) or _stripped(name)
    return short if len(short) <= letters else f"{short[: letters - 1].rstrip()}…"


@lru_cache(maxsize=1)
def _of_tiles() -> dict[str, str]:
    return {
        spot.code: _on_one_line([part for part in spot.label if part != spot.code])
        or spot.code.removeprefix("HI-")
        for layout in _LAYOUTS
        for spot in read_layout(layout).spots
    }


def _on_one_line(parts: list[str]) -> str:
    """Notting-, hamshire is one word; West, Yorkshire are two."""
    return " ".join(parts).replace("- ", "")


def _stripped(name: str) -> str:
    for start in _SAID_OF_ALL:
        name = name.removeprefix(start)
    for end in _KINDS:
        name = name.removesuffix(end)
    return name
