"""Icons in the manner of Making Data Count: a ring, points, and a letter that says it too."""

from itertools import pairwise

from groundswell.analysis.spc import Assurance, Direction, Variation

from ..look import COMMON, GREY, INK
from ..sketch import NONE, Sketch
from .variation import assurance_verdict, is_high, variation_verdict

Spots = tuple[tuple[float, float], ...]

# Points of a ring of radius 1 about (0, 0), y downward.
_LEVEL: Spots = ((-0.6, 0.1), (-0.36, -0.2), (-0.12, 0.16), (0.12, -0.16), (0.36, 0.2), (0.6, -0.1))
_RISING: Spots = (
    (-0.62, 0.3),
    (-0.38, 0.48),
    (-0.12, 0.26),
    (0.12, 0.02),
    (0.36, -0.2),
    (0.58, -0.44),
)
_DOTTED: Spots = ((-0.32, 0.0), (0.0, 0.0), (0.32, 0.0))
_SPECIAL = 3  # so many points at the end have the icon's colour


def variation_icon(
    sketch: Sketch, icon: Variation, better: Direction, x: float, y: float, radius: float
) -> None:
    """Draw it about (x, y); nothing where there is no value. A small one has only its letter."""
    verdict = variation_verdict(icon, better)
    if verdict is None:
        return
    _ring(sketch, x, y, radius, verdict.ink)
    if icon == Variation.INSUFFICIENT:
        _spots(sketch, _DOTTED, x, y, radius, COMMON, 0)
    elif icon == Variation.COMMON_CAUSE:
        _spots(sketch, _LEVEL, x, y, radius, COMMON, 0)
    elif _is_small(radius):
        sketch.word(x, y, verdict.letter, size=radius * 1.3, align="center", bold=True)
    else:
        up = is_high(icon, better)
        spots = _RISING if up else tuple((a, -b) for a, b in _RISING)
        _spots(sketch, spots, x, y, radius, verdict.ink, _SPECIAL)
        _letter(
            sketch, verdict.letter, x - radius * 0.32, y - radius * (0.34 if up else -0.36), radius
        )


def assurance_icon(
    sketch: Sketch, icon: Assurance, better: Direction, x: float, y: float, radius: float
) -> None:
    """Draw it about (x, y): points on the side of the target's line where they steadily lie."""
    verdict = assurance_verdict(icon)
    if verdict is None:
        return
    _ring(sketch, x, y, radius, verdict.ink)
    if icon == Assurance.INCONSISTENT:
        points, line, letter = 0.3, 0.3, -0.4
    else:
        above = (icon == Assurance.CONSISTENT_PASS) == (better == "increase")
        points, line, letter = (0.08, 0.5, -0.46) if above else (-0.08, -0.5, 0.48)
    low = tuple((a, b * 0.8 + points) for a, b in _LEVEL)
    _spots(sketch, low, x, y, radius, verdict.ink, 0)
    half = radius * (1 - line * line) ** 0.5
    level = y + line * radius
    sketch.line((x - half, level, x + half, level), ink=INK, width=1.5, dash=(4, 3))
    _letter(sketch, verdict.letter, x, y + radius * letter, radius)


def _is_small(radius: float) -> bool:
    return radius < 18


def _ring(sketch: Sketch, x: float, y: float, radius: float, ink: str) -> None:
    width = radius / 7
    sketch.point(x, y, "circle", _area(radius - width / 2), NONE, ink, width)


def _spots(
    sketch: Sketch, spots: Spots, x: float, y: float, radius: float, ink: str, special: int
) -> None:
    """The points and the line through them; with `special`, the earlier ones are grey."""
    placed = [(x + a * radius, y + b * radius) for a, b in spots]
    for one, other in pairwise(placed):
        sketch.line((*one, *other), ink=GREY if special else ink, width=radius / 24)
    for place, (a, b) in enumerate(placed):
        fill = ink if place >= len(placed) - special or not special else COMMON
        sketch.point(a, b, "circle", _area(radius * 0.09), fill, fill, 0)


def _letter(sketch: Sketch, letter: str, x: float, y: float, radius: float) -> None:
    sketch.word(x, y, letter, size=radius * 0.62, align="center", bold=True)


def _area(radius: float) -> float:
    """Vega measures a circle by the square about it."""
    return 4 * radius * radius
