"""Which sites are like a site. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A site of one kind. `size` None, `fifth` 0 and `score` None where they are not known."""

    code: str
    size: float | None
    fifth: int
    score: float | None


def nearest_peers(site: Candidate, others: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The ten others most like a site, the likest first; of equals the first code.

    Of those in the same deprivation fifth, where the site's is known, the ones whose size is
    nearest in proportion: twice as large is as far as half as large. Without the site's size the
    ones nearest in deprivation score. Without either nobody: any ten would be arbitrary.
    """
    alike = [o for o in others if o.code != site.code and site.fifth in (0, o.fifth)]
    if site.size:
        size = site.size
        sized = [(abs(math.log(o.size / size)), o.code, o) for o in alike if o.size]
        return tuple(o for *_, o in sorted(sized, key=lambda found: found[:2])[:MOST])
    if site.fifth and site.score is not None:
        score = site.score
        scored = [(abs(o.score - score), o.code, o) for o in alike if o.score is not None]
        return tuple(o for *_, o in sorted(scored, key=lambda found: found[:2])[:MOST])
    return ()


def rule(site: Candidate, kind: str, size_of: str) -> str:
    """The rule as it was applied to this site, in words."""
    fifth = (
        f"in the same deprivation fifth ({site.fifth}, where 1 is the most deprived)"
        if site.fifth
        else "of any deprivation, because that of this site is not known"
    )
    if site.size:
        return (
            f"The {MOST} open sites of the same kind ({kind}), {fifth}, whose size is "
            f"nearest in proportion. Size is {size_of}."
        )
    if site.fifth:
        return (
            f"The {MOST} open sites of the same kind ({kind}), {fifth}, nearest in "
            "deprivation score, because the size of this site is not known."
        )
    return (
        "Neither the size nor the deprivation of this site is known, so nobody can be said to be "
        "like it."
    )
