"""Why a published figure changed. Pure: what it was, what it would be on the old data, what it is.

Asking today's code of the old data parts the change in two: from `was` to `then` ours did it
(code, definition, rule of suppression) or the history of organisations, which is always as known
now; from `then` to `now` the data did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

HIDDEN = "s"


class Why(StrEnum):
    DATA = "data"
    ORGANISATIONS = "organisations"
    CODE = "code"
    DEFINITION = "definition"
    SUPPRESSION = "suppression rule"
    UNKNOWN = "cannot be told apart"


@dataclass(frozen=True, slots=True)
class Reason:
    why: Why
    text: str

    def __str__(self) -> str:
        return f"{self.why}: {self.text}"


@dataclass(frozen=True, slots=True)
class Rests:
    """What a value rests on."""

    data_version: int
    release: str
    definition: str
    rule: str


@dataclass(frozen=True, slots=True)
class File:
    """A file accepted since the figure was published."""

    submission: int
    name: str

    def __str__(self) -> str:
        return f"submission {self.submission} ({self.name})"


@dataclass(frozen=True, slots=True)
class Since:
    """What was sent since: of the numbers themselves, and of organisations."""

    data: tuple[File, ...] = ()
    organisations: tuple[File, ...] = ()


def reasons(
    was: str, then: str | None, now: str, *, old: Rests, new: Rests, since: Since, lost: str = ""
) -> tuple[Reason, ...]:
    """The reasons, ours before the data's; none where the figure says what it said.

    `then` is None where the old data cannot be asked, and `lost` says why.
    """
    if was == now:
        return ()
    if then is None:
        return (_unknown(lost, old, new, since),)
    found = []
    if then != was:
        found += _not_data(was, then, old, new, since)
    if now != then:
        step = "" if then == was else f": {then} became {now}"
        files = _files(since.data) or f"what was recorded after data version {old.data_version}"
        found.append(Reason(Why.DATA, f"{files}{step}"))
    return tuple(found)


def _not_data(was: str, then: str, old: Rests, new: Rests, since: Since) -> list[Reason]:
    """The data are the same: what else is not? Where two things are not, both are named."""
    found = []
    if old.rule != new.rule and HIDDEN in (was, then):
        found.append(Reason(Why.SUPPRESSION, f"{old.rule}, now {new.rule}"))
    elif old.definition != new.definition:
        found.append(Reason(Why.DEFINITION, f"{old.definition}, now {new.definition}"))
    elif old.release != new.release:
        found.append(Reason(Why.CODE, f"release {old.release}, now {new.release}"))
    if since.organisations:
        found.append(Reason(Why.ORGANISATIONS, _files(since.organisations)))
    if not found:
        same = f"release {old.release} and definition {old.definition} as then, but not their text"
        found.append(Reason(Why.CODE, same))
    or_else = " or the next" if len(found) > 1 else ""
    first = found[0]
    step = f"; on the data of version {old.data_version} {was} became {then}{or_else}"
    return [Reason(first.why, first.text + step), *found[1:]]


def _unknown(lost: str, old: Rests, new: Rests, since: Since) -> Reason:
    """What may have changed it, all together."""
    files = (*since.data, *since.organisations)
    sent = f"Since then: {_files(files)}." if files else "No file was sent since that tells of it."
    ours = [
        f"{what} {before}, now {after}"
        for what, before, after in (
            ("release", old.release, new.release),
            ("definition", old.definition, new.definition),
            ("suppression rule", old.rule, new.rule),
        )
        if before != after
    ]
    changed = f" {'; '.join(ours).capitalize()}." if ours else f" Release {old.release} as then."
    return Reason(Why.UNKNOWN, f"{lost.rstrip('.')}. {sent}{changed}")


def _files(files: Sequence[File], most: int = 5) -> str:
    more = f" and {len(files) - most:,} more" if len(files) > most else ""
    return ", ".join(map(str, files[:most])) + more
