"""From monthly use to the first month of use, under the rule first-positive-month."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.measures.rules import FIRST_USE, Use, first_observations, first_uses
from tests.support.examples import few


def uses(**by_site: dict[str, float]) -> list[Use]:
    """uses(RXQ={"2018-04": 3}): each in a row of its own, counted from 2."""
    said = [(site, month, use) for site, months in by_site.items() for month, use in months.items()]
    return [
        Use(site, Month.parse(month), number, None, row)
        for row, (site, month, number) in enumerate(said, start=2)
    ]


def months(found: dict[str, Use]) -> dict[str, str]:
    return {site: str(use.month) for site, use in found.items()}


FIRST = {
    "the first month above zero": ({"2018-04": 0, "2018-05": 2, "2018-06": 1}, "2018-05"),
    "whatever the order of the file": ({"2018-06": 1, "2018-05": 2, "2018-04": 0}, "2018-05"),
    "zero is not use": ({"2018-04": 0, "2018-05": 0}, None),
    "a month in which returns outweigh use is not use": ({"2018-04": -3, "2018-05": 1}, "2018-05"),
    "returns later do not take back the first use": ({"2018-04": 2, "2018-05": -5}, "2018-04"),
    "only returns": ({"2018-04": -1}, None),
    "a fraction of a pack is use": ({"2018-04": 0.25}, "2018-04"),
    "what cannot be added up is not use": ({"2018-04": float("nan"), "2018-05": 1}, "2018-05"),
    "nothing on record": ({}, None),
}


@pytest.mark.parametrize(("months_of_use", "expected"), FIRST.values(), ids=FIRST)
def test_first_positive_month(months_of_use, expected):
    found = months(first_uses(uses(RXQ=months_of_use)))

    assert found == ({"RXQ": expected} if expected else {})


def test_each_site_has_a_first_use_of_its_own():
    found = first_uses(
        uses(RXQ={"2018-04": 1}, RTH={"2018-06": 0, "2018-07": 4}, R0A={"2018-01": 0})
    )

    assert months(found) == {"RXQ": "2018-04", "RTH": "2018-07"}


def test_first_use_points_at_its_row():
    found = first_uses(uses(RXQ={"2018-04": 0, "2018-05": 2}))

    assert (found["RXQ"].row, found["RXQ"].numerator) == (3, 2)


@few
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 9), st.integers(-2, 2))))
def test_first_use_is_what_a_plain_search_finds(rows):
    said = [Use(site, Month(24_000 + m), use, None, i) for i, (site, m, use) in enumerate(rows)]

    found = {site: use.month.index - 24_000 for site, use in first_uses(said).items()}

    positive = [(site, m) for site, m, use in rows if use > 0]
    assert found == {site: min(m for s, m in positive if s == site) for site, _ in positive}


def test_first_observation_counts_whatever_the_use():
    found = first_observations(uses(RXQ={"2018-05": -1, "2018-04": 0}, RTH={"2018-06": 7}), None)

    assert months(found) == {"RXQ": "2018-04", "RTH": "2018-06"}


def test_first_observation_from_the_month_in_which_sites_could_use_it():
    april = Month.parse("2018-04")

    found = first_observations(uses(RXQ={"2018-03": 0, "2018-05": 0}, RTH={"2018-03": 1}), april)

    assert months(found) == {"RXQ": "2018-05"}


def test_rule_has_the_name_that_events_carry():
    assert FIRST_USE == "first-positive-month"
