"""Files about programmes and cohorts."""

from groundswell.submissions.layouts import Layout

from .plain import COHORTS, PROGRAMMES

LAYOUTS: tuple[Layout, ...] = (PROGRAMMES, COHORTS)
