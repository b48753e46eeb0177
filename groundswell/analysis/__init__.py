"""The statistics: arrays in, frozen results out. No Django, no files, no clock, no hidden draws.

Examples
--------
>>> import groundswell.analysis as ga
>>> ga.spc.chart([[5.0, 6.0, 4.0, 5.0]]).kind
'xmr'
"""

from importlib import import_module
from types import ModuleType

# In the order of docs/methods: each part is a module or a package here.
PARTS = (
    "panel",
    "spc",
    "curves",
    "survival",
    "exposure",
    "hazard",
    "effect",
    "plan",
    "equity",
    "fifths",
    "funnel",
    "league",
    "intervals",
    "deciles",
)
__all__ = ["PARTS", *PARTS]  # the parts are imported when they are asked for


def __getattr__(name: str) -> ModuleType:
    """Import a part when it is first asked for: SciPy alone takes a third of a second."""
    if name in PARTS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"groundswell.analysis has no part {name!r}.")
