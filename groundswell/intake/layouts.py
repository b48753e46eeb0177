"""Every file layout that Groundswell takes, in one table. To add one, add its layout here."""

from collections.abc import Sequence

from groundswell.adoption.sources import LAYOUTS as ADOPTION
from groundswell.innovations.sources import LAYOUTS as INNOVATIONS
from groundswell.organisations.sources import LAYOUTS as ORGANISATIONS
from groundswell.programmes.sources import LAYOUTS as PROGRAMMES
from groundswell.submissions.layouts import Layout
from groundswell.submissions.models import Submission

from .eligibility import ELIGIBILITY
from .list_sizes import LIST_SIZES
from .payments import PAYMENTS
from .programme_measures import PROGRAMME_MEASURES
from .raw_rows import count_headings
from .series import LAYOUTS as SERIES

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        *ORGANISATIONS,
        *INNOVATIONS,
        *PROGRAMMES,
        ELIGIBILITY,
        PROGRAMME_MEASURES,
        *SERIES,
        PAYMENTS,
        LIST_SIZES,
        *ADOPTION,
    )
}


def count_columns(submission: Submission, headings: Sequence[str]) -> frozenset[str]:
    """The columns of a submission's file that count people or activity, in any case."""
    layout = LAYOUTS.get(submission.layout)
    if layout is not None:
        return layout.counts_among(headings, submission.options)
    return count_headings(submission.layout)


def personal_columns(submission: Submission) -> frozenset[str]:
    """The columns of a submission's file that name people, as headings are compared."""
    layout = LAYOUTS.get(submission.layout)
    return layout.personal_columns if layout is not None else frozenset()
