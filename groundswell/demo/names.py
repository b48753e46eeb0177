"""Invented names that read like the NHS and belong to nobody.

Each is a stem such as "Quillmere" with a fixed kind of ending, drawn without repetition.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np

# Chosen so that no pair makes the name of a place or practice that we know of.
_FIRST = (
    "Alderfen", "Averil", "Barley", "Bessel", "Bramble", "Brindle", "Brisel", "Burdock", "Candle",
    "Chaffin", "Cinder", "Clover", "Cobnut", "Corrin", "Cowslip", "Cressel", "Curlew", "Damson",
    "Dapple", "Dorvel", "Dunnock", "Embrel", "Fennel", "Ferrin", "Fescue", "Flaxen", "Foxen",
    "Gannet", "Garnet", "Gorsel", "Harebell", "Hazen", "Heron", "Jasper", "Juniper", "Kestrel",
    "Larken", "Linnet", "Lovage", "Mallow", "Marlen", "Marrin", "Medlar", "Merrin", "Mullein",
    "Pebble", "Pellin", "Pellow", "Plover", "Quillen", "Quince", "Quorrel", "Redwing", "Saffron",
    "Silver", "Skylark", "Sorrel", "Sorrin", "Sparrel", "Tamsel", "Tansy", "Teasel", "Tindle",
    "Tolver", "Umber", "Vetch", "Wagtail", "Wexen", "Willet", "Yarrow",
)  # fmt: skip
_SECOND = (
    "brook", "mere", "holt", "garth", "combe", "stead", "moor", "fold", "croft", "dene", "thwaite",
    "shaw", "hurst", "bourne", "beck", "fell", "ridge", "haven", "lea", "wick", "well", "gate",
    "water", "mead", "stoke", "cliffe", "barrow", "reach", "toft",
)  # fmt: skip
_PRACTICE = (
    "{} Surgery",
    "{} Medical Centre",
    "{} Health Centre",
    "The {} Practice",
    "{} Medical Practice",
    "{} Family Practice",
    "{} Group Practice",
)
_TRUST = {
    "acute": (
        "{} Hospitals NHS Trust",
        "{} University Hospitals NHS Trust",
        "{} General NHS Trust",
    ),
    "mental-health": ("{} Mental Health NHS Trust", "{} Partnership NHS Trust"),
    "community": ("{} Community Health NHS Trust", "{} Community Care NHS Trust"),
    "ambulance": ("{} Ambulance Service NHS Trust",),
}
_MATERNITY = ("{} Maternity Unit", "{} Birth Centre", "{} Women's Hospital")


class Names:
    """Hands out each invented name once."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._stems = [a + b for a, b in product(_FIRST, _SECOND)]
        self._practices = self._shuffled(
            [form.format(stem) for stem in self._stems for form in _PRACTICE]
        )
        self._maternity = self._shuffled(
            [form.format(stem) for stem in self._stems for form in _MATERNITY]
        )
        self._pcns = self._shuffled([f"{stem} Primary Care Network" for stem in self._stems])
        self._areas = self._shuffled(self._stems)
        self._trusts = {
            sector: self._shuffled([form.format(stem) for stem in self._stems for form in forms])
            for sector, forms in _TRUST.items()
        }

    def _shuffled(self, names: list[str]) -> Iterator[str]:
        return iter([names[i] for i in self._rng.permutation(len(names))])

    def practice(self) -> str:
        return next(self._practices)

    def maternity(self) -> str:
        return next(self._maternity)

    def pcn(self) -> str:
        return next(self._pcns)

    def area(self) -> str:
        """The name of an area, without "CCG"."""
        return next(self._areas)

    def trust(self, sector: str) -> str:
        return next(self._trusts[sector])
