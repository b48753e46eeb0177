"""The catalogue of innovations."""

from django.db import models

from groundswell.organisations.models import Organisation
from groundswell.submissions.models import FromSubmission


class Innovation(FromSubmission):
    """Something new that sites can take up."""

    class Kind(models.TextChoices):
        PRODUCT = "product", "Product"
        MEDICINE = "medicine", "Medicine"
        DEVICE = "device", "Device"
        DIAGNOSTIC = "diagnostic", "Diagnostic"
        DIGITAL = "digital", "Digital tool"
        PATHWAY = "pathway", "Pathway"
        WAY_OF_WORKING = "way-of-working", "Way of working"
        SERVICE = "service", "Service improvement"

    class Origin(models.TextChoices):
        INDUSTRY = "industry", "Industry"
        ACADEMIA = "academia", "Academia"
        STAFF = "staff", "NHS staff"
        OTHER = "other", "Elsewhere"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    origin = models.CharField(max_length=20, choices=Origin)
    summary = models.TextField(blank=True)
    # Invented for a demonstration: said on every page that shows it.
    is_demo = models.BooleanField(default=False)
    # What an evaluation published elsewhere found, in a sentence without its full stop, and where
    # to read it. Nothing here has checked it: it never stands as an effect of our own.
    finding = models.TextField(blank=True)
    finding_source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_finding_has_its_source",
                condition=models.Q(finding="", finding_source="")
                | ~(models.Q(finding="") | models.Q(finding_source="")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class SafetyNotice(FromSubmission):
    """A national notice that every site which has an innovation, or had it, must answer."""

    class Asks(models.TextChoices):
        CHECK = "check", "Check and report"
        PAUSE = "pause", "Pause"
        STOP = "stop", "Stop"
        RECALL = "recall", "Recall"

    slug = models.SlugField(max_length=60, unique=True)
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="notices")
    title = models.CharField(max_length=160)
    asks = models.CharField(max_length=8, choices=Asks)
    text = models.TextField()
    issued = models.DateField()
    due = models.DateField()
    issuer = models.CharField(max_length=120)

    class Meta:
        ordering = ["-issued"]
        constraints = [
            models.CheckConstraint(
                name="notice_is_due_after_it_is_issued",
                condition=models.Q(due__gte=models.F("issued")),
            )
        ]


class Acknowledgement(FromSubmission):
    """That a site has read a notice, and acted on it where `acted` is given.

    Of several by one site the one accepted last prevails.
    """

    class Outcome(models.TextChoices):
        NOT_YET = "", "Nothing yet"
        NOT_IN_USE = "not-in-use", "Was not in use"
        CHECKED = "checked", "Checked, no action needed"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"
        REMOVED = "removed", "Removed or returned"

    notice = models.ForeignKey(
        SafetyNotice, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    site = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    acknowledged = models.DateField()
    acted = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_has_its_outcome",
                condition=models.Q(acted__isnull=True, outcome="")
                | (models.Q(acted__isnull=False) & ~models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="acted_after_it_was_acknowledged",
                condition=models.Q(acted__isnull=True)
                | models.Q(acted__gte=models.F("acknowledged")),
            ),
        ]
