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

# Why a site paused or stopped: the seven domains of the NASSS framework, and two that end the
# matter from outside.
REASONS = (
    "condition",
    "technology",
    "value-proposition",
    "adopters",
    "organisation",
    "wider-system",
    "embedding",
    "withdrawn",
    "safety",
)
