"""The manifest of cells: which Parquet files hold them, and in which data versions each counts."""

from django.db import models

from groundswell.innovations.models import Innovation
from groundswell.submissions.models import Submission


class CellFile(models.Model):
    """One Parquet file of cells, written once under a name made from its content.

    `collected` is the data version in which the file was given up, because no version that is
    kept needs it: its row stays, the file goes.
    """

    path = models.CharField(
        max_length=200, unique=True, help_text="Below cells/ in the data directory."
    )
    cells = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    collected = models.PositiveBigIntegerField(null=True)


class Part(models.Model):
    """The cells of one measure in one file, and the data versions in which they count.

    A part is in data version v if since <= v and (until is None or until > v). Within a version
    later parts lie over earlier ones (`cells.overlaying`). The row is what publishes the cells:
    nothing reads the file before this row is committed.
    """

    measure = models.SlugField(max_length=60)
    file = models.ForeignKey(CellFile, on_delete=models.PROTECT, related_name="parts")
    # NULL where compacting made it of several: each cell names its own.
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="+", null=True
    )
    # Whose use it is, where the file was sent as an innovation's; its go-lives were made from it.
    innovation = models.ForeignKey(
        Innovation, on_delete=models.PROTECT, related_name="cell_parts", null=True
    )
    whole_months = models.BooleanField(
        help_text="All there is for its months: earlier cells of them count no more."
    )
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    cells = models.PositiveIntegerField()
    since = models.PositiveBigIntegerField(help_text="The first data version that it is in.")
    until = models.PositiveBigIntegerField(
        null=True, help_text="The first data version that it is in no more."
    )

    class Meta:
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["measure", "since"])]
        constraints = [
            models.CheckConstraint(
                name="part_does_not_end_before_it_starts",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            )
        ]
