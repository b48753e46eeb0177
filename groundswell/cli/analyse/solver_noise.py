"""Keeps what a solver prints out of the answer."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def kept_off_stdout() -> Iterator[None]:
    """Send what compiled code prints to stderr for a while.

    HiGHS now and then prints a line of its own past its log setting, straight to file descriptor
    1, where it would end up in the middle of a CSV.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        # C keeps its own buffer: empty it while it still goes to stderr.
        with suppress(OSError, TypeError, AttributeError):
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
