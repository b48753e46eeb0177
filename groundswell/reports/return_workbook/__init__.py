"""The workbook that a network fills in: its sites, what is known of them, and what to tell."""

from .filling import Line, NothingToReturn, lines_of
from .writing import return_xlsx, template_of

__all__ = ["Line", "NothingToReturn", "lines_of", "return_xlsx", "template_of"]
