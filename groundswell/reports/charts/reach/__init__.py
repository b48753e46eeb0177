"""Pictures of reach, each drawn from what was disclosed and from nothing else.

A maker gives a `Picture`: its alt text at once, and its SVG, PNG and Vega-Lite spec when asked.
"""

from collections.abc import Callable, Sequence

from groundswell.reports.reach.disclosed import DisclosedReach

from . import deciles, fifths, funnel, league, multiples, spc
from .picture import Picture

__all__ = [
    "MAKERS",
    "Picture",
    "deciles_svg",
    "fifths_svg",
    "funnel_svg",
    "league_svg",
    "small_multiples_svg",
    "spc_svg",
]

# By the names that they have in addresses. None where an answer has no such picture.
MAKERS: dict[str, Callable[[DisclosedReach], Picture | None]] = {
    "spc": spc.spc,
    "multiples": multiples.small_multiples,
    "deciles": deciles.deciles,
    "funnel": funnel.funnel,
    "fifths": fifths.fifths,
    "league": league.league,
}


def spc_svg(reach: DisclosedReach, place_code: str | None = None) -> str:
    """One place's months with limits, or those of all places together."""
    return spc.spc(reach, place_code).svg()


def small_multiples_svg(reach: DisclosedReach, places: Sequence[str] | None = None) -> str:
    """Up to 42 places side by side on one scale."""
    return multiples.small_multiples(reach, places).svg()


def deciles_svg(reach: DisclosedReach, place_code: str | None = None) -> str:
    """Deciles over sites, with a place's own line where one is given."""
    return deciles.deciles(reach, place_code).svg()


def funnel_svg(reach: DisclosedReach) -> str | None:
    """The last month's places by size; None where there are no limits to draw."""
    picture = funnel.funnel(reach)
    return picture.svg() if picture else None


def fifths_svg(reach: DisclosedReach) -> str | None:
    """The last month by deprivation fifth; None where the deprivation of sites is not known."""
    picture = fifths.fifths(reach)
    return picture.svg() if picture else None


def league_svg(reach: DisclosedReach, most: int = 60) -> str:
    """The last month's places in order, with the ranks that chance leaves open."""
    return league.league(reach, most).svg()
