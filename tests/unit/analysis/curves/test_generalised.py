import numpy as np
import pytest
from scipy.optimize import least_squares

from groundswell.analysis.curves.fitting import fit
from groundswell.analysis.curves.generalised import fit_generalised_bass

from . import plain


def pushed(beta, m=400.0, p=0.01, q=0.12, periods=48, seed=None):
    """New adopters with two campaigns, and the campaigns."""
    effort = np.zeros((periods, 2))
    effort[8:14, 0], effort[20:23, 1] = 1.0, 0.5
    clock = np.cumsum(1 + effort @ beta)
    share = [plain.share("bass", p, q, t) for t in clock]
    new = m * np.diff(share, prepend=0.0)
    return (new if seed is None else np.random.default_rng(seed).poisson(new).astype(float)), effort


def test_known_effects_are_recovered():
    new, effort = pushed(np.array([1.5, -0.8]))

    fits = fit_generalised_bass(new, effort)

    assert fits.beta[0] == pytest.approx([1.5, -0.8], abs=1e-4)
    assert fits.m[0] == pytest.approx(400, rel=1e-5)
    assert "association" in fits.warnings[0]


def test_no_worse_than_scipy_on_noisy_counts():
    new, effort = pushed(np.array([1.0, 2.0]), seed=1)

    def residuals(x):
        m, p, q = np.exp(x[:3])
        clock = np.cumsum(1 + effort @ x[3:])
        share = np.array([plain.share("bass", p, q, t) for t in clock])
        return m * np.diff(share, prepend=0.0) - new

    peer = least_squares(residuals, [6.0, -4.6, -2.1, 0.0, 0.0], xtol=1e-13, ftol=1e-13)
    fits = fit_generalised_bass(new, effort)

    assert fits.sse[0] <= 2 * peer.cost * (1 + 1e-8)
    assert fits.fitted.sum() <= fits.m[0]


def test_effort_that_does_nothing_leaves_the_bass_curve():
    new = np.array(plain.expected("bass", "interval-nls", 500, 0.01, 0.15, range(1, 49)))
    effort = np.random.default_rng(2).integers(0, 2, (48, 1)).astype(float)

    fits = fit_generalised_bass(new, effort)

    assert fits.beta[0, 0] == pytest.approx(0, abs=1e-5)
    assert fits.p[0] == pytest.approx(fit(new).p[0], rel=1e-4)


def test_effort_must_be_whole_and_must_change():
    new = [1.0, 5, 9, 4, 2]
    with pytest.raises(ValueError, match="effort must have shape"):
        fit_generalised_bass(new, np.zeros((4, 1)))
    with pytest.raises(ValueError, match="never changes"):
        fit_generalised_bass(new, np.ones((5, 1)))
    with pytest.raises(ValueError, match="missing values"):
        fit_generalised_bass(new, [[0], [1], [np.nan], [0], [0]])
