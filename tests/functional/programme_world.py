"""What is agreed of the small ledger's programme."""

from datetime import date

from groundswell.organisations.models import Organisation
from groundswell.programmes.models import Participant, Programme, Target
from tests.support.factories import make_submission

BOARD = "/programmes/pulse/"


def agree(*, share: float = 0.5):
    """Both networks take part, and each is due half of its sites by the end of August 2018."""
    pulse, file = Programme.objects.get(slug="pulse"), make_submission(file_name="agreed.csv")
    for network in Organisation.objects.filter(code__in=("NET-N", "NET-S")):
        said = {"programme": pulse, "network": network, "submission": file, "row": 2}
        Participant.objects.create(start=date(2018, 4, 1), **said)
        Target.objects.create(due=date(2018, 8, 31), kind="share", value=share, **said)
    return pulse
