"""Whatever a template is filled in with is stored, and read back, as it was meant."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from groundswell.adoption.asked import find_return
from groundswell.adoption.models import Event, Returned
from groundswell.adoption.queries import uptake
from groundswell.adoption.rules import DOMAINS, FACTORS, REASONS, STAGES
from groundswell.common.dates import UncertainDate
from groundswell.innovations.models import Innovation
from groundswell.intake.steps import check_content
from groundswell.people.action import data_version
from groundswell.reports.return_workbook import Line, return_xlsx
from groundswell.submissions.tables.tidying import tidied
from tests.support.examples import few
from tests.support.intake_caches import clear_caches
from tests.support.intake_files import send
from tests.support.plain_timeline import plain_lower
from tests.support.returns import cells_of, filled, template

pytestmark = pytest.mark.django_db

SITES = ("L81001", "L81002")
TOLD = [stage for stage in STAGES if stage != "void"]


@dataclass(frozen=True)
class Meant:
    """An event, and how its date is typed."""

    site: str
    stage: str
    on: UncertainDate
    typed: str
    reason: str = ""
    factor: str = ""
    domain: str = ""
    note: str = ""

    @property
    def cells(self):
        names = ("site", "stage", "reason", "factor", "domain", "note")
        return {name: getattr(self, name) for name in names} | {"date": self.typed}

    @property
    def stored(self):
        return (
            self.site,
            self.stage,
            str(self.on),
            self.reason,
            self.factor,
            self.domain,
            self.note,
        )


_FORMS = {
    "day": ("{0:%Y-%m-%d}", "{0.day} {0:%B %Y}", "{0:%d/%m/%Y}"),
    "month": ("{0:%Y-%m}", "{0:%B %Y}"),
    "quarter": ("{0:%Y}-Q#", "{0:%Y} Q#"),
    "year": ("{0:%Y}",),
}
_STANDARD = {"day": "{0:%Y-%m-%d}", "month": "{0:%Y-%m}", "quarter": "{0:%Y}-Q#", "year": "{0:%Y}"}
_NOTES = st.text(st.sampled_from("ab 1=+-@'\n"), max_size=8).map(lambda text: tidied(text)[0])


@st.composite
def _events(draw, site):
    day = date(2016, 1, 1) + timedelta(draw(st.integers(0, 1000)))
    precision = draw(st.sampled_from(sorted(_FORMS)))
    quarter = str((day.month + 2) // 3)
    standard = _STANDARD[precision].replace("#", quarter).format(day)
    typed = draw(st.sampled_from(_FORMS[precision])).replace("#", quarter).format(day)
    stage = draw(st.sampled_from(TOLD))
    needs = stage in ("paused", "stopped")
    note = draw(_NOTES.filter(lambda text: not text.startswith("'")))
    factor = draw(st.sampled_from(("", *FACTORS))) if note else ""
    return Meant(
        site,
        stage,
        UncertainDate.parse(standard),
        typed,
        draw(st.sampled_from(REASONS if needs else ("", "", *REASONS))),
        factor,
        draw(st.sampled_from(("", *DOMAINS))) if factor else "",
        note,
    )


@st.composite
def _returns(draw):
    """At most two events of each site, which run forward."""
    meant = []
    for site in SITES:
        events = draw(st.lists(_events(site), max_size=2, unique_by=lambda e: (e.stage, e.on)))
        if not plain_lower(events) and len({e.stage for e in events}) == len(events):
            meant += events
    return meant


@pytest.fixture
def of_its_own(world):
    """Runs something as if in a ledger of its own."""

    def run(act):
        clear_caches()
        point = transaction.savepoint()
        try:
            act()
        finally:
            transaction.savepoint_rollback(point)
            clear_caches()

    return run


def test_what_a_template_is_filled_in_with_comes_back_as_it_was_meant(world, of_its_own):
    @few
    @given(_returns(), _returns())
    def hold(first, then):
        of_its_own(lambda: _comes_back(world, first, then))

    hold()


def _comes_back(by, first, then):
    send(by, filled(template(), *(m.cells for m in first)), "first.xlsx")
    assert _stored() == sorted(m.stored for m in first)
    _ladder_stands(first)
    # The template of a round told already says what was told, and nothing more is told by it.
    exported = template()
    assert _told(exported) == sorted(m.stored for m in first)
    unchanged = _check(by, exported)
    assert unchanged.acceptable
    assert (unchanged.new, unchanged.corrections) == (0, ())
    # Told again, the account of each site is that of the second return alone.
    second = filled(_blank(), *(m.cells for m in then))
    planned = _check(by, second)
    send(by, second, "second.xlsx")
    assert _stored() == sorted(m.stored for m in then)
    _ladder_stands(then)
    added = Event.objects.filter(submission__file_name="second.xlsx")
    assert added.count() == planned.new + len(planned.corrections)
    assert _check(by, template()).corrections == ()


def _blank():
    """The template as if nothing had been returned yet."""
    asked = find_return("inhale", "HI-West", "2018-Q3")
    (innovation,) = asked.sites
    return return_xlsx(asked, [Line(s, innovation, "", "", None, None) for s in SITES])


def _check(by, content):
    return check_content(by=by, file_name="again.xlsx", content=content, layout=None, options={})


def _stored():
    events = Event.objects.filter(superseded_by__isnull=True).exclude(stage="void")
    return sorted(
        (e.site.code, e.stage, str(e.on), e.reason, e.factor, e.domain, e.note) for e in events
    )


def _told(content):
    """The events that a template says were told."""
    rows = [row for row in cells_of(content)[1:] if row[5]]
    return sorted((r[0], r[5], r[6], r[7], r[8], r[9], r[10].removeprefix("'")) for r in rows)


def _ladder_stands(meant):
    """The ladder's last stage of each site is the one told last."""
    innovation = Innovation.objects.get()
    found = uptake(innovation.pk, None, data_version())
    for site in SITES:
        ours = [m for m in meant if m.site == site]
        latest = max((m.on.latest for m in ours), default=None)
        at = [i for i, s in enumerate(found.ladder.site) if found.codes[s] == site]
        assert len(at) == len(ours)
        if ours:
            last = {m.stage for m in ours if m.on.latest == latest}
            assert found.ladder.stage[at[-1]] in last


def test_a_template_sent_back_unchanged_stores_no_event(world):
    send(world, template(), "blank.xlsx")
    assert Event.objects.count() == 0
    assert set(Returned.objects.values_list("said", flat=True)) == {"nothing"}


def test_a_note_with_an_apostrophe_before_a_formula_is_what_was_typed_behind_it(world):
    row = {"site": "L81001", "stage": "live", "date": "2018-07", "note": "=SUM(A1:A9)"}
    send(world, filled(template(), row), "ours.xlsx")
    assert Event.objects.get().note == "=SUM(A1:A9)"
    assert cells_of(template())[1][10] == "'=SUM(A1:A9)"
