"""Monthly numbers of invented sites as the rows of a file: site, month, numerator, denominator."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month

Row = tuple[str, ...]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

HEADINGS = "site,month,numerator,denominator"
NOTHING, HIDDEN = "", "*"  # what a sender writes instead of a number that is missing or too small


def rows_of(
    sites: Sequence[str],
    months: Sequence[Month],
    numerator: Counts,
    denominator: Counts,
    *,
    sent: Flags,
    known: Flags,
    hidden: Flags | None = None,
) -> Iterator[Row]:
    """One row for each site and month that was `sent`; all arrays are (sites, months).

    Its numerator is empty where it is not `known`, and a star where the sender hides it.
    """
    hides = np.zeros(sent.shape, dtype=bool) if hidden is None else hidden
    texts = [str(month) for month in months]
    for i, site in enumerate(sites):
        of_site = (array[i].tolist() for array in (sent, known, hides, numerator, denominator))
        for month, is_sent, is_known, is_hidden, above, below in zip(texts, *of_site, strict=True):
            if is_sent:
                told = str(above) if is_known else NOTHING
                yield site, month, HIDDEN if is_hidden else told, str(below)


def live_share(events: Iterable[Row], sites: Sequence[str], months: Sequence[Month]) -> Floats:
    """(sites, months): 1 from the month of a site's go-live until it stops, else 0.

    `events` are rows of the file of adoptions, those of one innovation. A vague date counts from
    its first day.
    """
    live = np.zeros((len(sites), len(months)))
    position = {site: i for i, site in enumerate(sites)}
    for site, _, stage, on, *_ in events:
        if site in position and stage in ("live", "stopped"):
            column = Month.of(UncertainDate.parse(on).earliest).index - months[0].index
            live[position[site], max(column, 0) :] = stage == "live"
    return live
