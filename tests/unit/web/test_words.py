"""Every state that definitions and reports may hold has words on the pages."""

from groundswell.analysis.spc import ASSURANCE_WORDS, VARIATION_WORDS
from groundswell.measures.definition import DIRECTIONS, SOURCE_CLASSES, STATUSES
from groundswell.web import words


def test_every_state_has_words():
    assert {*words.STATUS} == {*STATUSES}
    assert {*words.SOURCE_CLASS} == {*SOURCE_CLASSES}
    assert {*words.DIRECTION} == {*DIRECTIONS}
    assert {*words.VARIATION} == {*VARIATION_WORDS}
    assert {*words.ASSURANCE} == {*ASSURANCE_WORDS}
