"""Which numbers were restated? The cells of a measure that differ between two data versions."""

from dataclasses import dataclass

from ..asked import Question, asked, need_name


def _version(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise ValueError(f"{text!r} is not a data version. Write it as 21.")
    return int(text)


@dataclass(frozen=True, slots=True)
class RestatedQuestion(Question):
    """Which cells of a measure say something else in a later data version?

    Cannot be built invalid: raises ValueError saying what is accepted. Which versions there are
    is the ledger's to say, when the question is asked.
    """

    measure: str = asked("The measure's slug, as doac-share.")
    from_version: int | None = asked(
        "The earlier data version, as 21; the measure's state before the later one where it is "
        "left out.",
        _version,
        default=None,
    )
    to_version: int | None = asked(
        "The later data version; the measure's newest state where it is left out.",
        _version,
        default=None,
    )

    NAME = "restated"

    def __post_init__(self) -> None:
        need_name(self.measure, "measure, as doac-share")
        earlier, later = self.from_version, self.to_version
        if (earlier or 0) < 0 or (later is not None and later < 1):
            raise ValueError("Data versions count from 1; 0 is the empty ledger.")
        if earlier is not None and later is not None and earlier >= later:
            raise ValueError(
                f"from_version {earlier} is not before to_version {later}: "
                + ("name two versions." if earlier == later else "swap them.")
            )

    def words(self, measure: str | None = None) -> str:
        """The question in words, with the measure's title where that is known."""
        between = f"between data versions {self.from_version or 'before'} and " + (
            f"{self.to_version}" if self.to_version else "now"
        )
        return f"Which numbers of “{measure or self.measure}” were restated {between}?"
