"""Equal to the test data of PHEindicatormethods (UK Health Security Agency), computed by R.

Read from tests/testthat of ukhsa-collaboration/PHEindicatormethods: `testdata_funnel_prop_inputs`
(303 primary care trusts; here all that lie near a limit and some that do not),
`testdata_funnel_prop_outputs` and `testdata_funnel_rate_outputs` (here every few rows). Its
limits of proportions are normal ones, those of rates exact Poisson ones.
"""

import numpy as np
import pytest

from groundswell.analysis.funnel import Flag, funnel
from groundswell.analysis.funnel_limits import funnel_limits

# phe_funnels: population, low 95, high 95, low 99.8, high 99.8 in percent.
PROPORTION = 80.642448
PROPORTION_LIMITS = """
1 3.204264 100 0 100
3 35.933491 100 10.150815 100
10 56.154344 100 42.03259 100
18 62.390093 98.894803 51.864359 100
41 68.548635 92.73626 61.574398 99.710497
83 72.142503 89.142393 67.240771 94.044125
171 74.720602 86.564294 71.305603 89.979293
356 76.538232 84.746663 74.171421 87.113475
737 77.789976 83.49492 76.145017 85.139878
1531 78.663349 82.621547 77.522045 83.76285
3175 79.268142 82.016753 78.47561 82.809285
6588 79.688382 81.596514 79.138193 82.146703
15171 80.013741 81.271155 79.65118 81.633716
34936 80.228144 81.056751 79.989225 81.295671
80452 80.369433 80.915463 80.211991 81.072905
110000 80.408963 80.875933 80.274317 81.010578
"""

# phe_funnel_significance: numerator, denominator, and what it says.
INSIDE = """
50050.7443 61921  24648.7596 30521  31759.385 39350   29561.6517 36627  18550.7595 22905
17321.4088 21587  31573.5024 39212  22030.9072 27388  14493.3552 17964  37216.4698 45986
30453.2129 37741  24866.916 30929   20759.65 25750    21306.0303 26333  38314.0408 47678
15524.9934 19257  30035.0871 37269  35982.2873 44461  48590.8983 60459  27321.272 34024
59356.4384 73352  21667.1616 26869  29334.661 36238   37299.262 46277   20781.484 25672
18746.7077 23233  41845.512 51789   37945.3125 46875  38873.3924 48236  13240.9172 16477
31973.4336 39488  36378.5696 45202
"""
ABOVE_95 = """
26789.238 33012   36850.0492 45449  34502.0685 42485  23910.2469 29457  21139.2936 25992
38045.3716 46958  16924.1296 20776  18504.9982 22739  29709.0543 36583  28537.4507 35201
"""
BELOW_95 = "30277.5312 37828"
ABOVE_998 = """
35078.488 41980   48686.4364 59804  23617.7778 28954  19663.4268 24012  48475.9332 59604
"""
BELOW_998 = """
24803.6256 31824  35795.6324 45449  20619.5552 25852  17967.1247 22603  58476.8416 73316
"""
SAID = {
    Flag.INSIDE: INSIDE,
    Flag.ABOVE_95: ABOVE_95,
    Flag.BELOW_95: BELOW_95,
    Flag.ABOVE_998: ABOVE_998,
    Flag.BELOW_998: BELOW_998,
}

# Three years of events at a rate of 116.1720835 per 100,000: events, then population of one year
# and limit for low 95, high 95, low 99.8 and high 99.8.
RATE = 116.1720835
RATE_LIMITS = """
1 1598.675694 20.85059119 7.264481402 4588.535848 2649.348525 12.58170943 0.287087625 116108.569
2 2072.984403 32.15975314 69.49732367 959.2695538 3221.906682 20.69168143 13.02722321 5117.48863
5 3348.002593 49.78092521 465.8280129 357.7858395 4721.370883 35.30048174 212.14848 785.6132963
10 5276.757672 63.17010446 1375.943768 242.2579623 6924.776769 48.13632908 849.4639547 392.4043292
20 8862.823734 75.22057153 3505.293872 190.1885237 10915.38389 61.07587907 2570.385518 259.3644657
42 16289.57177 85.94455519 8685.365202 161.1906889 18977.21426 73.77268238 7109.758056 196.9124672
104 36157.10817 95.87787415 24382.08903 142.1808715 40036.31685 86.58805154 21608.75072 160.4288333
286 92145.09181 103.4600232 72826.17705 130.9053107 98191.46367 97.08922728 67880.58471 140.4427109
610 189485.3592 107.3082027 161411.8671 125.9717374 198052.0816 102.6665974 153943.2733 132.0832856
1360 411529.9259 110.158048 369759.5622 122.6021934 424043.2424 106.9073359 358342.3275 126.5084525
"""


def table(text, columns):
    return np.array(text.split(), dtype=float).reshape(-1, columns)


def test_normal_limits_of_proportions():
    n, *limits = table(PROPORTION_LIMITS, 5).T
    found = funnel_limits(n, PROPORTION, widening=1.0)
    ours = (found.low_95, found.high_95, found.low_998, found.high_998)
    for mine, theirs in zip(ours, limits, strict=True):
        assert mine == pytest.approx(theirs, abs=2e-6)


@pytest.mark.parametrize("flag", SAID, ids=lambda flag: flag.name)
def test_units_are_flagged_as_there(flag):
    x, n = table(SAID[flag], 2).T
    assert (funnel(x, n, target=PROPORTION).flag == flag).all()


@pytest.mark.parametrize(
    ("name", "column"), [("low_95", 1), ("high_95", 3), ("low_998", 5), ("high_998", 7)]
)
def test_exact_limits_of_rates(name, column):
    rows = table(RATE_LIMITS, 9)
    years, limit = 3 * rows[:, column], rows[:, column + 1]
    found = funnel_limits(years, RATE, kind="rate", multiplier=100_000)
    # Their bisection stops a millionth short: poisson.cdf of what they print misses 2.5% by that.
    assert getattr(found, name) == pytest.approx(limit, rel=1e-5)
