"""Writes about people."""

from .action import Done, action
from .models import Person, Role


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
