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

    def __str__(self) -> str:
        return self.name
