"""The only way to write: permission, rules, save, audit, in one transaction.

An action is a function `f(*, by, ...) -> Done[R]`; `@action` checks that `by` may do it, opens
the transaction, locks the ledger, runs the function, and records who, when and why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import policy
from .models import SUBJECT_LENGTH, AuditEvent, Ledger, Person

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What an action did: its result, and what the audit trail says of it."""

    result: R
    subject: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    name: str
    permission: str
    run: Callable[..., Any]


ACTIONS: dict[str, Action] = {}


def action(name: str, *, needs: str) -> Callable[[Callable[..., Done[R]]], Callable[..., R]]:
    """Register a write as an action. `needs` is a permission of the policy module.

    A permission that depends on the record (a contributor's own network) is checked again
    inside, with `policy.require`, once the record is known.
    """
    policy.PERMISSIONS[needs]  # a typing mistake fails at import, not in production

    def register(write: Callable[..., Done[R]]) -> Callable[..., R]:
        @wraps(write)
        def perform(*, by: Person, why: str = "", **arguments: Any) -> R:
            policy.require(by, needs)
            with transaction.atomic():
                version = next_version()
                done = write(by=by, **arguments)
                AuditEvent.objects.create(
                    version=version,
                    action=name,
                    by=by,
                    at=timezone.now(),
                    why=why,
                    subject=done.subject[:SUBJECT_LENGTH],
                    details=done.details,
                )
                return done.result

        if name in ACTIONS:
            raise ValueError(f"Two actions are named {name}.")
        ACTIONS[name] = Action(name, needs, perform)
        return perform

    return register


def next_version() -> int:
    """Raise the data version and hold the ledger until the transaction ends."""
    row = Ledger.objects.filter(pk=1)
    if not row.update(version=F("version") + 1):
        # A new ledger. Of two first actions at once one makes the row, and the other waits for it.
        Ledger.objects.bulk_create([Ledger(pk=1)], ignore_conflicts=True)
        row.update(version=F("version") + 1)
    return data_version()


def data_version() -> int:
    """The number that names the present state of the ledger; 0 before the first action."""
    return Ledger.objects.values_list("version", flat=True).first() or 0
