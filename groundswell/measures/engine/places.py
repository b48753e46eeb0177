"""The texts by which rows tell their site and month, read once each."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from groundswell.common.months import Month
from groundswell.organisations.codes import clean_code

from ..sources import read_month
from ..sources.source import NO_SITE


@dataclass(frozen=True, slots=True)
class Places:
    """A place is a site in a month with any row.

    Attributes
    ----------
    sites : text to site code; "" where it says none
    months : text to month; None where it is none, or is in the future
    places : (site, Month.index) in order; their positions are the numbers of places
    table : site_text, month_text, month, place: the pairs of texts that say both
    """

    sites: Mapping[str | None, str]
    months: Mapping[str | None, Month | None]
    places: tuple[tuple[str, int], ...]
    table: pa.Table

    def is_nobody(self, site_text: str | None) -> bool:
        """Whether the publisher says that the site is not known."""
        return self.sites[site_text] == NO_SITE


def places_of(texts: pa.Table, newest: Month) -> Places:
    """`texts` has columns site_text, month_text and flags (see `counting.py`)."""
    columns = texts.select(["site_text", "month_text", "flags"]).to_pydict()
    sites = {text: clean_code(text or "") for text in set(columns["site_text"])}
    months = {text: _month(text, newest) for text in set(columns["month_text"])}
    pairs = {
        (site_text, month_text): (sites[site_text], month.index)
        for site_text, month_text, flags in zip(*columns.values(), strict=True)
        if sites[site_text] not in ("", NO_SITE)
        and (month := months[month_text]) is not None
        and flags % 2 == 0
    }
    places = sorted(set(pairs.values()))
    position = {place: n for n, place in enumerate(places)}
    table = pa.table(
        {
            "site_text": pa.array([site_text for site_text, _ in pairs], pa.string()),
            "month_text": pa.array([month_text for _, month_text in pairs], pa.string()),
            "month": pa.array([month for _, month in pairs.values()], pa.int32()),
            "place": pa.array([position[place] for place in pairs.values()], pa.int32()),
        }
    )
    return Places(sites, months, tuple(places), table)


def _month(text: str | None, newest: Month) -> Month | None:
    month = read_month(text or "")
    return None if month is None or month > newest else month
