"""Steps down, found the slow way: every pair of events, and every pause or stop between them."""

from groundswell.adoption.rules import RANK


def plain_lower(events):
    """The events that are lower than one that came before them, for no reason given."""
    return [lower for lower in events if any(_falls(h, lower, events) for h in events)]


def _falls(higher, lower, events):
    if lower.reason or lower.stage not in RANK or higher.stage not in RANK:
        return False
    if RANK[higher.stage] <= RANK[lower.stage] or not higher.on.latest < lower.on.earliest:
        return False
    breaks = [e for e in events if e.stage not in RANK]
    return not any(
        e.on.earliest <= lower.on.latest and e.on.latest >= higher.on.earliest for e in breaks
    )
