"""Files received, and the columns by which every fact points at its file and row."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """One file from one sender. Its bytes are kept in `incoming/`, named by their hash."""

    class Status(models.TextChoices):
        RECEIVED = "received", "Received, not accepted"
        ACCEPTED = "accepted", "Accepted"
        DISCARDED = "discarded", "Discarded"

    layout = models.CharField(max_length=40)
    # The options that change what the file means (as-of date, innovation): part of its identity.
    options = models.JSONField(default=dict)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    version = models.PositiveBigIntegerField(null=True, help_text="Data version when accepted.")
    rows = models.PositiveIntegerField(null=True)
    facts = models.JSONField(default=dict, help_text="Facts stored, by kind.")
    notes = models.JSONField(default=list, help_text="What the check reported, row by row.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="accepted_submission_has_version",
                condition=models.Q(status="accepted", version__isnull=False)
                | (~models.Q(status="accepted") & models.Q(version__isnull=True)),
            ),
        ]


class FromSubmission(models.Model):
    """A fact that points at the row it came from. Rows are counted as a spreadsheet shows them."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField()

    class Meta:
        abstract: ClassVar[bool] = True
