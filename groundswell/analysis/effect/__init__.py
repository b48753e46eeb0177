"""What did it change? Difference-in-differences, interrupted time series, synthetic controls."""

from .bands import Reference
from .cells import Control, GroupTime, group_time
from .checks import AnticipationCheck, AssumptionChecks
from .covariates import Gaps, covariates_effect
from .interrupted import Interrupted, interrupted_series
from .long_panel import LongPanel, long_panel
from .panel import NEVER, EffectPanel, panel_from_long
from .parallel_trends import PreTrendTest, RelativeMagnitudes
from .segments import Season
from .staggered import staggered_effect
from .statsmodels_adapter import InterruptedCounts, interrupted_counts
from .stepped_wedge import SteppedWedge, stepped_wedge
from .summary import EffectTable, StaggeredEffect
from .synthetic import SyntheticEffect, synthetic_did

__all__ = [
    "NEVER",
    "AnticipationCheck",
    "AssumptionChecks",
    "Control",
    "EffectPanel",
    "EffectTable",
    "Gaps",
    "GroupTime",
    "Interrupted",
    "InterruptedCounts",
    "LongPanel",
    "PreTrendTest",
    "Reference",
    "RelativeMagnitudes",
    "Season",
    "StaggeredEffect",
    "SteppedWedge",
    "SyntheticEffect",
    "covariates_effect",
    "group_time",
    "interrupted_counts",
    "interrupted_series",
    "long_panel",
    "panel_from_long",
    "staggered_effect",
    "stepped_wedge",
    "synthetic_did",
]
