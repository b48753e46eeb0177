"""Every question, in one table. The page, the API and the command read it.

A question is a module with `Question` (a frozen dataclass below `asked.Question`), `answer`,
and the way down: `rows` and `ROW_FILTERS`. To add one, copy `spread`, name it here,
and say in `reports/registry.py` how its Answer becomes tables.
"""

from types import ModuleType

from . import (
    at_site,
    barriers,
    coverage,
    first_use,
    funnel,
    missing,
    reach,
    restated,
    safety,
    signals,
    spread,
    stalled,
)

QUESTIONS: dict[str, ModuleType] = {
    "spread": spread,
    "reach": reach,
    "signals": signals,
    "restated": restated,
    "coverage": coverage,
    "funnel": funnel,
    "barriers": barriers,
    "stalled": stalled,
    "missing": missing,
    "first-use": first_use,
    "safety": safety,
    "site": at_site,
}
