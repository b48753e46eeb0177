"""Programmes, and cohorts: the dated lists of sites that are denominators."""

from django.db import models

from groundswell.innovations.models import Innovation
from groundswell.organisations.models import Organisation
from groundswell.submissions.models import FromSubmission


class Programme(FromSubmission):
    """Time-bound work to spread an innovation."""

    class Outcome(models.TextChoices):
        RUNNING = "running", "Running"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        HANDED_OVER = "handed-over", "Handed over to business as usual"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="programmes")
    commissioner = models.CharField(max_length=120)
    start = models.DateField()
    end = models.DateField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.RUNNING)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_starts",
                condition=models.Q(end__isnull=True) | models.Q(end__gte=models.F("start")),
            )
        ]


class Cohort(FromSubmission):
    """The sites that could take up an innovation, and the rule that chose them."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="cohorts")
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="cohorts"
    )
    rule = models.CharField(max_length=200)


class CohortSite(models.Model):
    """A site in a cohort from a day, until a day where that is known."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sites")
    site = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField(null=True)
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="site_is_once_in_cohort", fields=["cohort", "site", "start"]
            ),
        ]
