"""What every page knows besides its own subject."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from groundswell.innovations.models import Innovation
from groundswell.people.action import data_version
from groundswell.people.models import Person
from groundswell.people.policy import may


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of a page: who reads it, of which state of the ledger, and whether it is a demo."""

    person: Person | AnonymousUser
    data_version: int
    shows_demo_data: bool

    @property
    def may_send(self) -> bool:
        return may(self.person, "submissions.send")

    @property
    def sees_people(self) -> bool:
        return may(self.person, "submissions.read")


def site(request: HttpRequest) -> dict[str, Site]:
    # A request refused before its session was read (a wrong host name) has no person.
    person = getattr(request, "user", AnonymousUser())
    demo = Innovation.objects.filter(is_demo=True).exists()
    return {"site": Site(person, data_version(), demo)}
