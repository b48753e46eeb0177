"""The front page: which innovations there are, and how far each has gone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..catalogue import EVER_LIVE, catalogue


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.jinja", {"catalogue": catalogue(), "definition": EVER_LIVE})
