"""Pages that say what this is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groundswell import __version__


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.jinja", {"software_version": __version__})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.jinja")
