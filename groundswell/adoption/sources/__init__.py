"""Files about adoption."""

from groundswell.submissions.layouts import Layout

from .plain import ADOPTIONS

LAYOUTS: tuple[Layout, ...] = (ADOPTIONS,)
