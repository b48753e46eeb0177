"""Files about innovations."""

from groundswell.submissions.layouts import Layout

from .catalogue import INNOVATIONS
from .notices import SAFETY_NOTICES

LAYOUTS: tuple[Layout, ...] = (INNOVATIONS, SAFETY_NOTICES)
