import numpy as np
import pytest

from groundswell.analysis.curves.shapes import SHAPES, shape_of

from . import plain

POINTS = {"bass": (0.02, 0.3), "logistic": (40.0, 0.3), "gompertz": (9.0, 0.2)}
TIMES = np.linspace(0.5, 30, 40)


@pytest.mark.parametrize("model", SHAPES)
def test_share_and_rate_equal_the_textbook_formula(model):
    p, q = POINTS[model]
    shape = shape_of(model)
    theta = shape.theta(np.array([p]), np.array([q]))

    share, rate = shape.cumulative(theta, TIMES).value[0], shape.density(theta, TIMES).value[0]

    assert share == pytest.approx([plain.share(model, p, q, t) for t in TIMES], rel=1e-12)
    assert rate == pytest.approx([plain.rate(model, p, q, t) for t in TIMES], rel=1e-6)


@pytest.mark.parametrize("model", SHAPES)
@pytest.mark.parametrize("form", ["cumulative", "density"])
def test_slopes_equal_differences(model, form):
    shape = shape_of(model)
    theta = shape.theta(*(np.array([v]) for v in POINTS[model]))
    evaluate = getattr(shape, form)
    values, h = evaluate(theta, TIMES), 1e-6

    for j in range(2):
        move = np.zeros(2)
        move[j] = h
        difference = evaluate(theta + move, TIMES).value - evaluate(theta - move, TIMES).value
        assert values.slopes[:, j] == pytest.approx(difference / (2 * h), abs=1e-8)


@pytest.mark.parametrize("model", SHAPES)
def test_p_and_q_go_there_and_back(model):
    shape = shape_of(model)
    p, q = (np.array([v]) for v in POINTS[model])

    assert np.allclose(shape.p_q(shape.theta(p, q)), (p, q))


def test_unknown_model_says_which_there_are():
    with pytest.raises(ValueError, match="use bass, logistic or gompertz"):
        shape_of("weibull")
