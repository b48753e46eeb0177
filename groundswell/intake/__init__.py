"""The door for files: the table of every layout, and the steps from a file to accepted facts."""

from .layouts import LAYOUTS
from .outcome import Check
from .steps import accept, check, discard, import_file, receive
from .typed import record

__all__ = ["LAYOUTS", "Check", "accept", "check", "discard", "import_file", "receive", "record"]
