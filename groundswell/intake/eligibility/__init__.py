"""Eligibility rules: programme, innovation, kind, within, list, size_from, size_to, on, start, end.

A rule is applied as it is told, and the sites that it selects on its day become a dated cohort.
Without an innovation it is the programme's leading one; without a start, the programme's. `within`
holds codes of places, or `list` those of sites, separated by semicolons; with neither the rule is
of all England. It stands here because sizes of practices are cells, which programmes cannot see.
"""

from .layout import ELIGIBILITY
from .organisations import sizes_on

__all__ = ["ELIGIBILITY", "sizes_on"]
