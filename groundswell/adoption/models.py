"""The adoption ladder: who took up what, where, when. Append only."""

from django.conf import settings
from django.db import models

from groundswell.common.dates import PRECISIONS, UncertainDate
from groundswell.innovations.models import Innovation
from groundswell.organisations.models import Organisation
from groundswell.programmes.models import Programme
from groundswell.submissions.models import FromSubmission

from .rules import EVIDENCE, STAGES


class Event(FromSubmission):
    """One thing known about one site and one innovation. A correction is another event."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="events")
    site = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="events"
    )
    stage = models.CharField(max_length=12)
    earliest = models.DateField()
    latest = models.DateField()
    precision = models.CharField(max_length=8)
    evidence = models.CharField(max_length=8, help_text="Measured in routine data, or reported.")
    reason = models.CharField(max_length=40, blank=True, help_text="Why paused or stopped.")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # The event that this one corrects: it counts no more from the day this one is recorded.
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        indexes = [models.Index(fields=["innovation", "site"])]
        constraints = [
            models.CheckConstraint(
                name="event_dates_are_in_order",
                condition=models.Q(earliest__lte=models.F("latest")),
            ),
            models.CheckConstraint(
                name="event_stage_is_known", condition=models.Q(stage__in=STAGES)
            ),
            models.CheckConstraint(
                name="event_precision_is_known", condition=models.Q(precision__in=PRECISIONS)
            ),
            models.CheckConstraint(
                name="event_evidence_is_known", condition=models.Q(evidence__in=EVIDENCE)
            ),
        ]

    @property
    def on(self) -> UncertainDate:
        return UncertainDate(self.earliest, self.latest, self.precision)  # type: ignore[arg-type]  # the constraint holds it
