"""Files about innovations."""

from groundswell.submissions.layouts import Layout

from .catalogue import INNOVATIONS

LAYOUTS: tuple[Layout, ...] = (INNOVATIONS,)
