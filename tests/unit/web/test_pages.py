"""The table of pages agrees with the questions, the reports and the pictures."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from groundswell.questions.asked import fields_of
from groundswell.questions.reach import Fifths, ReachQuestion
from groundswell.questions.registry import QUESTIONS
from groundswell.reports.registry import READERS
from groundswell.web.figures import figures_of
from groundswell.web.pages import PAGES, adding_to
from tests.support import programme_answers
from tests.unit.reports import answers
from tests.unit.reports.test_reach import LARGE, answer

ANSWERS = {
    "spread": answers.answer,
    "reach": lambda: answer(LARGE),
    "coverage": programme_answers.coverage,
    "funnel": programme_answers.funnel,
    "barriers": programme_answers.barriers,
    # Their filters read no more of an answer.
    "safety": lambda: SimpleNamespace(places=()),
    "stalled": lambda: SimpleNamespace(sites=()),
    "missing": lambda: SimpleNamespace(networks=()),
    "first-use": lambda: SimpleNamespace(sites=()),
    "site": lambda: SimpleNamespace(innovations=()),
}


@pytest.mark.parametrize("pages", PAGES.values(), ids=PAGES)
def test_a_page_asks_fields_and_filters_that_its_question_has(pages):
    module = QUESTIONS[pages.name]
    assert pages.subject in {field.name for field in fields_of(module.Question)}
    offered = {choice.name for choice in pages.filters(ANSWERS[pages.name]())}
    assert offered == {*module.ROW_FILTERS}


def test_the_last_month_is_what_choosing_no_month_means():
    months = next(f for f in PAGES["reach"].filters(answer(LARGE)) if f.name == "month")
    assert months.every == "July 2020"
    assert [value for value, _ in months.choices] == ["2020-06", "2020-05"]


def test_every_picture_names_a_table_that_has_its_numbers():
    fifths = Fifths(
        np.full(5, 100.0), np.full(5, 400.0), np.full(5, 0.01), np.full(5, 3), without=0
    )
    asked = replace(answer(LARGE), fifths=fifths)
    tables = {*READERS["reach"].report(asked).makers}
    found = figures_of(ReachQuestion("doac-share"), asked)
    assert {*found} == {*PAGES["reach"].pictures}
    for figure in found.values():
        assert figure.csv.split("/")[-1].split(".")[0] in tables


def test_addresses_are_added_to():
    add = adding_to("/how/?by=icb")
    assert (add(), add(place="A&B")) == ("/how/?by=icb", "/how/?by=icb&place=A%26B")
    assert adding_to("/how/")(place="A") == "/how/?place=A"
