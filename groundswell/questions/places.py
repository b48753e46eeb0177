"""The kinds of place that a question can group sites by."""

from groundswell.organisations.models import Kind

from .asked import chosen

PLACE_KINDS: dict[Kind, str] = {
    Kind.NETWORK: "network",
    Kind.REGION: "region",
    Kind.ICB: "STP or ICB",
    Kind.CCG: "CCG or sub-ICB location",
    Kind.TRUST: "trust",
    Kind.PCN: "primary care network",
    Kind.PRACTICE: "GP practice",
}

PLACE_HELP = f"The kind of place: {', '.join(PLACE_KINDS)}."
BOUNDARIES_HELP = "as-then, or as-at:2020-04-01."

read_kind = chosen("kind of place", PLACE_KINDS, Kind)
