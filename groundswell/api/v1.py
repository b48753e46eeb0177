"""Version 1 of the API. Every question of the registry has an address of its own here."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Query, Schema
from pydantic import Field as Parameter
from pydantic import create_model

from groundswell import __version__
from groundswell.measures.cells import NoLongerKept
from groundswell.people.action import data_version
from groundswell.questions.asked import fields_of
from groundswell.questions.errors import NotFound
from groundswell.questions.registry import QUESTIONS
from groundswell.reports.registry import READERS
from groundswell.reports.report import for_public
from groundswell.reports.tables import report_xlsx, rows_json, table_csv

from .sending import router as sending

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# No interactive page: it would load its scripts from elsewhere.
api = NinjaAPI(
    title="Groundswell",
    version=__version__,
    description="What spread where, whom it reached, what it changed.",
    docs_url=None,
    urls_namespace="api-1",
)


@api.exception_handler(ValueError)
def _unreadable(request: HttpRequest, error: ValueError) -> HttpResponse:
    return JsonResponse({"error": str(error)}, status=400)


@api.exception_handler(NotFound)
def _not_found(request: HttpRequest, error: NotFound) -> HttpResponse:
    return JsonResponse({"error": str(error), "near": list(error.near)}, status=404)


@api.exception_handler(NoLongerKept)
def _gone(request: HttpRequest, error: NoLongerKept) -> HttpResponse:
    return JsonResponse({"error": str(error)}, status=410)


@api.get("/questions", summary="The questions that can be asked")
def questions(request: HttpRequest) -> dict[str, Any]:
    return {
        "data_version": data_version(),
        "questions": [
            {
                "name": name,
                "answers": module.__doc__,
                "address": f"/api/v1/questions/{name}",
                "fields": [
                    {"name": f.name, "required": f.required, "help": f.text}
                    for f in fields_of(module.Question)
                ],
            }
            for name, module in QUESTIONS.items()
        ],
    }


def _parameters(name: str, module: ModuleType) -> type[Schema]:
    """The question's fields as the API's parameters: text, as in a page's address."""
    definitions: dict[str, Any] = {
        f.attribute: (
            str if f.required else str | None,
            Parameter(... if f.required else None, description=f.text, alias=f.name),
        )
        for f in fields_of(module.Question)
    }
    return create_model(f"{name.title()}Parameters", __base__=Schema, **definitions)


def _question(request: HttpRequest, module: ModuleType, *ours: str) -> Any:
    """The question asked. It reads the query itself, so that a misspelt field is refused."""
    return module.Question.from_query({k: v for k, v in request.GET.items() if k not in ours})


def _ask(name: str, module: ModuleType, Parameters: type[Schema]) -> Callable[..., Any]:
    reader = READERS[name]

    def ask(
        request: HttpRequest,
        parameters: Query[Parameters],  # type: ignore[valid-type]  # made from the question
        format: Literal["json", "csv", "xlsx"] = "json",
        table: str | None = None,
    ) -> Any:
        answer = module.answer(_question(request, module, "format", "table"))
        if format == "json":
            return reader.as_json(answer, public=True)
        report = reader.report(answer).for_public()
        if format == "xlsx":
            response = HttpResponse(report_xlsx(report), content_type=XLSX)
            response["Content-Disposition"] = f'attachment; filename="{report.file_name}.xlsx"'
            return response
        try:
            text = table_csv(report.table(table))
        except LookupError as error:
            raise ValueError(error.args[0]) from error
        return HttpResponse(text, content_type="text/csv; charset=utf-8")

    return ask


def _rows(name: str, module: ModuleType, Parameters: type[Schema]) -> Callable[..., Any]:
    """The way down. Each of the question's row filters is a parameter of its own.

    One that the question asks of itself is no filter beside it.
    """
    asked = {f.name for f in fields_of(module.Question)}
    filters: dict[str, Any] = {
        field: (str | None, Parameter(None, description=text))
        for field, text in module.ROW_FILTERS.items()
        if field not in asked
    }
    Filters: Any = create_model("Filters", __base__=Schema, **filters)

    def rows(
        request: HttpRequest,
        parameters: Query[Parameters],  # type: ignore[valid-type]  # made from the question
        chosen: Query[Filters],
        format: Literal["json", "csv"] = "json",
    ) -> Any:
        question = _question(request, module, "format", *filters)
        found = module.rows(question, **{k: v for k, v in chosen.model_dump().items() if v})
        table = for_public(READERS[name].rows(question, found))
        if format == "csv":
            return HttpResponse(table_csv(table), content_type="text/csv; charset=utf-8")
        return rows_json(table)

    return rows


for _name, _module in QUESTIONS.items():
    _model = _parameters(_name, _module)
    api.get(f"/questions/{_name}", summary=_module.__doc__)(_ask(_name, _module, _model))
    api.get(f"/questions/{_name}/rows", summary="The sites and source rows behind the answer")(
        _rows(_name, _module, _model)
    )

api.add_router("", sending)
