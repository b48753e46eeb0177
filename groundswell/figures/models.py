"""Published figures and what became of them. Append only: a restatement stands beside the value."""

from typing import ClassVar

from django.conf import settings
from django.db import models

TEXT_LENGTH = 200


class Basis(models.Model):
    """What a value rests on: the data, the code, the definition and the rule of disclosure."""

    data_version = models.PositiveBigIntegerField()
    release = models.CharField(max_length=40, help_text="Of Groundswell.")
    definition = models.CharField(max_length=TEXT_LENGTH, help_text="Its name and version.")
    rule = models.CharField(max_length=TEXT_LENGTH, help_text="Which small numbers are hidden.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract: ClassVar[bool] = True


class Publication(Basis):
    """Figures of one table of one report, published together."""

    # The canonical text of the question, with no open ends.
    question = models.TextField()
    table = models.CharField(max_length=60)
    published_in = models.CharField(max_length=TEXT_LENGTH, help_text="As: Annual report, p. 7.")
    published_on = models.DateField()
    # Code of the network whose publication it is; empty for a national one.
    network = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]


class Figure(models.Model):
    """One cell of a published table, as it was shown.

    `row` is the key of its row, as "QUY 2020-05" or "total"; `value` is text, because a number,
    s, missing and not eligible are four different things.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="figures")
    row = models.CharField(max_length=TEXT_LENGTH)
    column = models.CharField(max_length=60)
    value = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_figure_a_cell", fields=["publication", "row", "column"]
            )
        ]


class Restatement(Basis):
    """A figure that says something else from now on: old value, new value, reason and signer."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="restatements")
    old = models.TextField()
    new = models.TextField()
    reason = models.TextField(help_text="In the signer's words.")
    found = models.TextField(help_text="Why it changed, as the check found.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="restatement_changes_the_value", condition=~models.Q(old=models.F("new"))
            ),
            models.CheckConstraint(name="restatement_has_a_reason", condition=~models.Q(reason="")),
        ]


class Withdrawal(models.Model):
    """A figure that nobody stands by any more: it is not checked, and stays on record."""

    figure = models.OneToOneField(Figure, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
