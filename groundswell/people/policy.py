"""The one place that decides who may do what.

Reading needs no permission yet: everything stored so far is public. Each write permission
names the roles that hold it; a contributor holds it for the records of their own network only.
"""

from django.contrib.auth.models import AnonymousUser

from .models import Person, Role

CONTRIBUTOR, ADMINISTRATOR = Role.CONTRIBUTOR, Role.ADMINISTRATOR

# permission: the roles that hold it
PERMISSIONS: dict[str, frozenset[Role]] = {
    "people.manage": frozenset({ADMINISTRATOR}),
    "organisations.record": frozenset({ADMINISTRATOR}),
    "innovations.record": frozenset({ADMINISTRATOR}),
    # Of a contributor only for local programmes: see `programmes.access`.
    "programmes.record": frozenset({CONTRIBUTOR, ADMINISTRATOR}),
    "measures.record": frozenset({ADMINISTRATOR}),
    "adoption.record": frozenset({CONTRIBUTOR, ADMINISTRATOR}),
    "safety.issue": frozenset({ADMINISTRATOR}),
    "safety.acknowledge": frozenset({CONTRIBUTOR, ADMINISTRATOR}),
    "figures.publish": frozenset({CONTRIBUTOR, ADMINISTRATOR}),
    "submissions.send": frozenset({CONTRIBUTOR, ADMINISTRATOR}),
    "submissions.read": frozenset({CONTRIBUTOR, ADMINISTRATOR}),
}


class NotAllowed(Exception):
    """The person may not do this. The message says who could."""


def may(person: Person | AnonymousUser, permission: str, *, network: str | None = None) -> bool:
    """May this person do this, for a record of this network (None: of no network)?

    Raises KeyError for a permission that does not exist.
    """
    roles = PERMISSIONS[permission]
    if not isinstance(person, Person) or not person.is_active or person.role not in roles:
        return False
    return person.role == ADMINISTRATOR or network is None or person.network == network


def require(person: Person | AnonymousUser, permission: str, *, network: str | None = None) -> None:
    """Raise NotAllowed unless the person may."""
    if not may(person, permission, network=network):
        roles = " or ".join(sorted(Role(r).label.lower() for r in PERMISSIONS[permission]))
        place = f" of {network}" if network and ADMINISTRATOR not in PERMISSIONS[permission] else ""
        raise NotAllowed(f"This needs a {roles}{place}. Log in with such an account.")
