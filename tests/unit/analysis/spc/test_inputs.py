"""Wrong input says what is wrong and how to mend it."""

import numpy as np
import pytest

from groundswell.analysis.spc import (
    RuleSet,
    chart,
    noise_rates,
    rebase_at_dates,
    rebase_at_go_live,
    rule_sets,
)

Y = [[1.0, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"kind": "c"}, "'c' is not a chart: use one of xmr"),
        ({"kind": "p"}, "kind p needs sizes"),
        ({"sizes": Y}, "kind xmr takes no sizes"),
        ({"kind": "u", "sizes": [[1.0]]}, r"sizes has shape \(1, 1\)"),
        ({"kind": "u", "sizes": [[1.0, 1, -2], [1, 1, 1]]}, r"size -2 at \[0, 2\]"),
        ({"kind": "p", "sizes": [[1.0, 2, 2], [9, 9, 9]]}, r"count 3 at \[0, 2\]"),
        ({"multiplier": 100}, "multiply the values"),
        ({"multiplier": 0}, "a number above 0"),
        ({"new_segment": [1, 0, 1]}, "give booleans"),
        ({"improvement": "up"}, "use increase, decrease or neutral"),
        ({"improvement": [1, 2]}, "1, -1 or 0 for each of 2"),
        ({"target": [1.0, 2, 3]}, r"target has shape \(3,\)"),
    ],
)
def test_wrong_options(options, says):
    with pytest.raises(ValueError, match=says):
        chart(Y, **options)


def test_wrong_values():
    with pytest.raises(ValueError, match=r"values inf at \[0, 1\]: use NaN for a gap"):
        chart([1.0, np.inf])
    with pytest.raises(ValueError, match=r"value -1 at \[0, 0\]: a t chart"):
        chart([-1.0, 2.0], kind="t")
    with pytest.raises(ValueError, match="series x points"):
        chart(np.zeros((0, 5)))


def test_wrong_dates_and_rules():
    with pytest.raises(ValueError, match="sort the points first"):
        rebase_at_dates(["2024-02-01", "2024-01-01"], [])
    with pytest.raises(ValueError, match="sort the points first"):
        rebase_at_go_live(["2024-02-01", "2024-01-01"], ["NaT"])
    with pytest.raises(ValueError, match="at least 3 points"):
        RuleSet("two", trend_points=2)
    with pytest.raises(ValueError, match="own or next_step"):
        RuleSet("x", trend_direction="left")
    with pytest.raises(ValueError, match="precedence or improvement"):
        RuleSet("x", conflict="both")
    with pytest.raises(ValueError, match="not negative"):
        RuleSet("x", minimum_points=-1)
    with pytest.raises(ValueError, match="2 points and 1 draw"):
        noise_rates("xmr", rule_sets.MDC, 1, np.random.default_rng(0))


def test_a_board_of_nothing():
    found = chart([[np.nan] * 14], target=3.0)
    assert found.variation_icon[0] == found.assurance_icon[0] == 0
    assert found.warnings == ("1 series have no values.",)
    assert chart([[5.0]], rules=rule_sets.NHSRPLOTTHEDOTS).mean[0, 0] == 5
