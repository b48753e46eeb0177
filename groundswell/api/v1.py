"""Version 1 of the API. Every question of the registry has an address of its own here."""

from collections.abc import Callable
from dataclasses import MISSING, Field, asdict, fields
from types import ModuleType
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Query, Schema
from pydantic import Field as Parameter
from pydantic import create_model

from groundswell import __version__
from groundswell.people.action import data_version
from groundswell.questions.errors import NotFound
from groundswell.questions.registry import QUESTIONS
from groundswell.reports.tables import rows_csv, spread_csv, spread_json

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
                    {"name": f.name, "required": _is_required(f), "help": f.metadata["help"]}
                    for f in fields(module.Question)
                ],
            }
            for name, module in QUESTIONS.items()
        ],
    }


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _parameters(name: str, module: ModuleType) -> type[Schema]:
    """The question's fields as the API's parameters: text, as in a page's address."""
    definitions: dict[str, Any] = {
        f.name: (
            str if _is_required(f) else str | None,
            Parameter(... if _is_required(f) else None, description=f.metadata["help"]),
        )
        for f in fields(module.Question)
    }
    return create_model(f"{name.title()}Parameters", __base__=Schema, **definitions)


def _question(request: HttpRequest, module: ModuleType, *ours: str) -> Any:
    """The question asked. It reads the query itself, so that a misspelt field is refused."""
    return module.Question.from_query({k: v for k, v in request.GET.items() if k not in ours})


def _ask(module: ModuleType, Parameters: type[Schema]) -> Callable[..., Any]:
    def ask(
        request: HttpRequest,
        parameters: Query[Parameters],  # type: ignore[valid-type]  # made from the question
        format: Literal["json", "csv"] = "json",
    ) -> Any:
        answer = module.answer(_question(request, module, "format"))
        if format == "csv":
            return HttpResponse(spread_csv(answer), content_type="text/csv; charset=utf-8")
        return spread_json(answer)

    return ask


def _rows(module: ModuleType, Parameters: type[Schema]) -> Callable[..., Any]:
    def rows(
        request: HttpRequest,
        parameters: Query[Parameters],  # type: ignore[valid-type]  # made from the question
        place: str | None = None,
        status: str | None = None,
        format: Literal["json", "csv"] = "json",
    ) -> Any:
        question = _question(request, module, "format", "place", "status")
        found = module.rows(question, place, status)
        if format == "csv":
            return HttpResponse(rows_csv(found), content_type="text/csv; charset=utf-8")
        return [asdict(row) | {"on": str(row.on) if row.on else None} for row in found]

    return rows


for _name, _module in QUESTIONS.items():
    _model = _parameters(_name, _module)
    api.get(f"/questions/{_name}", summary=_module.__doc__)(_ask(_module, _model))
    api.get(f"/questions/{_name}/rows", summary="The sites and source rows behind the answer")(
        _rows(_module, _model)
    )
