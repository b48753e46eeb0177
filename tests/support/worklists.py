"""A programme in two networks whose sites have moved on, but for some that have not."""

from datetime import date

from groundswell.innovations.models import Innovation
from groundswell.programmes.models import Programme

from .factories import (
    make_cohort,
    make_event,
    make_innovation,
    make_name,
    store_world,
)
from .programmes import make_participant, make_programme, make_round
from .worlds import World, episode

NORTH, SOUTH = "N1", "N2"
MOVED = tuple(f"P{n}" for n in range(10, 18))
ALL = (*MOVED, "P1", "P2", "P3")


def make_stalled_world(**fields: object) -> tuple[Programme, Innovation]:
    """Eight sites in the north moved from approached to committed in 10, 20 ... 80 days.

    P1 (north) and P2 (south) were approached on 1 March 2018 and P3 (south) in the quarter of
    then; nothing more is known of them. Returns are due on 15 October 2018 and on 15 January 2019.
    """
    store_world(
        World(
            memberships=(
                *(episode(site, NORTH, "2010-01-01") for site in (*MOVED, "P1")),
                episode("P2", SOUTH, "2010-01-01"),
                episode("P3", SOUTH, "2010-01-01"),
            )
        )
    )
    make_name(NORTH, "Northern network", "2010-01-01")
    make_name(SOUTH, "Southern network", "2010-01-01")
    make_name("P1", "Ashby surgery", "2010-01-01")
    innovation = make_innovation()
    programme = make_programme(innovation, name="Pulse", **fields)
    make_cohort(innovation, ALL, start="2018-01-01", programme=programme)
    make_participant(programme, NORTH, owner="Ann Other", email="ann@example.nhs.uk")
    make_participant(programme, SOUTH, owner="")
    make_round(programme, "2018-07-01", "2018-09-30", "2018-10-15")
    make_round(programme, "2018-10-01", "2018-12-31", "2019-01-15")
    for number, site in enumerate(MOVED, start=1):
        make_event(innovation, "approached", "2018-01-01", site=site)
        day = date.fromordinal(date(2018, 1, 1).toordinal() + 10 * number)
        make_event(innovation, "committed", str(day), site=site)
    make_event(innovation, "approached", "2018-03-01", site="P1")
    make_event(innovation, "approached", "2018-03-01", site="P2")
    make_event(innovation, "approached", "2018-Q1", site="P3")
    return programme, innovation
