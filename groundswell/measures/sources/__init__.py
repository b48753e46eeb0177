"""Files of routine data. To add a source of raw rows, add it here."""

from .epd import EPD
from .scmd import SCMD
from .source import Source, Variant, read_month

SOURCES: dict[str, Source] = {source.name: source for source in (EPD, SCMD)}

__all__ = ["SOURCES", "Source", "Variant", "read_month"]
