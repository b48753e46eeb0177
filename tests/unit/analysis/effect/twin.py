"""A plain second implementation: loops and dictionaries over units, weights and all.

Everything is a function of one weight a unit, so that an influence function is a derivative: what
an estimate does when one unit counts for a little more.
"""

import numpy as np

from groundswell.analysis.effect import NEVER, EffectPanel

Cell = tuple[int, int]


def att(panel: EffectPanel, control: str, anticipation: int = 0, w=None) -> dict[Cell, float]:
    """ATT(g, t) of every cell, unit by unit."""
    weights = [1.0] * len(panel.cohort) if w is None else list(w)
    times = [int(t) for t in panel.times]
    found = {}
    for g in sorted({int(c) for c in panel.cohort if c != NEVER}):
        for t in times[1:]:
            if t >= g:
                earlier = [s for s in times if s + anticipation < g]
            else:
                earlier = [s for s in times if s < t]
            if not earlier:
                continue
            base = earlier[-1]
            treated = controls = n_treated = n_controls = 0.0
            for i, cohort in enumerate(panel.cohort):
                change = panel.outcome[i][times.index(t)] - panel.outcome[i][times.index(base)]
                if cohort == g:
                    treated += weights[i] * change
                    n_treated += weights[i]
                elif cohort == NEVER or (
                    control == "not-yet" and cohort > max(t, base) + anticipation
                ):
                    controls += weights[i] * change
                    n_controls += weights[i]
            if n_controls:
                found[g, t] = treated / n_treated - controls / n_controls
    return found


def averages(panel: EffectPanel, control: str, anticipation: int = 0, w=None) -> dict:
    """Every aggregation, keyed by its name and row."""
    cells = att(panel, control, anticipation, w)
    weights = [1.0] * len(panel.cohort) if w is None else list(w)
    size = {}
    for i, cohort in enumerate(panel.cohort):
        size[int(cohort)] = size.get(int(cohort), 0.0) + weights[i]
    after = {cell: effect for cell, effect in cells.items() if cell[1] >= cell[0]}

    def weighted(chosen: list[Cell]) -> float:
        total = sum(size[g] for g, _ in chosen)
        return sum(size[g] * cells[g, t] for g, t in chosen) / total

    found = {("simple", 0): weighted(list(after))}
    for e in {t - g for g, t in cells}:
        found["event", e] = weighted([(g, t) for g, t in cells if t - g == e])
    for s in {t for _, t in after}:
        found["calendar", s] = weighted([(g, t) for g, t in after if t == s])
    groups = {g for g, _ in after}
    for g in groups:
        own = [effect for (h, _), effect in after.items() if h == g]
        found["group", g] = sum(own) / len(own)
    total = sum(size[g] for g in groups)
    found["overall_group", 0] = sum(size[g] * found["group", g] for g in groups) / total
    leads = [value for (name, e), value in found.items() if name == "event" and e >= 0]
    found["overall_event", 0] = sum(leads) / len(leads)
    months = [value for (name, _), value in found.items() if name == "calendar"]
    found["overall_calendar", 0] = sum(months) / len(months)
    return found | {("group_time", cell): effect for cell, effect in cells.items()}


def influence(panel: EffectPanel, control: str, anticipation: int = 0) -> dict[tuple, np.ndarray]:
    """psi_i of every estimate, as n times the derivative in the weight of unit i."""
    n, step = panel.cohort.size, 1e-5
    found: dict[tuple, list[float]] = {}
    for i in range(n):
        up, down = np.ones(n), np.ones(n)
        up[i] += step
        down[i] -= step
        high = averages(panel, control, anticipation, up)
        low = averages(panel, control, anticipation, down)
        for key in high:
            found.setdefault(key, []).append(n * (high[key] - low[key]) / (2 * step))
    return {key: np.array(values) for key, values in found.items()}


def flat(effect) -> dict[tuple, tuple[float, float]]:
    """A StaggeredEffect's estimates and standard errors, keyed as above."""
    found = {}
    for name, table in effect.tables.items():
        for k in range(table.estimate.size):
            g = None if table.cohort is None else int(table.cohort[k])
            t = None if table.time is None else int(table.time[k])
            key = (g, t) if name == "group_time" else g if t is None else t
            found[name, 0 if key is None else key] = (
                float(table.estimate[k]),
                float(table.std_error[k]),
            )
    return found
