"""What a site's page opens with."""

from collections.abc import Sequence

from groundswell.adoption.holding import Holding
from groundswell.common.numbers import count

from .answer import SiteInnovation, SiteNotice, SiteProgramme


def headline(
    name: str,
    innovations: Sequence[SiteInnovation],
    programmes: Sequence[SiteProgramme],
    notices: Sequence[SiteNotice],
) -> str:
    """What it has and had, what it could join, and what it has to answer."""
    has = sum(one.holding in (Holding.HAS, Holding.MAY_HAVE) for one in innovations)
    had = sum(one.holding == Holding.HAD for one in innovations)
    could = sum(programme.could_join for programme in programmes)
    waiting = [notice for notice in notices if notice.is_open]
    if not innovations and not programmes:
        return f"Nothing is known of any innovation or programme at {name}."
    parts = [f"{name} has {_number(has, 'innovation') if has else 'no innovation that is known'}"]
    if had:
        parts.append(f"had {count(had)} more" if has else f"had {count(had)}")
    if could:
        parts.append(f"could join {_number(could, 'programme')} that it is not in")
    said = f"{_joined(parts)}."
    if waiting:
        overdue = sum(notice.is_overdue for notice in waiting)
        late = f", {count(overdue)} of them overdue" if overdue else ""
        if overdue == len(waiting):
            late = " and overdue"
        is_open = "is" if len(waiting) == 1 else "are"
        said += f" {_number(len(waiting), 'safety notice')} {is_open} open for it{late}."
    return said


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _number(number: int, what: str) -> str:
    return f"{count(number)} {what}{'' if number == 1 else 's'}"
