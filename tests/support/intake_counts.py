"""What the ledger holds, counted: to say that nothing was written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db.models import Model

from groundswell.measures.cells.files import read_file
from groundswell.measures.models import Part
from groundswell.people.action import data_version
from groundswell.programmes.models import CohortSite
from groundswell.submissions.models import FromSubmission, Submission


def table_counts() -> dict[str, int]:
    """Rows of every table, and the data version."""
    counts = {m._meta.label: m._default_manager.count() for m in apps.get_models()}
    return counts | {"data version": data_version()}


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail where the block left a row, an audit event or a higher version behind."""
    before = table_counts()
    yield
    added = {name: n - before[name] for name, n in table_counts().items() if n != before[name]}
    assert not added, f"Written: {added}"


def fact_models() -> list[type[Model]]:
    """Every kind of fact that points at a submission."""
    return [m for m in apps.get_models() if issubclass(m, FromSubmission)]


def rows_pointed_at(submission: Submission) -> set[tuple[str, int]]:
    """(sheet, row) of every fact of a submission. A cell knows no sheet: it is of the first."""
    found = {
        place
        for model in fact_models()
        for place in model.objects.filter(submission=submission).values_list("sheet", "row")
    }
    in_cohorts = CohortSite.objects.filter(cohort__submission=submission)
    return found | set(in_cohorts.values_list("cohort__sheet", "row")) | _of_cells(submission)


def _of_cells(submission: Submission) -> set[tuple[str, int]]:
    """The rows of cells; 0, where several were added up, is none."""
    parts = Part.objects.filter(submission=submission)
    tables = [read_file(part.file.path, part.measure) for part in parts.select_related("file")]
    return {("", row) for table in tables for row in table.column("row").to_pylist() if row}
