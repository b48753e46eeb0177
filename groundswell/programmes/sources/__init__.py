"""Files about programmes: what was agreed of them, how they ended, and their cohorts."""

from groundswell.submissions.layouts import Layout

from .closures import CLOSURES
from .cohorts import COHORTS
from .participants import PARTICIPANTS
from .programmes import PROGRAMMES
from .results import RESULTS
from .rounds import ROUNDS
from .targets import TARGETS

LAYOUTS: tuple[Layout, ...] = (
    PROGRAMMES,
    COHORTS,
    PARTICIPANTS,
    TARGETS,
    ROUNDS,
    RESULTS,
    CLOSURES,
)
