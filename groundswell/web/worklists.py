"""What is to be done next in a programme, for its board and for a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.common.months import Month
from groundswell.common.numbers import count
from groundswell.questions import first_use, missing, stalled
from groundswell.questions.asked import Question
from groundswell.questions.first_use import FirstUseAnswer, FirstUseQuestion, SiteFirstUse
from groundswell.questions.missing import MissingAnswer, MissingQuestion, SiteReturn
from groundswell.questions.stalled import StalledAnswer, StalledQuestion, StalledSite
from groundswell.reports.worklists import (
    Letter,
    discrepancy_words,
    first_use_letters,
    missing_letters,
    stalled_letters,
)

from .paging import Page, page_of

ON_THE_BOARD = 8
LINES_A_PAGE = 50

A = TypeVar("A", MissingAnswer, StalledAnswer, FirstUseAnswer)


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail ready to copy. `mailto` opens it in an e-mail program; "" where nobody is named."""

    letter: Letter
    mailto: str

    @property
    def rows(self) -> int:
        """How many lines a box needs to show it without scrolling, up to a screen."""
        return min(max(self.letter.body.count("\n") + 2, 8), 24)


@dataclass(frozen=True, slots=True)
class WorkList(Generic[A]):
    """One list: its answer, its first lines, and where all of it is. `total` counts all lines."""

    name: str
    answer: A
    lines: Sequence[Any]
    total: int
    emails: list[Email]
    csv: str
    xlsx: str
    how: str
    page: Page[Any] | None = None  # of its lines, where they are read page by page


def worklists(
    programme: str,
    at: Month | date | None = None,
    known_on: date | None = None,
    *,
    network: str | None = None,
    round_start: date | None = None,
    base: str | None = None,
    most: int | None = ON_THE_BOARD,
) -> dict[str, Any]:
    """The context of `parts/worklists.jinja`: returns, stalled sites, go-live dates to check.

    `at` is the day, or the month whose last day, to look at; today where it is to come or left
    out. `base` is the address of this Groundswell, for the links in e-mails; the setting where it
    is left out. `most` is how many lines of each list are shown (None: all). Raises NotFound where
    there is no such programme, network or round.
    """
    day = _day(at)
    asked_missing = MissingQuestion(programme, round_start, day, known_on, network)
    asked_stalled = StalledQuestion(programme, day, known_on, network=network)
    asked_first_use = FirstUseQuestion(programme, Month.of(day), known_on, network=network)
    returns, behind = missing.answer(asked_missing), stalled.answer(asked_stalled)
    dates = first_use.answer(asked_first_use)
    absent = [site for site in returns.sites if site.received is None]
    absent.sort(key=lambda site: (-(site.days_late or 0), site.network_name, site.site_code))
    longest = sorted(behind.sites, key=lambda site: (site.threshold - site.days, site.site_code))
    return {
        "do_next": reverse("do_next", kwargs={"slug": programme}),
        "discrepancy_words": discrepancy_words,
        "summary": _summary(absent, behind.sites, dates.discrepancies),
        "returns": _list(
            asked_missing, "sites", returns, absent, missing_letters(returns, base), most
        ),
        "stalled": _list(
            asked_stalled, "sites", behind, longest, stalled_letters(behind, base), most
        ),
        "first_use": _list(
            asked_first_use,
            "discrepancies",
            dates,
            dates.discrepancies,
            first_use_letters(dates, base),
            most,
        ),
    }


def page_by_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The context of `worklists` with each list cut to the page of it that the request asks for."""
    cut = {}
    for name in ("returns", "stalled", "first_use"):
        whole: WorkList[Any] = context[name]
        page = page_of(request, whole.lines, LINES_A_PAGE, f"{name}_page")
        cut[name] = replace(whole, lines=page.items, page=page)
    return context | cut


def _day(at: Month | date | None) -> date:
    """The last day to look at, and no day that is to come."""
    day = at.last_day if isinstance(at, Month) else at
    today = localdate()
    return today if day is None or (isinstance(at, Month) and day > today) else day


def _list(
    question: Question,
    table: str,
    answer: A,
    lines: Sequence[Any],
    letters: Sequence[Letter],
    most: int | None,
) -> WorkList[A]:
    name, query = question.NAME, question.query
    return WorkList(
        name=name,
        answer=answer,
        lines=lines[:most],
        total=len(lines),
        emails=[Email(letter, _mailto(letter)) for letter in letters],
        csv=f"{reverse('table_csv', kwargs={'name': name, 'table': table})}?{query}",
        xlsx=f"{reverse('table_xlsx', kwargs={'name': name})}?{query}",
        how=f"{reverse('how', kwargs={'name': name})}?{query}",
    )


def _mailto(letter: Letter) -> str:
    if not letter.to:
        return ""
    fields = {"subject": letter.subject, "body": letter.body.replace("\n", "\r\n")}
    return f"mailto:{quote(letter.to, safe='@')}?{urlencode(fields, quote_via=quote)}"


def _summary(
    absent: Sequence[SiteReturn],
    behind: Sequence[StalledSite],
    dates: Sequence[SiteFirstUse],
) -> str:
    """3 sites have not been told of, 2 are stalled, and 1 has a go-live date to check."""
    late = len({site.site_code for site in absent if site.days_late})
    number = len({site.site_code for site in behind})
    check = len({site.site_code for site in dates})
    if not late + number + check:
        return "Nothing is overdue, stalled or to be checked."
    return (
        f"{_sites(late)} missing from the last return, {count(number)} stalled, and "
        f"{count(check)} with a go-live date to check."
    )


def _sites(number: int) -> str:
    return f"{count(number)} {'site' if number == 1 else 'sites'}"
