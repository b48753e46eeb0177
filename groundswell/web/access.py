"""Pages that need an account. Who may do what is the policy module's to say."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from groundswell.people.models import Person
from groundswell.people.policy import NotAllowed, may, require

View = Callable[..., HttpResponse]


def needs(permission: str) -> Callable[[View], View]:
    """Ask a stranger to log in, and tell somebody without the permission who has it."""

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
            try:
                require(request.user, permission)
            except NotAllowed as error:
                raise PermissionDenied(str(error)) from error
            return view(request, *args, **parts)

        return guarded

    return wrap


def sees_people(request: HttpRequest) -> bool:
    """Who answers for a network, and their address, are for people with an account."""
    return may(request.user, "submissions.read")


def person_of(request: HttpRequest) -> Person:
    """Whoever is logged in. Only for views that need an account."""
    if not isinstance(request.user, Person):
        raise PermissionDenied("Log in first.")
    return request.user
