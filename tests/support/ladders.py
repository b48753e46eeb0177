"""Ladder events with the fewest words, and random ones."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from groundswell.adoption.ladder import LadderEvent
from groundswell.adoption.rules import STAGES
from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month, month_range

SITES = 3
MONTHS = month_range(Month.parse("2018-01"), Month.parse("2019-12"))
FIRST, LAST = date(2017, 6, 1), date(2020, 3, 31)


def event(
    stage: str,
    on: str,
    *,
    number: int = 1,
    site: int = 0,
    recorded: str = "2020-01-01",
    supersedes: int | None = None,
) -> LadderEvent:
    """`on` as a file writes it: 2018-04-04, 2018-04, 2018-Q2, 2018."""
    when = UncertainDate.parse(on)
    at = datetime.fromisoformat(recorded).replace(hour=12, tzinfo=UTC)
    return LadderEvent(number, site, stage, when.earliest, when.latest, at, supersedes)


def in_order(*events: tuple[str, str]) -> list[LadderEvent]:
    """One site's (stage, date) pairs, recorded in this order."""
    return [event(stage, on, number=i) for i, (stage, on) in enumerate(events, start=1)]


@st.composite
def uncertain_dates(
    draw: st.DrawFn, first: date = date(1990, 1, 1), last: date = date(2059, 12, 31)
) -> UncertainDate:
    """Of every precision alike."""
    day = draw(st.dates(first, last))
    match draw(st.sampled_from(("day", "month", "quarter", "year", "interval"))):
        case "day":
            return UncertainDate.parse(day.isoformat())
        case "month":
            return UncertainDate.parse(f"{day:%Y-%m}")
        case "quarter":
            return UncertainDate.parse(f"{day:%Y}-Q{(day.month + 2) // 3}")
        case "year":
            return UncertainDate.parse(f"{day:%Y}")
        case _:
            return UncertainDate(day, day + timedelta(draw(st.integers(0, 300))), "interval")


# Enough dates of every precision for events to meet in one month, and few enough to be quick.
_DATES = tuple(
    UncertainDate.parse(text)
    for text in (
        *(
            f"{m}-{day}"
            for m in month_range(Month.of(FIRST), Month.of(LAST))
            for day in ("01", "15")
        ),
        *(str(m) for m in month_range(Month.of(FIRST), Month.of(LAST))),
        *(f"{year}-Q{quarter}" for year in (2017, 2018, 2019, 2020) for quarter in (1, 2, 3, 4)),
        *("2017", "2018", "2019", "2020") * 3,
        *(f"{m.last_day}/{m + 1}-01" for m in MONTHS),
        *(f"{m}-10/{m + 7}-20" for m in MONTHS),
        *(f"{m}-10/{m}-20" for m in MONTHS[::3]),
    )
)
_facts = st.tuples(
    st.integers(0, SITES - 1),
    st.sampled_from(STAGES),
    st.sampled_from(_DATES),
    st.integers(0, 40),  # recorded how many days after 1 April 2020
    st.integers(0, 12),  # 0, or which of the events that still count it corrects, if there is one
)


def ladders() -> st.SearchStrategy[list[LadderEvent]]:
    """Events of a few sites about the months of `MONTHS`, in order of recording.

    Some supersede an earlier one; each is superseded at most once.
    """
    return st.lists(_facts, max_size=12).map(_recorded)


def _recorded(facts: list[tuple[int, str, UncertainDate, int, int]]) -> list[LadderEvent]:
    events, counting = [], []
    for number, (site, stage, on, days, which) in enumerate(
        sorted(facts, key=lambda fact: fact[3]), start=1
    ):
        supersedes = counting.pop(which - 1) if 0 < which <= len(counting) else None
        counting.append(number)
        at = datetime(2020, 4, 1, 12, tzinfo=UTC) + timedelta(days)
        events.append(LadderEvent(number, site, stage, on.earliest, on.latest, at, supersedes))
    return events
