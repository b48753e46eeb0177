"""The board of all measures: split over processes or not, it says the same."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from groundswell.questions import signals
from groundswell.questions.errors import NotFound
from groundswell.questions.signals.question import SignalsQuestion
from groundswell.reports.signals import signals_report
from tests.support.intake_files import lines, send

pytestmark = pytest.mark.django_db


def _series(by, measure, value):
    rows = [f"15C,20{20 + m // 12}-{m % 12 + 1:02d},{value + m % 3},100" for m in range(24)]
    send(by, lines("site,month,numerator,denominator", *rows), measure=measure)


def test_board_has_every_measure_with_data_and_says_what_noise_would_show(world):
    _series(world, "doac-share", 40)
    _series(world, "saba", 60)
    answer = signals.answer(SignalsQuestion())
    assert [s.reach.measure.slug for s in answer.measures] == ["doac-share", "saba"]
    report = signals_report(answer)
    board = report.table("board")
    assert {(row[0], row[3]) for row in board.rows} >= {
        ("doac-share", "All places"),
        ("saba", "All places"),
    }
    assert "noise alone would show" in board.note
    assert "2 measures have data" in answer.headline


def test_ledger_without_cells_says_so(world):
    with pytest.raises(NotFound, match="data"):
        signals.answer(SignalsQuestion())


def test_what_a_new_process_runs_can_be_found_before_django_is_set_up():
    """A new process finds the initializer first: it must need no models of ours."""
    code = (
        "import pickle, sys; from importlib import import_module\n"
        "import django; set_up = pickle.loads(pickle.dumps(django.setup)); set_up()\n"
        "from groundswell.questions.signals.answering import signals_of\n"
        "assert pickle.loads(pickle.dumps(signals_of)) is signals_of"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
        "GROUNDSWELL_HOME": str(settings.HOME),
    }
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
