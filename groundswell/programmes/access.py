"""Whose a programme is: national ones are for administrators, a local one for its network."""

from groundswell.people import policy
from groundswell.people.models import Person

from .models import Programme

PERMISSION = "programmes.record"


def records_all(by: Person) -> bool:
    """Whether a person may record every programme, the national ones among them."""
    return policy.may(by, PERMISSION, network="")


def may_record(by: Person, programme: Programme) -> bool:
    """Whether a person may record facts of a programme.

    Of a local programme whoever works for the one network that takes part; while none is told, for
    the network of whoever recorded it. One of several networks is for administrators.
    """
    if programme.scope == Programme.Scope.NATIONAL:
        return records_all(by)
    networks = set(programme.participants.values_list("network__code", flat=True))
    networks = networks or {programme.submission.sender.network}
    return all(policy.may(by, PERMISSION, network=network) for network in networks)
