"""Small panels for tests."""

import numpy as np
from hypothesis import strategies as st

from groundswell.analysis.effect import NEVER, EffectPanel


def panel(sizes: dict[int, int], n_times: int, *, effect=0.0, seed=0, first=0) -> EffectPanel:
    """Cohorts of the given sizes, unit and time effects, noise, and a constant effect."""
    rng = np.random.default_rng(seed)
    cohort = np.repeat(np.array(list(sizes), dtype=np.int64), list(sizes.values()))
    times = np.arange(first, first + n_times)
    outcome = (
        rng.normal(0, 2, (cohort.size, 1))
        + rng.normal(0, 1, (1, n_times))
        + rng.normal(0, 1, (cohort.size, n_times))
        + effect * (cohort[:, None] <= times)
    )
    return EffectPanel(outcome, times, cohort)


@st.composite
def panels(draw: st.DrawFn) -> EffectPanel:
    """Panels of 2 to 4 cohorts of 2 to 5 units, with somebody never treated."""
    n_times = draw(st.integers(3, 6))
    treated = draw(st.sets(st.integers(1, n_times - 1), min_size=1, max_size=3))
    sizes = {g: draw(st.integers(2, 5)) for g in sorted(treated)} | {NEVER: draw(st.integers(2, 5))}
    return panel(sizes, n_times, seed=draw(st.integers(0, 10_000)))
