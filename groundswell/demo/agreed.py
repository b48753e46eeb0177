"""What was agreed of the invented programmes: who takes part, targets, returns, how they ended.

Owners are teams and their addresses end in .example: nobody is named.
"""

from collections.abc import Iterator, Sequence

from .numbers import Row
from .programmes import PROGRAMMES
from .public_facts import PublicFacts

LOCAL, LOCAL_NETWORKS = "wound-compass-south-west", ("HI-West", "HI-SW")
_EVERYWHERE = (
    "lipid-ladder-national",
    "medicines-handshake-national",
    "safer-script-national",
    "steady-street-national",
    "orvelastat-uptake",
)

# Quarters whose return networks are asked for: start, end, due.
ROUNDS = (
    ("2026-04-01", "2026-06-30", "2026-07-31"),
    ("2026-07-01", "2026-09-30", "2026-12-31"),
)

_LIPIDS = (
    ("2021-03-31", 0.08),
    ("2022-03-31", 0.2),
    ("2023-03-31", 0.32),
    ("2024-03-31", 0.42),
    ("2025-03-31", 0.5),
    ("2026-03-31", 0.55),
    ("2027-03-31", 0.6),
)
_WOUNDS = (("2023-03-31", 20), ("2024-03-31", 50), ("2025-03-31", 80), ("2026-03-31", 105))
_BREATHS = (("2021-09-30", 0.2), ("2022-03-31", 0.5), ("2022-09-30", 0.8), ("2023-03-31", 1.0))
_BREATHS_IN_ALL = 1500

MEASURES = (
    ("orvelastat-uptake", "demo-orvelastat-people", "first-use"),
    ("orvelastat-uptake", "demo-orvelastat-people", "reach"),
    ("oxygen-at-home-national", "covid-oximetry-enrolment", "reach"),
    ("magnesium-maternity", "demo-magnesium-given", "reach"),
    ("home-pressure-national", "demo-pressure-controlled", "outcome"),
)
CLOSURES = (
    (
        "steady-street-national", "withdrawn", "2021-05-31", "",
        "Concerns about how it treated people. Every adopter was asked to stop.",
    ),
    (
        "medicines-handshake-national", "handed-over", "2021-03-31",
        "The NHS Going Home Medicines Service", "It became a service that hospitals are paid for.",
    ),
)  # fmt: skip
NOTICES = (
    (
        "nightjar-mat-2023", "nightjar-mat", "Nightjar Mat: alarm may stay silent", "recall",
        "Some mats do not call when somebody gets up. Stop using every mat, and return it.",
        "2023-05-16", "2023-06-16", "National Patient Safety Team (demonstration)",
    ),
    (
        "steady-street-2021", "steady-street", "Steady Street: stop sharing care plans", "stop",
        "Stop all work under this model, and review the care of everybody who was part of it.",
        "2021-05-31", "2021-07-31", "NHS England (demonstration)",
    ),
)  # fmt: skip
_ANSWERS = {
    "nightjar-mat-2023": ("2023-05-19", "2023-06-02", {"paused": "paused", "stopped": "removed"}),
    "steady-street-2021": ("2021-06-04", "2021-06-30", {"stopped": "stopped"}),
}
_SILENT, _ONLY_READ = 11, 7  # every so many sites did not answer, or only acknowledged


def participant_rows(facts: PublicFacts) -> Iterator[Row]:
    start = {p.slug: p.start.isoformat() for p in PROGRAMMES}
    everywhere = [(slug, network.code) for slug in _EVERYWHERE for network in facts.networks]
    for slug, network in (*everywhere, *((LOCAL, code) for code in LOCAL_NETWORKS)):
        email = f"{slug}@{network.lower()}.example"
        yield slug, network, "Programme team", email, start[slug], ""


def target_rows(facts: PublicFacts) -> Iterator[Row]:
    """Every kind of target: shares by network, counts by network, a share of a trajectory."""
    source = "Invented for demonstration"
    for code in ("", *(network.code for network in facts.networks)):
        for due, value in _LIPIDS:
            yield "lipid-ladder-national", code, due, "share", f"{value}", "", source
    for code in LOCAL_NETWORKS:
        for due, value in _WOUNDS:
            yield LOCAL, code, due, "count", f"{value}", "", source
    for due, value in _BREATHS:
        yield "exhale-mark-uptake", "", due, "trajectory", f"{value}", f"{_BREATHS_IN_ALL}", source
    shared = "As TCAM's: wessex project 54 (healthinnovationwessex.org.uk/projects/54/)"
    yield "medicines-handshake-national", "", "2020-03-31", "share", "0.5", "", shared


def round_rows() -> Iterator[Row]:
    for start, end, due in ROUNDS:
        yield LOCAL, start, end, due


def acknowledgement_rows(adoptions: Sequence[Row]) -> Iterator[Row]:
    """Most sites that the notices stopped answered them; some only read them, some were silent."""
    for notice, innovation, *_ in NOTICES:
        read, acted, outcomes = _ANSWERS[notice]
        latest = {row[0]: row for row in adoptions if row[1] == innovation and row[3] <= acted}
        stopped = [
            (site, outcomes[str(row[2])])
            for site, row in sorted(latest.items())
            if row[2] in outcomes and row[5] in ("safety", "withdrawn")
        ]
        for n, (site, outcome) in enumerate(stopped, start=1):
            if n % _SILENT == 0:
                continue
            did = (acted, outcome) if n % _ONLY_READ else ("", "")
            yield notice, site, read, *did, ""
