"""The ladder's vocabulary, and the named definitions of "adopted"."""

from dataclasses import dataclass

# From the foot of the ladder up; `void` takes back an event recorded in error.
STAGES = (
    "eligible",
    "approached",
    "committed",
    "live",
    "using",
    "sustained",
    "handed-over",
    "paused",
    "stopped",
    "void",
)
EVIDENCE = ("reported", "measured")


@dataclass(frozen=True, slots=True)
class Definition:
    """What counts as adopted. `ever`: once counted, always counted."""

    name: str
    title: str
    text: str
    stages: frozenset[str]
    ever: bool = False
    version: int = 1


_LIVE = frozenset({"live", "using", "sustained", "handed-over"})

DEFINITIONS: dict[str, Definition] = {
    d.name: d
    for d in (
        Definition(
            "live-or-beyond",
            "Live or beyond",
            "The site's latest known stage is live, using, sustained or handed over. "
            "A site that paused or stopped no longer counts.",
            _LIVE,
        ),
        Definition(
            "using-or-beyond",
            "Using or beyond",
            "The site's latest known stage is using, sustained or handed over. "
            "A site that is live but not known to use it does not count.",
            frozenset({"using", "sustained", "handed-over"}),
        ),
        Definition(
            "ever-live",
            "Ever live",
            "The site has at some time been live or beyond, even if it has since paused or "
            "stopped.",
            _LIVE,
            ever=True,
        ),
    )
}

# The seven domains of the NASSS framework (Greenhalgh et al. 2017, doi 10.2196/jmir.8775).
DOMAINS = (
    "condition",
    "technology",
    "value-proposition",
    "adopters",
    "organisation",
    "wider-system",
    "embedding",
)
# Why a site paused, stopped or went down the ladder: a domain, or one of two that end the matter
# from outside.
REASONS = (*DOMAINS, "withdrawn", "safety")
FACTORS = ("barrier", "enabler")

# How far up the ladder; a stage that is not here stands beside it.
RANK = {
    stage: rank
    for rank, stage in enumerate(
        ("eligible", "approached", "committed", "live", "using", "sustained", "handed-over")
    )
}
