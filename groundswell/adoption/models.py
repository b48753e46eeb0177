"""The adoption ladder: who took up what, where, when. Append only."""

from django.conf import settings
from django.db import models

from groundswell.common.dates import PRECISIONS, UncertainDate
from groundswell.innovations.models import Innovation
from groundswell.organisations.models import Organisation
from groundswell.programmes.models import Programme, Round
from groundswell.submissions.models import FromSubmission

from .rules import DOMAINS, EVIDENCE, FACTORS, STAGES


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
    # What helped or hindered, in the sender's words, and which NASSS domain that belongs to.
    note = models.TextField(blank=True)
    factor = models.CharField(max_length=8, blank=True, help_text="A barrier or an enabler.")
    domain = models.CharField(max_length=20, blank=True, help_text="A domain of NASSS.")
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
            models.CheckConstraint(
                name="event_factor_is_known", condition=models.Q(factor__in=("", *FACTORS))
            ),
            models.CheckConstraint(
                name="event_domain_is_known", condition=models.Q(domain__in=("", *DOMAINS))
            ),
        ]

    @property
    def on(self) -> UncertainDate:
        return UncertainDate(self.earliest, self.latest, self.precision)  # type: ignore[arg-type]  # the constraint holds it


class Returned(FromSubmission):
    """That a network's return for a round told something of a site: new, or known already.

    A later return for the same round, network and site supersedes this one; both stay.
    """

    class Said(models.TextChoices):
        NEW = "new", "New"
        CORRECTED = "corrected", "Corrected"
        KNOWN = "known", "Known already"
        NOTHING = "nothing", "Nothing to tell"
        TAKEN_BACK = "taken-back", "Taken back"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returned")
    network = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=10, choices=Said)

    class Meta:
        indexes = [models.Index(fields=["round", "network", "site"])]
