"""How variation and assurance look and what they are called: colour, shape and words together."""

from dataclasses import dataclass

from groundswell.analysis.spc import Assurance, Direction, Variation

from ..look import COMMON, CONCERN, GREY, IMPROVEMENT, NEUTRAL


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of point. `size` is beside 1 for a common cause."""

    words: str
    ink: str
    shape: str
    size: float = 2.5

    @property
    def is_special(self) -> bool:
        return self.size > 1


STYLES = {
    Variation.INSUFFICIENT: Style("not judged", COMMON, "circle", 1),
    Variation.COMMON_CAUSE: Style("common cause", COMMON, "circle", 1),
    Variation.IMPROVEMENT: Style("improvement", IMPROVEMENT, "diamond"),
    Variation.CONCERN: Style("concern", CONCERN, "square", 2.2),
    Variation.NEUTRAL_HIGH: Style("higher", NEUTRAL, "triangle-up"),
    Variation.NEUTRAL_LOW: Style("lower", NEUTRAL, "triangle-down"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an icon says: a name of one or two words, and the rest in a few more."""

    name: str
    rest: str
    ink: str
    letter: str = ""


def variation_verdict(icon: Variation, better: Direction) -> Verdict | None:
    """What the last value is beside those before it; None where there is no value."""
    if icon == Variation.NO_VALUE:
        return None
    ink = STYLES[icon].ink
    if icon == Variation.INSUFFICIENT:
        return Verdict("Not judged", "too few values, or too alike", ink)
    if icon == Variation.COMMON_CAUSE:
        return Verdict("Common cause", "no more change than chance", ink)
    side = "higher" if is_high(icon, better) else "lower"
    names = {Variation.IMPROVEMENT: "Improvement", Variation.CONCERN: "Concern"}
    return Verdict(names.get(icon, "Change"), f"{side} than chance explains", ink, side[0].upper())


def is_high(icon: Variation, better: Direction) -> bool:
    """Whether a special cause lies above what was usual."""
    if icon in (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW):
        return icon == Variation.NEUTRAL_HIGH
    return (icon == Variation.IMPROVEMENT) == (better == "increase")


def assurance_verdict(icon: Assurance) -> Verdict | None:
    """Where the target lies beside the limits; None without one, or if not judged."""
    verdicts = {
        Assurance.CONSISTENT_PASS: Verdict(
            "Passes the target", "its limits lie beyond it", IMPROVEMENT, "P"
        ),
        Assurance.CONSISTENT_FAIL: Verdict(
            "Fails the target", "its limits fall short of it", CONCERN, "F"
        ),
        Assurance.INCONSISTENT: Verdict("Hit and miss", "the target is within limits", GREY, "?"),
    }
    return verdicts.get(icon)
