import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.curves.fitting import fit
from groundswell.analysis.curves.shapes import SHAPES

from . import plain

STARTS = [(0.001, 0.1), (0.01, 0.2), (0.03, 0.4), (0.05, 0.05)]


def curves(series=6, periods=40, seed=0, model="bass"):
    """Counts around known curves."""
    rng = np.random.default_rng(seed)
    centre = {"bass": (0.01, 0.2), "logistic": (60.0, 0.2), "gompertz": (8.0, 0.15)}[model]
    rows = [
        plain.expected(
            model, "interval-nls", m, centre[0] * a, centre[1] * b, range(1, periods + 1)
        )
        for m, a, b in zip(
            rng.uniform(100, 900, series),
            rng.uniform(0.5, 2, series),
            rng.uniform(0.7, 1.4, series),
            strict=True,
        )
    ]
    return rng.poisson(np.array(rows)).astype(float)


@pytest.mark.parametrize("model", SHAPES)
@pytest.mark.parametrize("estimator", ["interval-nls", "density-nls"])
def test_sum_of_squares_is_what_a_plain_loop_gives_at_the_parameters(model, estimator):
    new = curves(model=model)
    new[0, :5], new[1, 30:] = np.nan, np.nan

    fits = fit(new, model=model, estimator=estimator)

    assert fits.n.tolist()[:2] == [35, 30]
    for s, series in enumerate(new):
        by_loop = plain.sse(model, estimator, fits.m[s], fits.p[s], fits.q[s], series)
        assert fits.sse[s] == pytest.approx(by_loop, rel=1e-6)


@pytest.mark.parametrize("model", SHAPES)
def test_no_sum_of_squares_is_worse_than_scipys_best_of_several_starts(model):
    """`curves/plain.py` starts from four places; ours from a grid."""
    new = curves(model=model, seed=3)
    starts = STARTS if model == "bass" else [(5.0, 0.1), (20.0, 0.2), (80.0, 0.3), (300.0, 0.3)]

    fits = fit(new, model=model)

    for s, series in enumerate(new):
        assert fits.sse[s] <= plain.fit_by_scipy(series, starts, model) * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_ragged_half_seen_and_noisy_series_settle_no_worse_than_scipy(seed):
    new = curves(series=8, periods=18, seed=10 + seed) + 1.0

    fits = fit(new)

    assert fits.converged.all()
    for s, series in enumerate(new):
        assert fits.sse[s] <= plain.fit_by_scipy(series, STARTS) * (1 + 1e-6)


@given(st.permutations(range(6)))
@settings(max_examples=10, deadline=None)
def test_a_permutation_of_series_changes_nothing(order):
    new = curves()
    fits, shuffled = fit(new), fit(new[order])

    assert shuffled.sse == pytest.approx(fits.sse[order], rel=1e-9)


@given(st.floats(0.01, 1e5))
@settings(max_examples=10, deadline=None)
def test_counting_in_thousands_scales_only_the_ceiling(scale):
    new = curves(series=2)
    fits, scaled = fit(new), fit(new * scale)

    assert scaled.m == pytest.approx(fits.m * scale, rel=1e-5)
    assert scaled.q == pytest.approx(fits.q, rel=1e-5)


def test_exact_curves_are_recovered():
    exact = plain.expected("bass", "interval-nls", 500, 0.004, 0.15, range(1, 61))

    fits = fit(exact)

    assert (fits.m[0], fits.p[0], fits.q[0]) == pytest.approx((500, 0.004, 0.15), rel=1e-6)


def test_a_known_ceiling_is_held_and_a_bound_is_kept():
    new = curves(series=3, periods=14)

    known, bounded = fit(new, ceiling=800.0), fit(new, ceiling=(0.0, 300.0))

    assert known.m.tolist() == [800.0] * 3
    assert (bounded.m <= 300).all()
    assert np.isnan(known.std_error[:, 0]).all()
    assert (fit(new).sse <= known.sse * (1 + 1e-9)).all()
    assert (fit(new).sse <= bounded.sse * (1 + 1e-9)).all()


def test_standard_errors_equal_scipys():
    from scipy.optimize import curve_fit

    new = curves(series=1, periods=50)
    t = np.arange(1, 51)

    def model(t, m, p, q):
        return np.array(plain.expected("bass", "interval-nls", m, p, q, t))

    fits = fit(new)
    start = [fits.m[0], fits.p[0], fits.q[0]]
    _, covariance = curve_fit(model, t, new[0], p0=start)

    assert fits.std_error[0] == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-3)


def test_an_early_series_is_said_not_to_determine_its_ceiling():
    doubling = [1, 2, 4, 8, 16, 32, 64]

    fits = fit(doubling)

    assert any("not determined" in text for text in fits.warnings)


def test_ols_with_p_below_zero_says_that_no_curve_can_be_drawn():
    # Ultrasound scanners in hospitals, 1965 to 1978: Srinivasan and Mason (1986).
    ultrasound = [5, 3, 2, 5, 7, 12, 6, 16, 16, 28, 28, 21, 13, 6]

    fits = fit(ultrasound, estimator="ols")

    assert fits.p[0] < 0
    assert "no curve can be drawn" in fits.warnings[0]


@pytest.mark.parametrize("model", ["logistic", "gompertz"])
def test_ols_of_the_other_curves_comes_near(model):
    p, q = {"logistic": (200.0, 0.1), "gompertz": (9.0, 0.06)}[model]
    exact = plain.expected(model, "interval-nls", 1000, p, q, range(1, 101))

    fits = fit(exact, model=model, estimator="ols")

    assert fits.m[0] == pytest.approx(1000, rel=0.05)
    assert fits.q[0] == pytest.approx(q, rel=0.1)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ([1, 2, -3, 4, 5], r"series 0 in period 3 is below zero \(-3\)"),
        ([1, 2, np.inf, 4], "period 3 is not finite"),
        ([1, 2, 3], "has 3 periods with data: a curve needs 4"),
        ([[1, 2, 3, 4], [0, 0, 0, 0]], "Series 1 has no adopters"),
        (np.zeros((2, 2, 2)), "shape"),
    ],
)
def test_wrong_values_are_refused_by_place(new, says):
    with pytest.raises(ValueError, match=says):
        fit(new)


def test_wrong_settings_are_refused():
    new = [1, 5, 9, 4, 2]
    with pytest.raises(ValueError, match="Unknown estimator"):
        fit(new, estimator="mle")
    with pytest.raises(ValueError, match="ols cannot hold a ceiling"):
        fit(new, estimator="ols", ceiling=30)
    with pytest.raises(ValueError, match="lower bound not above its upper"):
        fit(new, ceiling=(30, 20))
    with pytest.raises(ValueError, match="fill the gap or use interval-nls"):
        fit([1, np.nan, 5, 9, 4, 2], estimator="ols")
