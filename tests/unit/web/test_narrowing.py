"""Parts of a disclosed answer are parts: no number changes, and nothing hidden comes to light."""

import numpy as np
import pytest

from groundswell.reports.reach import disclose_reach
from groundswell.web.measure_tables import measure_tables, month_table, place_tables
from groundswell.web.narrowing import of_month, of_places
from tests.unit.reports.test_reach import LARGE, answer

SMALL = [[100, 110, 5], [200, 210, 220], [300, 310, 320]]


@pytest.fixture
def reach():
    return disclose_reach(answer(SMALL))


def test_places_are_those_asked_for_in_that_order(reach):
    part = of_places(reach, [2, 0])
    assert part.codes == ("C", "A")
    assert part.places.value[0].tolist() == reach.places.value[2].tolist()
    assert part.total is reach.total


def test_a_month_has_all_places_and_their_total(reach):
    part = of_month(reach, 1)
    assert (part.months, part.codes) == ((reach.months[1],), reach.codes)
    assert part.places.numerator[:, 0].tolist() == reach.places.numerator[:, 1].tolist()
    assert part.total.numerator[0, 0] == reach.total.numerator[0, 1]
    assert part.deciles.shape == (9, 1)


def test_what_is_hidden_in_the_whole_is_hidden_in_its_parts(reach):
    hidden = reach.places.hidden_numerator
    assert hidden[:, 2].tolist() == [True, True, False]  # the second, so that none follows
    assert np.array_equal(of_places(reach, [0]).places.hidden_numerator, hidden[:1])
    assert [str(row[3]) for row in month_table(reach, reach.months[2]).rows] == ["s", "s", "320.0"]
    cells, limits = place_tables(reach, "A")
    assert [str(row[3]) for row in cells.rows] == ["100.0", "110.0", "s"]
    assert str(reach.months[2]) not in limits


def test_the_limits_of_a_place_are_those_of_the_whole_table():
    asked = answer(LARGE)
    reach = disclose_reach(asked)
    _, limits = place_tables(reach, "B")
    assert {row["place_code"] for row in limits.values()} == {"B"}
    together = measure_tables(asked).limits
    assert [row["value"] for row in together.values()] == reach.total.value[0].tolist()
