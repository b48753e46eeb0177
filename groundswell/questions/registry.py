"""Every question, in one table. The page, the API and the command read it.

A question is a module with `Question` (a frozen dataclass with `from_query` and `canonical`),
`answer` and `rows`. To add one, copy `spread` and name it here.
"""

from types import ModuleType

from . import spread

QUESTIONS: dict[str, ModuleType] = {"spread": spread}
