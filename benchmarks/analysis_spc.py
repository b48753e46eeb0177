"""Control charts of 100,000 series, beside abspc, which charts one series a call."""

import resource
from typing import Any

import numpy as np

from benchmarks.timing import median_ms, once_ms, table
from groundswell.analysis.spc import GROUNDSWELL, KINDS, NHSRPLOTTHEDOTS, Kind, chart

SERIES, POINTS = 100_000, 60
_PEER_SERIES = 100


def run() -> list[str]:
    rng = np.random.default_rng(1)
    y = rng.normal(50, 5, (SERIES, POINTS))
    ours = median_ms(lambda: chart(y, target=52.0), 5)
    package = median_ms(lambda: chart(y, target=52.0, rules=NHSRPLOTTHEDOTS), 5)
    cuts = np.isin(np.arange(POINTS), (20, 40))
    rebased = median_ms(lambda: chart(y, target=52.0, new_segment=cuts), 5)
    rows = [
        ["XmR, rules groundswell (with the gate)", f"{ours:.0f} ms", "1"],
        ["XmR, rules nhsrplotthedots", f"{package:.0f} ms", f"{package / ours:.1f}"],
        ["XmR, two rebases each", f"{rebased:.0f} ms", f"{rebased / ours:.1f}"],
        *_kinds(rng, ours),
        _peer(y, ours),
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    title = (
        f"Control charts: {SERIES:,} series x {POINTS}, limits, rules, icons "
        f"(bar: 100 times abspc, 1.5 GB; {GROUNDSWELL.name} rules unless said)"
    )
    return [
        table(title, ["", "time", "ratio"], rows)
        + f"\nPeak memory of the process so far: {peak:.2f} GB.\n"
    ]


def _kinds(rng: np.random.Generator, ours: float) -> list[list[str]]:
    n = rng.integers(100, 400, (SERIES, POINTS))
    k = rng.binomial(n, 0.3).astype(float)
    found = []
    for kind in KINDS[1:]:
        sizes = None if kind in ("t", "g") else n.astype(float)
        taken = median_ms(lambda kind=kind, sizes=sizes: _one(k, kind, sizes), 3)
        found.append([f"{kind} charts", f"{taken:.0f} ms", f"{taken / ours:.1f}"])
    return found


def _one(values: np.ndarray[Any, Any], kind: Kind, sizes: np.ndarray[Any, Any] | None) -> None:
    chart(values, kind=kind, sizes=sizes)


def _peer(y: np.ndarray[Any, Any], ours: float) -> list[str]:
    try:
        import abspc
        import pandas as pd
    except ImportError:
        return ["abspc", "left out: not installed", ""]

    def chart_each() -> None:
        for values in y[:_PEER_SERIES]:
            frame = pd.DataFrame({"value": values, "target": 52.0})
            frame = abspc.calculate_control_limits(frame, chart_type="XmR")
            frame = abspc.detect_special_causes(frame, "value")
            abspc.determine_variation_type(frame, "value")
            abspc.determine_assurance_type(frame, target=52.0)

    chart_each()
    taken = once_ms(chart_each) / _PEER_SERIES * SERIES
    name = f"abspc {abspc.__version__} ({_PEER_SERIES} series, times {SERIES // _PEER_SERIES:,})"
    return [name, f"{taken / 1000:.0f} s", f"{taken / ours:.0f}"]
