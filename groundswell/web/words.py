"""What pages call the states that definitions and reports hold in short words."""

from groundswell.adoption.holding import Holding
from groundswell.measures.definition import Measure
from groundswell.questions.safety import STATUS_WORDS as NOTICE_STATUS_WORDS
from groundswell.questions.safety.answer import HOLDING_WORDS
from groundswell.reports.reach.disclosed import DisclosedReach

STATUS = {
    "draft": "Draft: its author is still writing it, and it will change.",
    "preview": "Preview: nobody but its author has checked its codes, and it may change.",
    "published": "Published: somebody besides its author has checked it.",
}
SOURCE_CLASS = {
    "self-report": "Self-reported: those who do the work say so themselves",
    "administrative": "Administrative: collected to run or pay for services",
    "official": "Official statistics",
    "modelled": "Modelled: estimated, not counted",
}
DIRECTION = {
    "increase": "Higher is better",
    "decrease": "Lower is better",
    "neutral": "Neither: a change is not better or worse in itself",
}
# The words of the pictures' keys.
VARIATION = {
    "": "Not judged",
    "insufficient": "Not judged: too few values",
    "common_cause": "Common cause",
    "special_cause_improvement": "Improvement",
    "special_cause_concern": "Concern",
    "special_cause_neutral_high": "Higher",
    "special_cause_neutral_low": "Lower",
}
ASSURANCE = {
    "": "No target",
    "insufficient": "Not judged: too few values",
    "consistent_pass": "Meets the target",
    "consistent_fail": "Misses the target",
    "inconsistent": "Hit and miss",
}


def holding(held: Holding) -> str:
    """What a site holds of an innovation."""
    return HOLDING_WORDS[held]


def safety_status(status: str) -> str:
    """Where a site stands with a safety notice."""
    return NOTICE_STATUS_WORDS[status]


def variation(word: str) -> str:
    """What the rules of charts say of a point or a series."""
    return VARIATION[word]


def assurance(word: str) -> str:
    """Whether a series will meet its target, left as it is."""
    return ASSURANCE[word]


def no_funnel(measure: Measure) -> str:
    """Why there is no funnel plot."""
    return (
        f"A funnel plot compares proportions or rates. This measure is a {measure.kind}, so it "
        "has none."
    )


def no_fifths(reach: DisclosedReach) -> str:
    """Why there is no picture of deprivation."""
    if reach.measure.denominator is None:
        return "What is counted here has no denominator, so fifths cannot be compared."
    return (
        "The deprivation of too few of these sites is known. Import a file of the deprivation of "
        "GP practices, and where they belong, to compare fifths."
    )
