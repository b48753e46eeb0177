"""What can be said of parallel trends: a test before treatment, and a bound after it."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, stats

from .aggregations import Aggregation
from .bands import Reference
from .cells import GroupTime
from .influence import Influence
from .panel import FloatArray, IntArray

_CLUSTERS_PER_RESTRICTION = 10
# An effect this nearly made up of the others (standard deviation left, of 1) tests nothing new.
_SMALLEST_PIVOT = 1e-6


@dataclass(frozen=True, slots=True)
class PreTrendTest:
    """Wald test that every effect before treatment is zero.

    `basis` says which: all cells (g, t), or leads of the event study where there are too few
    clusters to test all cells. A large p-value is no proof of parallel trends.
    """

    statistic: float
    restrictions: int
    p_value: float
    basis: str


def pre_trend_test(
    att: GroupTime, events: Aggregation, anticipation: int, reference: Reference
) -> PreTrendTest | None:
    """The test, on as many effects as the clusters can carry; None if there are none.

    All cells, with the chi-squared distribution, as R's `did` reports it. With fewer than
    10 clusters (or units) a cell the covariance is too noisy: then leads of the event study, the
    nearest ones if need be. With clusters, Hotelling's F replaces the chi-squared distribution.
    """
    cells = np.flatnonzero(att.event < -anticipation)
    leads = np.flatnonzero(events.key < -anticipation)
    allowed = max(att.influence.atoms.n_clusters // _CLUSTERS_PER_RESTRICTION, 1)
    if cells.size == 0:
        return None
    if cells.size <= allowed:
        return _wald(att.estimate, att.influence, cells, reference, "cohort-by-time effects")
    nearest = leads[-allowed:]
    basis = "leads of the event study"
    if nearest.size < leads.size:
        basis = f"the nearest {nearest.size} leads of the event study"
    return _wald(events.estimate, events.influence, nearest, reference, basis)


def _wald(
    estimate: FloatArray,
    influence: Influence,
    which: IntArray,
    reference: Reference,
    basis: str,
) -> PreTrendTest | None:
    covariance, theta, q = influence.of(which).covariance(), estimate[which], which.size
    std_error = np.sqrt(np.diag(covariance))
    if not (std_error > 0).all():
        return None
    try:
        root = np.linalg.cholesky(covariance / np.outer(std_error, std_error))
    except np.linalg.LinAlgError:
        return None
    if np.diag(root).min() < _SMALLEST_PIVOT:
        return None
    z = linalg.solve_triangular(root, theta / std_error, lower=True)
    statistic = float(z @ z)
    if reference.df is None:
        return PreTrendTest(statistic, q, float(stats.chi2.sf(statistic, q)), basis)
    df = reference.df
    f = statistic * (df - q + 1) / (df * q)
    return PreTrendTest(statistic, q, float(stats.f.sf(f, q, df - q + 1)), basis)


@dataclass(frozen=True, slots=True)
class RelativeMagnitudes:
    """How far the mean event-study effect moves if trends part after treatment.

    Attributes
    ----------
    m : (j,) multiples of the largest change between neighbouring times before treatment by which
        the gap in trends may grow at each time after it.
    low, high : (j,) interval at each multiple.
    largest_change : that largest change, in units of the outcome.
    breakdown : the multiple at which the interval first holds zero; 0 where it already does.
    """

    m: FloatArray
    low: FloatArray
    high: FloatArray
    largest_change: float
    breakdown: float


def relative_magnitudes(
    events: Aggregation, overall: Aggregation, std_error: float, anticipation: int, critical: float
) -> RelativeMagnitudes | None:
    """A simple bound after Rambachan and Roth (2023), restriction "relative magnitudes".

    If between neighbouring times after treatment untreated outcomes part by at most m times the
    largest such parting seen before it, the effect e times after treatment is out by at most
    (e + 1 + anticipation) m times that, and their mean by the mean of these. The confidence
    interval is widened by that much. The largest change is taken as estimated, noise and all
    (which makes it too large when trends are parallel); their conditional test is not used.

    References
    ----------
    Rambachan and Roth (2023), Review of Economic Studies 90(5), 2555-2591, section 2.4.1.
    """
    before = events.key < -anticipation
    if not before.any() or not np.isfinite(std_error):
        return None
    largest = float(np.abs(events.estimate[before]).max())
    reach = float(np.mean(events.key[events.key >= 0] + 1 + anticipation))
    estimate, half = float(overall.estimate[0]), critical * std_error
    m = np.array([0.0, 0.5, 1.0, 1.5, 2.0])
    spare = max(abs(estimate) - half, 0.0)
    breakdown = spare / (largest * reach) if largest > 0 else np.inf
    wide = half + m * largest * reach
    return RelativeMagnitudes(m, estimate - wide, estimate + wide, largest, breakdown)
