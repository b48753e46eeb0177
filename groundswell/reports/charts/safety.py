"""How far each place has answered a safety notice: one bar a place, in parts with their numbers."""

from groundswell.common.numbers import count
from groundswell.questions.safety import SafetyAnswer, SafetyPlace

from .look import BLUE, GREY, INK, MID_GREY, PALE_GREY, SMALL, TEXT, WHITE, text_width, wrapped
from .names import short_name
from .reach.frame import Frame, framed
from .reach.picture import Picture
from .rendering import Spec
from .sketch import Sketch
from .tile_map import hatching

_ROW = 34  # units from one place to the next
_BAR = 22
_NAME, _NUMBER = 190, 64  # room for a place's name, and for its number of sites
_KEY = 46
_ENDS = 4  # places that the words name

# (name, its words, fill, letters on it). Outstanding is hatched: nobody has said anything.
_PARTS = (
    ("acted", "Acted", BLUE, WHITE),
    ("read", "Acknowledged, not acted", PALE_GREY, INK),
    ("outstanding", "Outstanding", WHITE, INK),
)


def safety_picture(answer: SafetyAnswer) -> Picture | None:
    """None where there is no notice, or nobody whom it asks."""
    if answer.notice is None or not answer.total.sites:
        return None
    return Picture(safety_alt(answer), lambda: _spec(answer))


def safety_alt(answer: SafetyAnswer) -> str:
    """The gist in sentences: how many answered, and where most is outstanding."""
    behind = sorted((p for p in _asked(answer) if p.outstanding), key=lambda p: -p.outstanding)
    named = [f"{p.name}, {count(p.outstanding)} of {count(p.sites)}" for p in behind[:_ENDS]]
    most = f" Most outstanding: {'; '.join(named)}." if named else " Nothing is outstanding."
    return (
        f"Bars of places: of {count(answer.total.sites)} sites, {count(answer.total.acted)} acted, "
        f"{count(answer.total.acknowledged - answer.total.acted)} acknowledged and have not acted, "
        f"{count(answer.total.outstanding)} are outstanding.{most}"
    )


def _asked(answer: SafetyAnswer) -> list[SafetyPlace]:
    return [place for place in answer.places if place.sites]


def _spec(answer: SafetyAnswer) -> Spec:
    places = _asked(answer)
    height = _ROW * len(places) + _KEY
    frame = Frame(left=_NAME, right=_NUMBER, height=height, axis=0)
    sketch = Sketch()
    most = max(place.sites for place in places)
    for row, place in enumerate(places):
        _bar(sketch, place, row * _ROW, frame.width / most)
    _key(sketch, height - _KEY / 2)
    sketch.edges(-_NAME, frame.width + _NUMBER, height)
    notice = answer.notice
    return framed(
        frame,
        [],
        sketch,
        heading=notice.title if notice else answer.innovation_name,
        lines=wrapped([answer.headline]),
        alt_text=safety_alt(answer),
        datasets={},
    )


def _bar(sketch: Sketch, place: SafetyPlace, top: float, unit: float) -> None:
    """A bar as long as its number of sites; a part too narrow for its number goes without."""
    middle = top + _BAR / 2
    sketch.word(-_NAME, middle, short_name(place.code, place.name, 22), size=TEXT)
    x = 0.0
    sizes = (place.acted, place.acknowledged - place.acted, place.outstanding)
    for (name, _, fill, ink), size in zip(_PARTS, sizes, strict=True):
        end, words = x + size * unit, count(size)
        room = text_width(words, SMALL) + 10
        fits = end - x > room
        if size:
            sketch.box(x, top, end, top + _BAR, fill=fill, ink=GREY)
        if size and name == "outstanding":
            _hatch(sketch, x, end, top, room if fits else 0.0)
        if size and fits:
            at = (x + end) / 2
            sketch.word(at, middle, words, size=SMALL, ink=ink, align="center", bold=True)
        x = end
    sketch.word(x + 8, middle, count(place.sites), size=SMALL)


def _hatch(sketch: Sketch, x: float, end: float, top: float, room: float) -> None:
    """Slanting lines over a part, but for the room around its number."""
    middle = (x + end) / 2
    for left, right in ((x, middle - room / 2), (middle + room / 2, end)):
        for a, b, c, d in hatching(right - left, _BAR):
            sketch.line((left + a, top + b, left + c, top + d), ink=MID_GREY)


def _key(sketch: Sketch, y: float) -> None:
    x = float(-_NAME)
    for name, words, fill, _ in _PARTS:
        if name == "outstanding":
            sketch.hatched(x, y - 8, x + 22, y + 8)
        else:
            sketch.box(x, y - 8, x + 22, y + 8, fill=fill, ink=GREY)
        sketch.word(x + 30, y, words, size=TEXT)
        x += 30 + text_width(words, TEXT) + 28
