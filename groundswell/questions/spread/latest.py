"""How far what is known of an innovation reaches."""

from groundswell.adoption.models import Event
from groundswell.common.months import Month
from groundswell.measures.models import Part


def latest_month(slug: str) -> Month | None:
    """The last month of which anything is known of an innovation; None where nothing is.

    Of cells, those sent as the innovation's own count: its go-lives were made from them.
    """
    events = Event.objects.filter(innovation__slug=slug)
    newest = events.order_by("-latest").values_list("latest", flat=True).first()
    cells = Part.objects.filter(innovation__slug=slug).values_list("last_month", flat=True)
    months = [Month.parse(m) for m in cells] + ([Month.of(newest)] if newest else [])
    return max(months, default=None)
