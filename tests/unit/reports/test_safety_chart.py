"""The picture of a safety notice: its parts add up, and its words say what it shows."""

from datetime import date

import altair as alt

from groundswell.questions.answer import Provenance
from groundswell.questions.safety import NoticeFacts, SafetyAnswer, SafetyPlace, SafetyQuestion
from groundswell.reports.charts.safety import safety_picture

NOTICE = NoticeFacts(
    "recall",
    "Send it back",
    "Recall",
    "Hot.",
    date(2020, 1, 1),
    date(2020, 2, 1),
    "MHRA",
    1,
    "",
    "",
    2,
)


def place(code, sites, acknowledged, acted):
    outstanding = sites - acknowledged
    counts = (sites, acknowledged, acted, outstanding, outstanding, 0, 0)
    return SafetyPlace(code, f"Place {code}", "", *counts)


def answer(*places, notice=NOTICE):
    totals = [sum(getattr(p, n) for p in places) for n in ("sites", "acknowledged", "acted")]
    question = SafetyQuestion("recall")
    return SafetyAnswer(
        question=question,
        on=date(2020, 3, 1),
        notice=notice,
        innovation="pump",
        innovation_name="Pump",
        is_demo=False,
        headline="It is said.",
        sites=(),
        apart=(),
        closed=(),
        unknown=(),
        places=places,
        total=place("", *totals),
        provenance=Provenance(question.canonical, 1, None, (), (), ()),
    )


def test_spec_obeys_the_schema_of_vega_lite():
    picture = safety_picture(answer(place("A", 40, 30, 20), place("B", 2, 0, 0)))
    alt.LayerChart.from_dict(picture.spec, validate=True)


def test_parts_of_a_bar_add_up_to_its_sites():
    picture = safety_picture(answer(place("A", 40, 30, 20), place("B", 20, 0, 0)))
    drawn = [r for r in picture.spec["datasets"]["drawing"] if r["mark"] == "box"]
    bars = {}
    for box in drawn:
        if box["y2"] - box["y"] == 22:
            bars.setdefault(box["y"], []).append(box["x2"] - box["x"])
    whole, half = (sum(parts) for _, parts in sorted(bars.items())[:2])
    assert [len(parts) for _, parts in sorted(bars.items())] == [3, 1]
    assert abs(whole - 2 * half) < 0.5
    assert picture.svg().startswith("<svg")


def test_words_tell_all_and_where_most_is_outstanding():
    found = safety_picture(answer(place("A", 40, 30, 20), place("B", 20, 5, 5))).alt
    assert "of 60 sites, 25 acted, 10 acknowledged and have not acted, 25 are outstanding" in found
    assert found.index("Place B, 15 of 20") < found.index("Place A, 10 of 40")
    done = safety_picture(answer(place("A", 4, 4, 4))).alt
    assert "Nothing is outstanding." in done


def test_without_a_notice_or_anybody_to_ask_there_is_no_picture():
    assert safety_picture(answer(place("A", 4, 0, 0), notice=None)) is None
    assert safety_picture(answer(place("A", 0, 0, 0))) is None
