"""What accepting a file would do, before anything is stored."""

from dataclasses import dataclass, field

from groundswell.submissions.findings import Change, Note, Refusal
from groundswell.submissions.layouts import Checked
from groundswell.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class Check:
    """What accepting a file would do. Nothing has been stored."""

    layout: str
    rows: int
    new: int
    corrections: tuple[Change, ...]
    unchanged: int
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]
    already: Submission | None
    checked: Checked | None
    blank: int = 0
    # As the file and its sender told them; those given alone where the file was not understood.
    options: dict[str, str] = field(default_factory=dict)

    @property
    def additions(self) -> tuple[Change, ...]:
        """What is new, row by row, where the layout can say it in a few words."""
        return self.checked.additions if self.checked else ()

    @property
    def refused_rows(self) -> int:
        return len({(r.sheet, r.row) for r in self.refusals})

    @property
    def acceptable(self) -> bool:
        return not self.refusals and self.already is None

    @property
    def summary(self) -> str:
        """412 rows: 396 new, 9 corrections, 7 refused."""
        if self.already is not None:
            return f"This file was accepted already, as submission {self.already.pk}."
        parts = [f"{self.new:,} new"]
        if self.corrections:
            parts.append(_count(len(self.corrections), "correction"))
        if self.unchanged:
            parts.append(f"{self.unchanged:,} known already")
        if self.blank:
            parts.append(f"{self.blank:,} with nothing to tell")
        if self.refused_rows:
            parts.append(f"{self.refused_rows:,} refused")
        return f"{_count(self.rows, 'row')}: {', '.join(parts)}."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
