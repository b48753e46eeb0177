"""The ranks of Klein, Wright and Wieczorek (2020), JRSS C 69(3), 589-606, on their own data.

Mean travel time to work of the states with its 90% margin, American Community Survey 2011, rounded
as in the paper, and the lines of their R vignette (`joint`, RankingProject) that draw figure 1,
written out. The figure itself is a picture: no executed ranks are stored.
"""

import numpy as np
import pytest
from scipy.stats import norm

from groundswell.analysis.league import rank_ranges

STATES = """
SD 16.9 .5 ND 16.9 .6 WY 18.1 .8 NE 18.1 .3 MT 18.2 .5 AK 18.4 .5 IA 18.8 .2 KS 18.9 .3 ID 19.7 .4
OK 21.1 .2 AR 21.3 .4 NM 21.4 .4 UT 21.6 .3 WI 21.9 .2 VT 21.9 .5 OR 22.5 .3 KY 22.9 .2 MN 23 .2
OH 23.1 .1 MO 23.1 .2 RI 23.4 .5 NC 23.4 .2 ME 23.4 .4 IN 23.5 .2 SC 23.6 .3 MS 23.9 .4 AL 23.9 .2
NV 24.1 .4 MI 24.1 .2 TN 24.2 .2 LA 24.5 .2 CO 24.5 .3 TX 24.8 .1 AZ 24.8 .2 CT 25 .3 DE 25.3 .6
WA 25.5 .2 WV 25.6 .5 HI 25.7 .4 FL 25.8 .2 PA 25.9 .1 NH 26.9 .5 GA 27.1 .3 CA 27.1 .1 VA 27.7 .2
MA 28 .2 IL 28.2 .2 DC 30.1 .5 NJ 30.5 .2 NY 31.5 .2 MD 32.2 .2
"""


@pytest.fixture
def joint():
    """(names, low, high) of joint 90% intervals, rounded to a decimal as there."""
    cells = np.array(STATES.split()).reshape(-1, 3)
    estimate, margin = cells[:, 1].astype(float), cells[:, 2].astype(float)
    half = norm.ppf(1 - (1 - 0.9 ** (1 / 51)) / 2) / norm.ppf(0.95) * margin
    return cells[:, 0].tolist(), (estimate - half).round(1), (estimate + half).round(1)


def test_joint_normal_quantile_is_the_one_they_state():
    assert norm.ppf(1 - (1 - 0.9 ** (1 / 51)) / 2) == pytest.approx(3.081, abs=5e-4)


def test_ranges_are_those_of_the_vignette(joint):
    names, low, high = joint
    first, last = rank_ranges(low, high, highest_first=False)
    for at, name in enumerate(names):
        lower = sum(other <= low[at] for other in high)
        higher = sum(other >= high[at] for other in low)
        assert (first[at], last[at]) == (lower + 1, 51 - higher), name


def test_ends_of_the_country_are_clear_and_its_middle_is_not(joint):
    names, low, high = joint
    first, last = rank_ranges(low, high, highest_first=False)
    assert (first[names.index("MD")], last[names.index("MD")]) == (50, 51)
    assert last[names.index("CO")] - first[names.index("CO")] > 10
