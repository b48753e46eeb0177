"""Who answers in each network for an innovation: the participants of its programmes."""

from datetime import date

from django.db.models import Q

from groundswell.innovations.models import Innovation
from groundswell.programmes.models import Participant

from .listing import was_known


def participants(innovation: Innovation, on: date, known_on: date | None) -> list[Participant]:
    """Who answers in the networks for programmes of an innovation on a day, first accepted first.

    One whose time ended stays until another has begun in the network: somebody must be asked.
    """
    ours = Q(programme__innovation=innovation) | Q(programme__other_innovations=innovation)
    begun = Participant.objects.filter(ours, start__lte=on).select_related("network", "submission")
    known = [
        p
        for p in begun.distinct().order_by("submission__version", "pk")
        if was_known(p.submission, known_on)
    ]
    return sorted(known, key=lambda p: p.end is None or p.end >= on)
