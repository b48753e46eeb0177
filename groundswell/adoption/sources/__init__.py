"""Files about adoption."""

from groundswell.submissions.layouts import Layout

from .acknowledgements import ACKNOWLEDGEMENTS
from .plain import ADOPTIONS
from .returns import RETURN

LAYOUTS: tuple[Layout, ...] = (RETURN, ADOPTIONS, ACKNOWLEDGEMENTS)
