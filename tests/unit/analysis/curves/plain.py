"""Plain, slow twins of the batched curves: loops and the textbook formula, one series at a time."""

import math

import numpy as np
from scipy.optimize import least_squares


def share(model, p, q, t):
    if t <= 0:
        return 0.0
    if model == "bass":
        gone = math.exp(-(p + q) * t)
        return (1 - gone) / (1 + q / p * gone)
    if model == "logistic":
        return 1 / (1 + p * math.exp(-q * t))
    return math.exp(-p * math.exp(-q * t))


def rate(model, p, q, t, h=1e-5):
    return (share(model, p, q, t + h) - share(model, p, q, t - h)) / (2 * h)


def expected(model, estimator, m, p, q, periods):
    if estimator == "interval-nls":
        return [m * (share(model, p, q, i) - share(model, p, q, i - 1)) for i in periods]
    return [m * rate(model, p, q, i) for i in periods]


def sse(model, estimator, m, p, q, series):
    """Sum of squares over the periods that have data."""
    seen = [i for i, n in enumerate(series, start=1) if not math.isnan(n)]
    curve = expected(model, estimator, m, p, q, seen)
    return sum((series[i - 1] - x) ** 2 for i, x in zip(seen, curve, strict=True))


def fit_by_scipy(series, starts, model="bass"):
    """The best of several unbounded fits in (log m, log p, log q): its sum of squares."""
    y = np.asarray(series, dtype=float)
    t = np.arange(1, len(y) + 1)

    def residuals(x):
        m, p, q = np.exp(np.clip(x, -30, 30))
        return np.array(expected(model, "interval-nls", m, p, q, t)) - y

    total = math.log(y.sum())
    found = [
        least_squares(residuals, [total + 0.3, math.log(p), math.log(q)], xtol=1e-13, ftol=1e-13)
        for p, q in starts
    ]
    return min(2 * f.cost for f in found)


def simulate(rng, series, periods, *, dispersion=1.0, share_mean=0.8, p=0.006, q=0.16):
    """Sites adopting like innovations month by month: new (S, T), eligible (S,).

    Log p, log q and logit c are normal over innovations; with a dispersion above 1 the chance of
    each month varies from its own (beta-binomial).
    """
    sites = np.round(rng.uniform(60, 400, series))
    new = np.zeros((series, periods))
    for s in range(series):
        own_p = p * math.exp(rng.normal(0, 0.6))
        own_q = q * math.exp(rng.normal(0, 0.35))
        c = 1 / (1 + math.exp(-rng.normal(share_mean, 0.8)))
        left, gone = int(sites[s]), 0.0
        for i in range(1, periods + 1):
            step = c * (share("bass", own_p, own_q, i) - share("bass", own_p, own_q, i - 1))
            chance = min(max(step / (1 - gone), 1e-12), 1 - 1e-9)
            gone += step
            alike = min(max((dispersion - 1) / max(left - 1, 1), 0.0), 0.9)
            if alike > 0:
                size = (1 - alike) / alike
                chance = rng.beta(chance * size, (1 - chance) * size)
            joined = rng.binomial(left, chance)
            new[s, i - 1] = joined
            left -= joined
    return new, sites
