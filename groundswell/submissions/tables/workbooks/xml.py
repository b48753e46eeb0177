"""Reading XML as it comes, with nothing in it that could grow."""

from collections.abc import Callable, Iterable
from typing import Protocol
from xml.parsers import expat

from .. import bounds

_LONGEST_TAG = 1 << 20
_DEEPEST = 100
_MOST_NAMES = 10_000


class Damaged(Exception):
    """XML that is broken, or that no spreadsheet program would write."""


Start = Callable[[dict[str, str]], None]
End = Callable[[], None]


class Handler(Protocol):
    """What a part is read by: what to do at the start and end of elements, by their names.

    Names stand without their namespace's prefix.
    """

    starts: dict[str, Start]
    ends: dict[str, End]

    def text(self, data: str) -> None: ...


def parse(pieces: Iterable[bytes], handler: Handler) -> None:
    """Parse a part. Raises Damaged. Entities are never declared, so none can multiply."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    starts, ends = dict(handler.starts), dict(handler.ends)
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Damaged("its elements are deeper in each other than a spreadsheet's are")
        act = starts.get(name)
        if act is None:
            act = starts[name] = handler.starts.get(_local(name), _ignore)
        act(attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        act = ends.get(name)
        if act is None:
            act = ends[name] = handler.ends.get(_local(name), _nothing)
        act()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    fed = tags = 0
    try:
        for piece in pieces:
            tags += piece.count(b"<")
            if tags > bounds.MAX_TAGS or len(parser.intern) > _MOST_NAMES:
                raise Damaged("it is larger than any that could be meant")
            parser.Parse(piece, False)
            fed += len(piece)
            # A tag or comment that never ends is scanned again with every piece.
            if fed - parser.CurrentByteIndex > _LONGEST_TAG + len(piece):
                raise Damaged("it has a tag without end")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Damaged(str(error)) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise Damaged(str(error)) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _ignore(attributes: dict[str, str]) -> None:
    """The start of an element that says nothing."""


def _nothing() -> None:
    """The end of an element that says nothing."""


def _refuse_doctype(*declared: object) -> None:
    raise Damaged("it declares a document type, as only files made to do harm do")


class Part:
    """A handler to begin with, which minds nothing."""

    def __init__(self) -> None:
        self.starts: dict[str, Start] = {}
        self.ends: dict[str, End] = {}

    def text(self, data: str) -> None:
        pass
