"""Near matches say what was probably meant."""

from groundswell.common.matching import did_you_mean, nearest


def test_nearest_comes_first():
    assert nearest("netwrk", ["region", "network", "net"])[0] == "network"


def test_nothing_alike_matches_nothing():
    assert nearest("galaxy", ["region", "network"]) == ()
    assert did_you_mean(()) == ""


def test_at_most_three_are_offered():
    assert len(nearest("aaaa", ["aaab", "aaac", "aaad", "aaae"])) == 3


def test_sentence_offers_each():
    assert did_you_mean(("icb", "ccg")) == "Did you mean icb or ccg?"
