"""Writes about people."""

from django.utils import timezone

from groundswell.common.matching import did_you_mean, nearest

from .action import Done, action
from .models import Person, Role, Token
from .tokens import new_token, sha256_of


@action("people.create_account", needs="people.manage")
def create_account(
    *, by: Person, username: str, password: str, role: Role, network: str = ""
) -> Done[Person]:
    """Give somebody an account. `network` is the code of a contributor's network.

    Raises ValueError for a contributor without a network or a name that is taken.
    """
    if role == Role.CONTRIBUTOR and not network:
        raise ValueError("A network contributor needs the code of their network.")
    if Person.objects.filter(username=username).exists():
        raise ValueError(f"There is an account named {username} already.")
    person = Person.objects.create_user(username, password=password, role=role, network=network)
    return Done(person, username, {"role": role, "network": network})


@action("people.make_token", needs="people.manage")
def make_token(*, by: Person, username: str) -> Done[str]:
    """Give somebody a token for the API, and revoke the one that they had.

    Returns the token, which nobody can see again. Raises ValueError for a name that has no
    account, or one that cannot be used.
    """
    person = _with_account(username)
    if not person.is_active:
        raise ValueError(f"The account {username} cannot be used any more.")
    now, token = timezone.now(), new_token()
    revoked = Token.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    Token.objects.create(person=person, sha256=sha256_of(token), made_at=now)
    return Done(token, username, {"revoked": revoked})


@action("people.revoke_token", needs="people.manage")
def revoke_token(*, by: Person, username: str) -> Done[int]:
    """Take somebody's token away; returns how many there were, 0 or 1.

    Raises ValueError for a name that has no account.
    """
    held = Token.objects.filter(person=_with_account(username), revoked_at__isnull=True)
    revoked = held.update(revoked_at=timezone.now())
    return Done(revoked, username, {"revoked": revoked})


def _with_account(username: str) -> Person:
    person = Person.objects.filter(username=username).first()
    if person is None:
        near = did_you_mean(nearest(username, Person.objects.values_list("username", flat=True)))
        raise ValueError(f"There is no account named {username}. {near}".rstrip())
    return person


def operator() -> Person:
    """Whoever holds the command line: it owns the data directory, so it may do everything.

    It has no usable password, so nobody can log in as it.
    """
    person, created = Person.objects.get_or_create(
        username="operator", defaults={"role": Role.ADMINISTRATOR, "first_name": "Command line"}
    )
    if created:
        person.set_unusable_password()
        person.save()
    return person
