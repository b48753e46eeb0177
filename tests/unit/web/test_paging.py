"""Long lists, a page at a time."""

import pytest
from django.test import RequestFactory

from groundswell.web.paging import page_of


def page(number, total=101, size=50):
    request = RequestFactory().get("/", {"by": "icb", "page": number})
    return page_of(request, range(total), size)


def test_the_last_page_holds_the_rest():
    last = page("3")
    assert (list(last.items), last.first, last.last, last.next) == ([100], 101, 101, None)


def test_neighbours_keep_the_rest_of_the_address():
    assert (page("2").previous, page("2").next) == ("?by=icb&page=1", "?by=icb&page=3")


@pytest.mark.parametrize("number", ["0", "-1", "", "two", "²", "9" * 5000])
def test_a_page_that_does_not_exist_is_the_nearest_one(number):
    assert page(number).number == 1


def test_a_page_past_the_end_is_the_last():
    assert page("99").number == 3


def test_an_empty_list_has_one_empty_page():
    empty = page("1", total=0)
    assert (empty.pages, empty.first, empty.last, list(empty.items)) == (1, 0, 0, [])


def test_two_lists_of_one_page_turn_alone():
    request = RequestFactory().get("/", {"page": "2", "places": "1"})
    places = page_of(request, range(101), 50, "places")
    assert (places.number, places.next) == (1, "?page=2&places=2")
