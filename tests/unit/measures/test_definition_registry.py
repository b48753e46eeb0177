"""The registry of measures: those shipped, and a network's own."""

import os

import pytest

from groundswell.measures.definition import COUNT_KINDS, CodeCount, ListSize
from groundswell.measures.definition_file import RefusedDefinitions, read_definition
from groundswell.measures.registry import SHIPPED, measure, measures, measures_of
from tests.support.definitions import RATE, SHARE

FILES = sorted(SHIPPED.glob("*.yaml"))


@pytest.fixture
def own(settings, tmp_path):
    """A network's folder of definitions."""
    settings.MEASURES = str(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_definition_can_be_read(path):
    assert read_definition(path).refusals == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_definition_says_who_checked_it_and_what_is_not_verified(path):
    shipped = read_definition(path).measure
    assert shipped.author == "Groundswell project"
    # Nobody has checked any of them clinically: whoever publishes one names who did.
    assert shipped.status == ("published" if shipped.checker else "preview")
    assert shipped.notes
    assert shipped.source or shipped.is_demo
    assert "http" not in path.read_text()


def test_at_least_eight_real_measures_ship():
    real = {slug: m for slug, m in measures().items() if not m.is_demo}
    asked_for = {
        "doac-share",
        "flash-glucose",
        "asthma-biologics",
        "saba",
        "high-carbon-inhalers",
        "dapagliflozin",
        "ics-dose",
    }
    assert asked_for < set(real) and len(real) >= 9
    by_list_size = [m for m in real.values() if isinstance(m.denominator, ListSize)]
    assert any(isinstance(m.numerator, CodeCount) for m in by_list_size)


def test_every_shipped_share_is_in_hundredths_and_counts_a_known_kind():
    for shipped in measures().values():
        assert shipped.counts in COUNT_KINDS
        assert (shipped.kind == "proportion") == (shipped.unit == "%")


def test_measures_come_in_the_order_of_their_slugs():
    assert list(measures()) == sorted(p.stem for p in FILES)


def test_measure_by_its_slug():
    assert measure("doac-share").title.startswith("Direct oral anticoagulants")


def test_unknown_slug_is_answered_with_near_ones():
    with pytest.raises(LookupError, match=r"no measure 'doac-shares'\. Did you mean doac-share"):
        measure("doac-shares")


def test_measures_of_an_innovation():
    assert [m.slug for m in measures_of("freestyle-libre")] == ["flash-glucose"]
    assert measures_of("nothing-like-it") == ()


def test_network_adds_its_own(own):
    (own / "our-share.yaml").write_text(SHARE)
    assert measure("our-share").version == 3
    assert set(measures()) == {"our-share", *(p.stem for p in FILES)}


def test_changed_definition_is_read_again(own):
    path = own / "our-share.yaml"
    path.write_text(SHARE)
    assert measure("our-share").version == 3
    path.write_text(SHARE.replace("version: 3", "version: 4"))
    os.utime(path, ns=(1, 1))
    assert measure("our-share").version == 4


def test_definition_taken_out_is_gone(own):
    path = own / "our-share.yaml"
    path.write_text(SHARE)
    assert "our-share" in measures()
    path.unlink()
    assert "our-share" not in measures()


def test_what_a_caller_does_to_the_table_does_not_stay():
    measures().clear()
    assert measures()


def test_network_cannot_define_a_shipped_measure_anew(own):
    (own / "doac-share.yaml").write_text(SHARE.replace("our-share", "doac-share"))
    with pytest.raises(RefusedDefinitions, match="defines a measure of this slug already"):
        measures()


def test_broken_definition_stops_all_answers_and_says_where(own):
    (own / "our-rate.yaml").write_text(RATE.replace("kind: rate", "kind: rat"))
    with pytest.raises(RefusedDefinitions, match=r"our-rate\.yaml, line 16, kind 'rat'"):
        measure("doac-share")


def test_folder_that_is_not_there_is_not_passed_over(settings, tmp_path):
    settings.MEASURES = str(tmp_path / "nowhere")
    with pytest.raises(RefusedDefinitions, match="names a folder that is not there"):
        measures()


def test_file_that_would_not_be_read_is_not_passed_over(own):
    (own / "our-share.yml").write_text(SHARE)
    with pytest.raises(RefusedDefinitions, match=r"our-share\.yml: A definition's name ends in"):
        measures()
