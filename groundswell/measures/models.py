"""Cells: a measure's value by site and month, in Parquet; this manifest says which file counts."""

from django.db import models

from groundswell.innovations.models import Innovation
from groundswell.submissions.models import Submission


class CellFile(models.Model):
    """One Parquet file of cells, sorted by site and month, made from one submission.

    The row is what publishes the file: the file is written first, under a name made from its
    content, and nothing reads it until this row is committed.
    """

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="cell_files")
    measure = models.SlugField(max_length=60)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, help_text="Below cells/ in the data directory.")
    cells = models.PositiveIntegerField()
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
