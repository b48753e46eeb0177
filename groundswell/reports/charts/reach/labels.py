"""Words beside marks, kept off one another."""

from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, top, right, bottom


def apart(heights: Sequence[float], least: float, top: float, bottom: float) -> list[float]:
    """Heights moved as little as keeps each pair `least` apart and all between top and bottom.

    Their order stays. Where there is no room for all, they run past the bottom.
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    found = [min(max(heights[i], top), bottom) for i in order]
    for i in range(1, len(found)):
        found[i] = max(found[i], found[i - 1] + least)
    if found and found[-1] > bottom and (len(found) - 1) * least <= bottom - top:
        found[-1] = bottom
        for i in range(len(found) - 2, -1, -1):
            found[i] = min(found[i], found[i + 1] - least)
    placed = dict(zip(order, found, strict=True))
    return [placed[i] for i in range(len(heights))]


@dataclass(frozen=True, slots=True)
class Label:
    """Words that found a place: the middle of their left, centre or right end."""

    x: float
    y: float
    text: str
    align: str


def placed(
    wanted: Sequence[tuple[float, float, str, float]],
    taken: Sequence[tuple[float, float]],
    *,
    height: float,
    within: Box,
    most: int,
) -> list[Label]:
    """Labels (x, y, words, width) beside their points, the first ones first, where there is room.

    `taken` are points that no label may cover. A label without room is left out.
    """
    boxes: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in taken]
    found: list[Label] = []
    for x, y, text, width in wanted:
        if len(found) == most:
            break
        for label, box in _options(x, y, text, width, height):
            own = (x - 4, y - 4, x + 4, y + 4)
            if _inside(box, within) and not any(_meet(box, b) for b in boxes if b != own):
                found.append(label)
                boxes.append(box)
                break
    return found


def _options(x: float, y: float, text: str, width: float, height: float) -> list[tuple[Label, Box]]:
    """Right of the point, left of it, above and below."""
    half, gap = height / 2, 9
    return [
        (Label(x + gap, y, text, "left"), (x + gap, y - half, x + gap + width, y + half)),
        (Label(x - gap, y, text, "right"), (x - gap - width, y - half, x - gap, y + half)),
        *(
            (
                Label(x, y + side, text, "center"),
                (x - width / 2, y + side - half, x + width / 2, y + side + half),
            )
            for side in (-(half + gap), half + gap)
        ),
    ]


def _inside(box: Box, room: Box) -> bool:
    return room[0] <= box[0] and room[1] <= box[1] and box[2] <= room[2] and box[3] <= room[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
