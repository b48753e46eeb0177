"""The catalogue of innovations."""

from django.db import models

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
