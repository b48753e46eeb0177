"""A cache bounded by bytes: what was used longest ago goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    @property
    def nbytes(self) -> int: ...


T = TypeVar("T", bound=Sized)


class Kept(Generic[T]):
    """Values by key, at most so many bytes of them together. Safe among threads.

    A value larger than the bound is made each time and never kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()
        self.cache_clear = self._clear  # of each cache, as lru_cache's is: the class has none

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()  # two threads may make it at once: both make the same
        with self._lock:
            self._values[key] = value
            held = sum(v.nbytes for v in self._values.values())
            while held > self._most:
                _, dropped = self._values.popitem(last=False)
                held -= dropped.nbytes
        return value

    def _clear(self) -> None:
        with self._lock:
            self._values.clear()
