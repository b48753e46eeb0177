"""Organisations over time. Each row is what one source said; `rules` resolves them.

Nothing is updated: a later file adds what it says beside what earlier ones said.
"""

from django.db import models

from groundswell.submissions.models import FromSubmission


class Kind(models.TextChoices):
    PRACTICE = "practice", "GP practice"
    TRUST = "trust", "NHS trust"
    MATERNITY = "maternity", "Maternity unit"
    PCN = "pcn", "Primary care network"
    CCG = "ccg", "CCG or sub-ICB location"
    ICB = "icb", "STP or ICB"
    REGION = "region", "Region"
    NETWORK = "network", "Health innovation network"
    OTHER = "other", "Other organisation"


class Organisation(models.Model):
    """A body with a code: its identity, which never changes."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)

    def __str__(self) -> str:
        return self.code


class Name(FromSubmission):
    """What a source called an organisation, from a day or as observed on a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    since = models.DateField()


class Postcode(FromSubmission):
    """Where a source says an organisation is, as observed on a day."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="postcodes"
    )
    postcode = models.CharField(max_length=8)
    since = models.DateField()


class Life(FromSubmission):
    """When a source says an organisation opened and closed. NULL: not said."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lives")
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)
    observed = models.DateField()


class Membership(FromSubmission):
    """A source's word that a child belonged to a parent.

    `start` NULL: a snapshot, which says only that it held on `observed`.
    `end` NULL: not ended as far as the source knew.
    """

    child = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    observed = models.DateField()
    basis = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gte=models.F("start")),
            )
        ]


class Succession(FromSubmission):
    """A predecessor's work passed to a successor on a day.

    `share` NULL: not said. Where a predecessor has several successors on one day and no shares
    are said, they count in equal shares.
    """

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    share = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="succession_joins_two_organisations",
                condition=~models.Q(predecessor=models.F("successor")),
            ),
            models.CheckConstraint(
                name="succession_share_is_a_share",
                condition=models.Q(share__isnull=True)
                | (models.Q(share__gt=0) & models.Q(share__lte=1)),
            ),
        ]


class Deprivation(FromSubmission):
    """What an edition says of how deprived a practice's patients are: higher, more deprived.

    Editions are told apart by the day from which they count. A score is comparable within its
    edition only.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    score = models.FloatField(help_text="Index of Multiple Deprivation, 0 to 100.")
    decile = models.PositiveSmallIntegerField(null=True, help_text="As given; 1 most deprived.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deprivation_score_is_a_score",
                condition=models.Q(score__gte=0) & models.Q(score__lte=100),
            ),
            models.CheckConstraint(
                name="deprivation_decile_is_a_decile",
                condition=models.Q(decile__isnull=True)
                | (models.Q(decile__gte=1) & models.Q(decile__lte=10)),
            ),
        ]


class Licence(FromSubmission):
    """A period for which the networks are commissioned."""

    name = models.CharField(max_length=60)
    start = models.DateField()
    end = models.DateField()
    commissioner = models.CharField(max_length=120)
    basis = models.CharField(max_length=200)
