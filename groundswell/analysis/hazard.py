"""Discrete-time hazard of adoption with exposure: association, not influence.

Each site that could still adopt in a period is one row, adopted or not; a logistic (or
complementary log-log) regression on those rows is the discrete-time hazard model. Allison (1982),
Sociological Methodology 13. Sites that never adopt are censored: they stay in every period.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import expit, ndtri, xlog1py, xlogy

Array = npt.NDArray[np.float64]
Link = Literal["logit", "cloglog"]

ASSOCIATION = (
    "Association, not influence: sites that adopt early sit near others for reasons of their own, "
    "and shared events reach both. This does not show that one site moved another."
)
TOLERANCE = 1e-13
STEPS = 50
SEPARATED = 15.0  # a log odds this large is a group that always, or never, adopts


@dataclass(frozen=True, slots=True)
class PersonPeriods:
    """One row a site and period at risk, (R,)."""

    site: npt.NDArray[np.int64]
    period: npt.NDArray[np.int64]
    adopted: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class HazardFit:
    """Coefficients on the link's scale (K,); with logit, exp of one is an odds ratio."""

    names: tuple[str, ...]
    coefficient: Array
    std_error: Array
    low: Array
    high: Array
    covariance: Array  # (K, K)
    deviance: float
    n: int  # site-periods
    events: int
    clusters: int | None
    iterations: int
    converged: bool
    link: str
    method: str
    warnings: tuple[str, ...]


def person_periods(
    toa: Array,
    periods: int,
    *,
    first: npt.ArrayLike | None = None,
    last: npt.ArrayLike | None = None,
) -> PersonPeriods:
    """The rows at risk: from eligible to adoption, or to the end of the record.

    Parameters
    ----------
    toa
        From :func:`groundswell.analysis.exposure.adoption_times`: NaN for sites not adopted.
    periods
        Length of the record.
    first, last
        First period at risk and last period observed of each site, (N,); 1 and `periods` unless
        given.

    Examples
    --------
    >>> rows = person_periods(np.array([2.0, np.nan]), 3)
    >>> rows.site.tolist(), rows.period.tolist(), rows.adopted.tolist()
    ([0, 0, 1, 1, 1], [1, 2, 1, 2, 3], [False, True, False, False, False])
    """
    when = np.where(np.isnan(toa), np.inf, toa)
    if (when[np.isfinite(when)] > periods).any():
        raise ValueError("A time of adoption lies after the last period: see adoption_times.")
    begin = np.ones(len(toa)) if first is None else np.asarray(first, dtype=float)
    end = np.full(len(toa), periods) if last is None else np.asarray(last, dtype=float)
    period = np.arange(1, periods + 1)
    stop = np.minimum(when, end)[:, None]
    at_risk = (period >= begin[:, None]) & (period <= stop)
    site, column = np.nonzero(at_risk)
    return PersonPeriods(site, column + 1, when[site] == column + 1)


def fit_hazard(
    x: npt.ArrayLike,
    adopted: npt.ArrayLike,
    names: Sequence[str],
    *,
    link: Link = "logit",
    cluster: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> HazardFit:
    """Fit the hazard by iteratively reweighted least squares (Fisher scoring).

    Parameters
    ----------
    x
        Covariates of each row, (R, K), a column of ones among them where an intercept is wanted.
        No missing values: leave such rows out and say so.
    adopted
        Whether the site adopted in that period, (R,).
    names
        Of the K columns.
    link
        `logit`, or `cloglog` (then exp of a coefficient is a hazard ratio).
    cluster
        Group of each row, such as the network, (R,): standard errors then allow sites of one
        group to move together (sandwich, times G/(G-1)).

    Examples
    --------
    >>> fit = fit_hazard([[1, 0], [1, 0], [1, 0], [1, 1], [1, 1], [1, 1]], [1, 0, 0, 1, 1, 0],
    ...                  ["intercept", "exposed"])
    >>> fit.coefficient.round(4).tolist()
    [-0.6931, 1.3863]
    """
    design, y = _check(x, adopted, names, link)
    beta: Array = np.zeros(design.shape[1])
    eta: Array = np.full(len(y), _start(y, link))
    deviance, converged, iterations = np.inf, False, 0
    while iterations < STEPS:
        iterations += 1
        mu, slope = _mean(eta, link)
        root = slope / np.sqrt(np.maximum(mu * (1 - mu), 1e-300))
        working = eta + (y - mu) / np.maximum(slope, 1e-300)
        scaled = design * root[:, None]
        gram = scaled.T @ scaled
        beta = np.asarray(np.linalg.solve(gram, scaled.T @ (working * root)), dtype=float)
        eta = design @ beta
        before, deviance = deviance, _deviance(y, eta, link)
        # One more step once the deviance stands still: it is flat where beta is not.
        if converged:
            break
        converged = abs(before - deviance) < TOLERANCE * (abs(deviance) + 0.1)
    mu, slope = _mean(eta, link)
    weight = slope**2 / np.maximum(mu * (1 - mu), 1e-300)
    bread = np.asarray(np.linalg.inv((design * weight[:, None]).T @ design), dtype=float)
    score = design * (slope * (y - mu) / np.maximum(mu * (1 - mu), 1e-300))[:, None]
    covariance, clusters = _covariance(bread, score, cluster)
    std_error = np.sqrt(np.diag(covariance))
    half = ndtri(0.5 + level / 2) * std_error
    return HazardFit(
        names=tuple(names),
        coefficient=beta,
        std_error=std_error,
        low=beta - half,
        high=beta + half,
        covariance=covariance,
        deviance=deviance,
        n=len(y),
        events=int(y.sum()),
        clusters=clusters,
        iterations=iterations,
        converged=converged,
        link=link,
        method=f"discrete-time hazard, {link}, iteratively reweighted least squares",
        warnings=_warnings(y, beta, names, converged, clusters),
    )


def _check(
    x: npt.ArrayLike, adopted: npt.ArrayLike, names: Sequence[str], link: str
) -> tuple[Array, Array]:
    design, y = np.asarray(x, dtype=float), np.asarray(adopted, dtype=float)
    if link not in ("logit", "cloglog"):
        raise ValueError(f"Unknown link {link!r}: use logit or cloglog.")
    if design.ndim != 2 or y.shape != (len(design),) or len(names) != design.shape[1]:
        raise ValueError(
            f"x must be (R, K), adopted (R,) and names K: they are {design.shape}, {y.shape} and "
            f"{len(names)}."
        )
    if not np.isfinite(design).all():
        row, column = (int(i) for i in np.argwhere(~np.isfinite(design))[0])
        raise ValueError(
            f"Row {row} has no value for {names[column]}: leave out the rows (and say how many)."
        )
    if not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("adopted must be 1 or 0 in every row.")
    if y.sum() in (0, len(y)):
        raise ValueError("Some rows must have adopted and some not: there is nothing to compare.")
    if _repeats(design):
        raise ValueError(
            f"Columns of x repeat one another ({', '.join(names)}): leave one out, such as one "
            "period of a full set or a column that never changes beside the intercept."
        )
    return design, y


def _repeats(design: Array) -> bool:
    # From the small cross-product: a singular value decomposition of all rows takes seconds.
    gram = design.T @ design
    size = np.sqrt(np.diag(gram))
    if not (size > 0).all():
        return True
    return bool(np.linalg.eigvalsh(gram / (size[:, None] * size))[0] < 1e-11)


def _start(y: Array, link: Link) -> float:
    rate = y.mean()
    return float(np.log(rate / (1 - rate)) if link == "logit" else np.log(-np.log1p(-rate)))


def _mean(eta: Array, link: Link) -> tuple[Array, Array]:
    """The chance of adopting, and its slope by eta."""
    if link == "logit":
        mu = expit(eta)
        return mu, mu * (1 - mu)
    rate = np.exp(np.clip(eta, -700, 6.5))
    return -np.expm1(-rate), rate * np.exp(-rate)


def _deviance(y: Array, eta: Array, link: Link) -> float:
    if link == "logit":
        # log(1 + e^eta) - y eta, safe at both ends.
        return float(2 * (np.logaddexp(0.0, eta) - y * eta).sum())
    mu, _ = _mean(eta, link)
    return float(-2 * (xlogy(y, mu) + xlog1py(1 - y, -mu)).sum())


def _covariance(
    bread: Array, score: Array, cluster: npt.ArrayLike | None
) -> tuple[Array, int | None]:
    if cluster is None:
        return bread, None
    _, code = np.unique(np.asarray(cluster), return_inverse=True)
    if code.shape != (len(score),):
        raise ValueError("cluster must name one group a row.")
    groups = int(code.max()) + 1
    if groups < 2:
        raise ValueError("Clustered errors need two groups or more.")
    total = np.zeros((groups, score.shape[1]))
    np.add.at(total, code, score)
    return bread @ (total.T @ total) @ bread * groups / (groups - 1), groups


def _warnings(
    y: Array, beta: Array, names: Sequence[str], converged: bool, clusters: int | None
) -> tuple[str, ...]:
    warnings = [ASSOCIATION]
    if not converged:
        warnings.append("The fit did not settle: do not use it.")
    large = [name for name, b in zip(names, beta, strict=True) if abs(b) > SEPARATED]
    if large:
        warnings.append(
            f"Rows marked by {', '.join(large)} always or never adopt: the coefficient and its "
            "error mean nothing. Join periods or groups."
        )
    if y.sum() < 10 * len(beta):
        warnings.append(
            f"{int(y.sum())} adoptions for {len(beta)} coefficients, under ten for each."
        )
    if clusters is not None and clusters < 30:
        warnings.append(f"Only {clusters} clusters: standard errors are too small.")
    return tuple(warnings)
