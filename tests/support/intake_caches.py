"""Caches are keyed by the data version, which counts from 1 in each test's ledger."""

import sys


def clear_caches() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("groundswell."):
            for cached in [v for v in vars(module).values() if hasattr(v, "cache_clear")]:
                cached.cache_clear()
