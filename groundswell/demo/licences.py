"""One network's programme told as it was published: licences are not downloads, nor uploads.

Modelled on PINCER in Wessex, where 229 licences became 208 downloads, 142 first uploads, 126
second ones and 95 full ones: "spread to 229 practices" and "used by 95" are the same sites
(PRIMIS, Making clinical data work, docslib.org/doc/2814392). Told of the network next to it, where
the invented country has practices enough that neither close nor merge meanwhile.
"""

from collections.abc import Sequence

from groundswell.common.months import Month

from .reporting import AdoptionRow
from .sites import Site, day

INNOVATION, NETWORK = "safer-script-searches", "HI-SW"
# How many practices came so far, the stage of the ladder that this is, and months after the first.
STEPS = (
    (229, "approached", 0, "Licence issued"),
    (208, "committed", 1, "Searches downloaded"),
    (142, "live", 3, "First upload"),
    (126, "using", 9, "Second upload"),
    (95, "sustained", 15, "Full upload"),
)
_BEGIN, _STAGGER = Month.parse("2018-06"), 6
_UNTIL = day("2021-03-31")


def licence_rows(sites: Sequence[Site], programme: str) -> list[AdoptionRow]:
    """The network's events by month, of sites that are open from its first to the last day."""
    first = _BEGIN.first_day.toordinal()
    ready = [site for site in sites if site.is_open(first) and site.is_open(_UNTIL)]
    ordered = sorted(ready, key=lambda site: site.code)[: STEPS[0][0]]
    return [
        AdoptionRow(site.code, stage, str(_BEGIN + (n % _STAGGER + after)), programme, "", note)
        for n, site in enumerate(ordered)
        for many, stage, after, note in STEPS
        if n < many
    ]
