"""How a restated answer was computed: definition, versions, files and warnings."""

from django.db.models import QuerySet

from groundswell.measures.definition import ListSize, Measure
from groundswell.submissions.models import Submission

from ..answer import Provenance, Stated, SubmissionRef
from ..reach.provenance import definition
from .question import RestatedQuestion

CHANGE_RULE = Stated(
    "Restated, withdrawn, added",
    "Restated: the cell was there in the earlier version, and has another number or status in the "
    "later one. Withdrawn: it was there and is no more. Added: it was not there, though others of "
    "its month were. A cell sent again with the same numbers has not changed, and a month that the "
    "earlier version did not have restates nothing.",
)
LIST_SIZE_RULE = Stated(
    "List sizes",
    "Its denominator is the list size, so that a list size sent later changes it too.",
)


def provenance(
    measure: Measure, question: RestatedQuestion, files: QuerySet[Submission]
) -> Provenance:
    by_list = isinstance(measure.denominator, ListSize)
    return Provenance(
        canonical=question.canonical,
        data_version=question.to_version or 0,
        known_on=None,
        rules=(
            *definition(measure),
            Stated(
                "Data versions",
                f"The cells of data version {question.from_version} beside those of "
                f"{question.to_version}, both under the present definition.",
            ),
            CHANGE_RULE,
            *([LIST_SIZE_RULE] if by_list else []),
        ),
        submissions=tuple(
            SubmissionRef(s.pk, s.layout, s.file_name, s.sha256, s.accepted_at)
            for s in files.order_by("pk")
            if s.accepted_at
        ),
        warnings=(),
    )
