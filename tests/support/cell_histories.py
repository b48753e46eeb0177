"""Made-up histories of publishing, compacting and collecting, played on the store and its twin."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st

from groundswell.measures.cells import Differences, collect, compact
from groundswell.measures.models import CellFile, Part
from groundswell.people.action import data_version
from groundswell.people.models import AuditEvent

from .cells import JANUARY, cell, publish_cells
from .factories import make_person
from .plain_cells import PlainStore

MEASURES = ("a", "b")
SITES = ("P1", "P2", "P3")
DAYS_APART = 30  # between one step of a history and the next


@st.composite
def _cells(draw):
    keys = st.tuples(
        st.sampled_from(MEASURES), st.sampled_from(SITES), st.integers(0, 4).map(JANUARY.__add__)
    )
    numbers = st.builds(
        cell,
        st.sampled_from((None, 0.0, 1.0, 2.5, -3.0)),
        st.sampled_from((None, 0.0, 100.0)),
    )
    return draw(st.dictionaries(keys, numbers, min_size=1, max_size=8))


def histories():
    """Steps: ("publish", cells, whole months), ("compact",) or ("collect", days to keep)."""
    publishing = st.tuples(st.just("publish"), _cells(), st.booleans())
    housekeeping = st.one_of(
        st.just(("compact",)),
        st.tuples(st.just("collect"), st.sampled_from((0, 45, 400))),
    )
    return st.lists(st.one_of(publishing, publishing, housekeeping), min_size=1, max_size=7)


@dataclass
class Store:
    """A history that was played, and what the twin made of it."""

    plain: PlainStore = field(default_factory=PlainStore)
    measures: tuple[str, ...] = MEASURES
    oldest: int = 0  # the oldest version that has been kept throughout

    @classmethod
    def play(cls, history, collecting: bool = False) -> "Store":
        """On an emptied manifest. Without `collecting` those steps are left out."""
        Part.objects.all().delete()
        CellFile.objects.all().delete()
        store = cls()
        for step in history:
            if step[0] == "publish":
                store._publish(*step[1:])
            elif step[0] == "compact":
                compact(by=make_person())
            elif collecting:
                store._collect(step[1])
            store._a_while_later()
        return store

    def _publish(self, cells, whole_months: bool) -> None:
        part = publish_cells(cells, whole_months=whole_months)[0]
        self.plain.publish(part.since, cells, whole_months, part.submission_id)
        AuditEvent.objects.create(
            version=part.since, action="test", by=make_person(), at=timezone.now(), subject="x"
        )

    def _collect(self, keep_days: int) -> None:
        kept = AuditEvent.objects.filter(at__lte=timezone.now() - timedelta(days=keep_days))
        newest = kept.order_by("-version").values_list("version", flat=True).first()
        self.oldest = max(self.oldest, newest or 0)
        collect(by=make_person(), keep_days=keep_days)

    def _a_while_later(self) -> None:
        for event in AuditEvent.objects.all():
            event.at -= timedelta(days=DAYS_APART)
            event.save(update_fields=["at"])

    def versions(self) -> list[int]:
        """Every data version since before the first step."""
        first = min(self.plain.versions, default=data_version())
        return list(range(first - 1, data_version() + 1))

    @staticmethod
    def as_listed(found: Differences) -> list[tuple]:
        """As the twin lists them."""
        rows = []
        for i in range(len(found)):
            sides = [
                (
                    _number(getattr(found, f"{side}_numerator")[i]),
                    _number(getattr(found, f"{side}_denominator")[i]),
                    int(getattr(found, f"{side}_status")[i]),
                )
                if getattr(found, f"{side}_has_cell")[i]
                else None
                for side in ("old", "new")
            ]
            rows.append((found.months[i], found.sites[i], *sides, int(found.submission[i])))
        return rows


def _number(number: float) -> float | None:
    return None if number != number else float(number)
