"""One page of a long list, and the addresses of its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`items` are those of this page; `first` and `last` count them from 1."""

    items: Sequence[T]
    number: int
    pages: int
    total: int
    first: int
    last: int
    previous: str | None
    next: str | None


def page_of(
    request: HttpRequest, items: Sequence[T], size: int, parameter: str = "page"
) -> Page[T]:
    """The page that the request asks for; the nearest one where there is no such page.

    A page of the web with two long lists gives each a `parameter` of its own.
    """
    pages = max(1, -(-len(items) // size))
    number = min(max(_number(request.GET.get(parameter, "")), 1), pages)
    start = (number - 1) * size
    shown = items[start : start + size]
    return Page(
        items=shown,
        number=number,
        pages=pages,
        total=len(items),
        first=start + 1 if shown else 0,
        last=start + len(shown),
        previous=_address(request, parameter, number - 1) if number > 1 else None,
        next=_address(request, parameter, number + 1) if number < pages else None,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _address(request: HttpRequest, parameter: str, number: int) -> str:
    query = request.GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"
