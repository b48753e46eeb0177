"""When sites go live: S-shaped curves, staggered by network."""

import numpy as np
from numpy.typing import NDArray

from .catalogue import Spread

_YEAR, _MONTH = 365.25, 30.44  # days


def go_live_days(
    rng: np.random.Generator,
    spread: Spread,
    network: NDArray[np.int64],
    icb: NDArray[np.int64],
    home: int,
) -> NDArray[np.float64]:
    """The ordinal day on which each site would go live if it were open; infinity for never.

    `network` and `icb` give each site's as positions from 0; `home` is the network where the
    innovation began. The ceiling and the start differ by network and, less, by ICB.
    """
    networks, icbs = 1 + max(int(network.max()), home), 1 + int(icb.max())
    keenness = np.exp(rng.normal(0, 0.16, networks)[network] + rng.normal(0, 0.1, icbs)[icb])
    ceiling = np.minimum(spread.ceiling * keenness, 0.98)
    if spread.ceiling == 1:
        ceiling = np.ones(len(network))
    late = rng.gamma(2, spread.lag / 2, networks)
    late[home] = 0
    wait = late[network] + rng.gamma(1.5, spread.lag / 8, icbs)[icb]
    drawn = rng.random(len(network))
    with np.errstate(divide="ignore", invalid="ignore"):
        years = bass_time(drawn / ceiling, spread.starting, spread.copying)
    days = spread.start.toordinal() + wait * _MONTH + years * _YEAR
    return np.where(drawn < ceiling, days, np.inf)


def bass_time(share: NDArray[np.float64], starting: float, copying: float) -> NDArray[np.float64]:
    """Years after which a share of the final adopters have adopted: the Bass curve inverted.

    Bass (1969), equation for F(t), with p = `starting` and q = `copying` a year.
    """
    odds = (1 + copying / starting * share) / (1 - share)
    years: NDArray[np.float64] = np.log(odds) / (starting + copying)
    return years
