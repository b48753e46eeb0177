"""Pages for when something is wrong. Each says what to do next."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


class NotHere(Http404):
    """Something that a page was asked for and that does not exist; the message is for people."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.jinja", {"message": _message(exception)}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.jinja", {"message": _message(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.jinja", {"message": _message(exception)}, status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return render(request, "429.jinja", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: its context would read the database, which may be what failed.
    return HttpResponse(loader.get_template("500.jinja").render(), status=500)


def _message(exception: Exception) -> str:
    """What our own code said. Django's messages speak to developers, so they are not shown."""
    ours = isinstance(exception, NotHere | BadRequest | PermissionDenied)
    return str(exception) if ours else ""
