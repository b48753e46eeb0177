"""Why a published figure changed: which part of the change is whose."""

from dataclasses import replace

import pytest

from groundswell.figures.reasons import File, Rests, Since, Why, reasons

OLD = Rests(21, "0.1.0", "doac-share 3", "1 to 7 of people")
SAME = replace(OLD, data_version=27)
RELEASED = replace(SAME, release="0.2.0")
REDEFINED = replace(RELEASED, definition="doac-share 4")
HIDING = replace(SAME, rule="1 to 9 of people")
SENT = Since(data=(File(23, "again.csv"),))
MOVED = Since(organisations=(File(24, "names.csv"),))


def why(was, then, now, *, new=SAME, since=SENT, lost=""):
    found = reasons(was, then, now, old=OLD, new=new, since=since, lost=lost)
    return [(reason.why, reason.text) for reason in found]


def test_figure_that_says_what_it_said_has_no_reason_whatever_else_changed():
    assert why("71", None, "71", new=REDEFINED) == []


def test_same_code_on_the_old_data_says_what_was_published_so_the_data_did_it():
    assert why("71", "71", "72") == [(Why.DATA, "submission 23 (again.csv)")]


def test_another_release_on_the_old_data_says_something_else_so_the_code_did_it():
    assert why("71", "70", "70", new=RELEASED) == [
        (Why.CODE, "release 0.1.0, now 0.2.0; on the data of version 21 71 became 70")
    ]


def test_both_parts_are_stated_where_both_changed_it():
    (ours, data) = why("71", "70", "72", new=RELEASED)
    assert ours == (Why.CODE, "release 0.1.0, now 0.2.0; on the data of version 21 71 became 70")
    assert data == (Why.DATA, "submission 23 (again.csv): 70 became 72")


def test_definition_of_another_version_comes_before_the_release_that_brought_it():
    ((kind, text),) = why("71", "70", "70", new=REDEFINED)
    assert (kind, text.partition(";")[0]) == (Why.DEFINITION, "doac-share 3, now doac-share 4")


@pytest.mark.parametrize(("was", "then"), [("5", "s"), ("s", "9")])
def test_rule_of_suppression_hides_or_shows_a_number(was, then):
    ((kind, text),) = why(was, then, then, new=HIDING)
    assert (kind, text.partition(";")[0]) == (
        Why.SUPPRESSION,
        "1 to 7 of people, now 1 to 9 of people",
    )


def test_another_rule_of_suppression_does_not_make_one_number_into_another():
    ((kind, _),) = why("71", "70", "70", new=HIDING)
    assert kind == Why.CODE


def test_organisations_are_as_known_now_so_their_files_may_have_done_it():
    ((kind, text),) = why("71", "70", "70", since=MOVED)
    assert (kind, text) == (
        Why.ORGANISATIONS,
        "submission 24 (names.csv); on the data of version 21 71 became 70",
    )


def test_release_and_organisations_cannot_be_parted_and_both_are_named():
    first, second = why("71", "70", "70", new=RELEASED, since=MOVED)
    assert (first[0], second[0]) == (Why.CODE, Why.ORGANISATIONS)
    assert first[1].endswith("71 became 70 or the next")


def test_change_without_a_new_version_of_anything_is_said_to_be_one():
    ((kind, text),) = why("71", "70", "70")
    assert kind == Why.CODE
    assert text.startswith("release 0.1.0 and definition doac-share 3 as then, but not their text")


def test_old_data_that_are_kept_no_more_cannot_tell_the_parts():
    ((kind, text),) = why("71", None, "72", new=REDEFINED, lost="The cells are kept no more.")
    assert kind == Why.UNKNOWN
    assert text == (
        "The cells are kept no more. Since then: submission 23 (again.csv). Release 0.1.0, now "
        "0.2.0; definition doac-share 3, now doac-share 4."
    )
    ((kind, text),) = why("71", None, "72", since=Since(), lost="Gone")
    assert (kind, text) == (
        Why.UNKNOWN,
        "Gone. No file was sent since that tells of it. Release 0.1.0 as then.",
    )


def test_many_files_are_counted():
    many = Since(data=tuple(File(n, f"{n}.csv") for n in range(30, 38)))
    ((_, text),) = why("71", "71", "72", since=many)
    assert text.endswith("submission 34 (34.csv) and 3 more")
