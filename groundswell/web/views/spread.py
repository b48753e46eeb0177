"""The spread Answer as files: pictures and tables, under addresses made of the question."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from groundswell import __version__
from groundswell.people.action import data_version
from groundswell.questions import spread
from groundswell.questions.answer import SpreadAnswer
from groundswell.questions.errors import NotFound
from groundswell.questions.spread import SpreadQuestion
from groundswell.reports import charts, tables

from ..asking import read_spread
from .errors import NotHere

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Make = Callable[[SpreadAnswer], str | bytes | None]


def question_of(request: HttpRequest) -> SpreadQuestion:
    """The question in the address."""
    asked = read_spread(request.GET.get("innovation", ""), request.GET.dict())
    if asked.question is None:
        raise BadRequest(" ".join(asked.errors.values()))
    return asked.question


def answer_to(question: SpreadQuestion) -> SpreadAnswer:
    """The answer; page not found where the ledger has no such innovation."""
    try:
        return spread.answer(question)
    except NotFound as error:
        raise NotHere(str(error)) from error


def _etag(request: HttpRequest, **parts: Any) -> str:
    """The same question of the same ledger by the same programme gives the same file."""
    return f'"{__version__}/{data_version()}/{question_of(request).canonical}"'


def _file(name: str, content_type: str, make: Make) -> Callable[[HttpRequest], HttpResponse]:
    """A view that serves what `make` makes of the Answer. `name` ends the file's name."""

    @require_safe
    @cache_control(no_cache=True)  # keep it, but ask whether it is still so
    @condition(etag_func=_etag)
    def view(request: HttpRequest) -> HttpResponse:
        answer = answer_to(question_of(request))
        content = make(answer)
        if content is None:
            raise NotHere("There is no such picture for this kind of place.")
        response = HttpResponse(content, content_type=content_type)
        shown_in_page = content_type.startswith("image/") and "download" not in request.GET
        if not shown_in_page:
            file_name = f"{answer.innovation}-by-{answer.by}-{answer.at}{name}"
            response["Content-Disposition"] = f'attachment; filename="{file_name}"'
        return response

    return view


curve = _file("-curve.svg", "image/svg+xml", lambda answer: charts.curve_svg(answer))
tile_map = _file("-map.svg", "image/svg+xml", lambda answer: charts.tile_map_svg(answer))
table_csv = _file(".csv", "text/csv; charset=utf-8", lambda answer: tables.spread_csv(answer))
table_xlsx = _file(".xlsx", XLSX, lambda answer: tables.spread_xlsx(answer))
