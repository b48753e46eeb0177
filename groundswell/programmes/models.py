"""Programmes, what was agreed of them, and cohorts: the dated lists of sites that could adopt."""

from django.db import models

from groundswell.innovations.models import Innovation
from groundswell.organisations.models import Organisation
from groundswell.submissions.models import FromSubmission


class Programme(FromSubmission):
    """Time-bound work to spread an innovation, or several of which one leads.

    `outcome` is what the file that told of it said; a later Closure prevails over it.
    """

    class Scope(models.TextChoices):
        NATIONAL = "national", "National"
        LOCAL = "local", "Local"

    class Outcome(models.TextChoices):
        RUNNING = "running", "Running"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        HANDED_OVER = "handed-over", "Handed over to business as usual"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="programmes")
    other_innovations = models.ManyToManyField(Innovation, related_name="+", blank=True)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.NATIONAL)
    commissioner = models.CharField(max_length=120)
    licence = models.CharField(max_length=120, blank=True)
    # What counts as adopted on its board: a name in `adoption.rules.DEFINITIONS`.
    definition = models.CharField(max_length=40, default="live-or-beyond")
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


class Closure(FromSubmission):
    """That a programme ended, and how. The one accepted last prevails."""

    class Outcome(models.TextChoices):
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"
        HANDED_OVER = "handed-over", "Handed over to business as usual"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="closures")
    outcome = models.CharField(max_length=12, choices=Outcome)
    on = models.DateField()
    to = models.CharField(max_length=120, blank=True, help_text="The service that took it over.")
    reason = models.TextField(blank=True)


class Participant(FromSubmission):
    """A network that takes part in a programme, and who there answers for its returns."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participants")
    network = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=120, blank=True, help_text="A person's name, or a team's.")
    email = models.EmailField(blank=True)
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="participant_ends_after_it_starts",
                condition=models.Q(end__isnull=True) | models.Q(end__gte=models.F("start")),
            )
        ]


class Target(FromSubmission):
    """What a network, or all of them (None), should have reached by a day.

    A trajectory is the targets of one place in order. `value` is a share of the eligible sites
    (0 to 1), a count of sites, or the share (0 to 1) of `whole`, the sites of an annual trajectory.
    Of targets for the same place and day the one accepted last prevails.
    """

    class Kind(models.TextChoices):
        SHARE = "share", "Share of eligible sites"
        COUNT = "count", "Sites"
        TRAJECTORY = "trajectory", "Share of an annual trajectory"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="targets")
    network = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.FloatField()
    whole = models.FloatField(null=True, help_text="Sites of the annual trajectory.")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="target_is_not_below_zero", condition=models.Q(value__gte=0)
            ),
            models.CheckConstraint(
                name="trajectory_has_a_whole",
                condition=~models.Q(kind="trajectory") | models.Q(whole__gt=0),
            ),
        ]


class ProgrammeMeasure(FromSubmission):
    """A measure that a programme is followed by. `measure` is a slug of the measures' registry."""

    class Role(models.TextChoices):
        FIRST_USE = "first-use", "Tells a site's first use"
        REACH = "reach", "Whom it reached"
        OUTCOME = "outcome", "What it should change"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="measures")
    measure = models.CharField(max_length=60)
    role = models.CharField(max_length=10, choices=Role)


class PublishedResult(FromSubmission):
    """What others published of a programme, in their words. Nothing here has checked it."""

    class Kind(models.TextChoices):
        REPORTED = "reported", "Reported"
        EVALUATED = "evaluated", "Evaluated"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="results")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    period = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300)


class Round(FromSubmission):
    """A return that every participating network is asked for: of which period, and by when."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    start = models.DateField()
    end = models.DateField()
    due = models.DateField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(name="round_is_once", fields=["programme", "start"]),
            models.CheckConstraint(
                name="round_is_due_after_it_ends",
                condition=models.Q(end__gte=models.F("start")) & models.Q(due__gte=models.F("end")),
            ),
        ]


class Cohort(FromSubmission):
    """The sites that could take up an innovation, and the rule that chose them.

    `chosen_by` is the rule as data where Groundswell applied it itself (`eligibility.py`), {} where
    a file listed the sites; `on` is the day on which the rule was applied to the organisations.
    """

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="cohorts")
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="cohorts"
    )
    rule = models.CharField(max_length=200)
    chosen_by = models.JSONField(default=dict)
    on = models.DateField(null=True)


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
