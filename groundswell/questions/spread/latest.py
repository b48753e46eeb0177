"""How far what is known of an innovation reaches."""

from groundswell.adoption.models import Event
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation


def latest_month(slug: str) -> Month | None:
    """The last month of which anything is known of an innovation; None where nothing is."""
    events = Event.objects.filter(innovation__slug=slug)
    newest = events.order_by("-latest").values_list("latest", flat=True).first()
    cells = Innovation.objects.filter(slug=slug).values_list("cell_files__last_month", flat=True)
    months = [Month.parse(m) for m in cells if m] + ([Month.of(newest)] if newest else [])
    return max(months, default=None)
