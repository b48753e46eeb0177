import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.curves.dated import adoption_band, turnbull
from groundswell.analysis.survival import kaplan_meier

band = st.tuples(
    st.integers(1, 20), st.one_of(st.integers(0, 10), st.just(np.inf)), st.integers(0, 1)
)


@given(st.lists(band, min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_the_band_counts_what_a_loop_counts(bands):
    earliest = [e for e, _, _ in bands]
    latest = [e + w for e, w, _ in bands]
    times = range(0, 32)

    found = adoption_band(earliest, latest, list(times))

    assert found.sure.tolist() == [sum(x <= t for x in latest) for t in times]
    assert found.possible.tolist() == [sum(x <= t for x in earliest) for t in times]
    assert (found.sure <= found.possible).all()


@given(st.lists(band, min_size=2, max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_other_masses_are_likelier_than_turnbulls(bands):
    """Beside 3,000 plain self-consistency steps on every month (and never)."""
    earliest = np.array([e for e, _, _ in bands], dtype=float)
    latest = np.array([e + w for e, w, _ in bands], dtype=float)
    months = np.append(np.arange(1.0, 31), np.inf)
    inside = ((months >= earliest[:, None]) & (months <= latest[:, None])).astype(float)
    mass = np.full(len(months), 1 / len(months))
    for _ in range(3000):
        mass = mass * (inside.T @ (1 / (inside @ mass))) / len(bands)

    fit = turnbull(earliest, latest)

    assert fit.converged
    assert fit.mass.sum() == pytest.approx(1)
    assert fit.log_likelihood >= np.log(inside @ mass).sum() - 1e-9


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=2, max_size=40))
@settings(max_examples=60, deadline=None)
def test_with_exact_dates_it_is_the_kaplan_meier_estimate(sites):
    time, adopted = (np.array(x) for x in zip(*sites, strict=True))
    # Not adopted by the look at `time`: the month after at the earliest.
    earliest = np.where(adopted, time, time + 0.5)
    latest = np.where(adopted, time, np.inf)

    least, _ = turnbull(earliest, latest).share_by(time[adopted])

    km = kaplan_meier(time, adopted)
    assert least == pytest.approx(1 - km.at(time[adopted]), abs=1e-6)


def test_the_share_is_a_band_where_dates_are():
    fit = turnbull([1, 3, 3], [1, 5, 5])

    least, most = fit.share_by([1, 4, 5])

    assert least == pytest.approx([1 / 3, 1 / 3, 1])
    assert most == pytest.approx([1 / 3, 1, 1])


def test_imprecise_dates_are_said_to_be_so():
    assert "100% of sites" in adoption_band([1, 1], [3, 4], [2]).warnings[0]
    assert adoption_band([1, 1], [1, np.inf], [2]).warnings == ()


def test_what_is_not_a_band_is_refused_by_row():
    with pytest.raises(ValueError, match="Row 1: earliest 5 and latest 2"):
        adoption_band([1, 5], [1, 2], [1])
    with pytest.raises(ValueError, match="Row 0: earliest inf"):
        turnbull([np.inf], [np.inf])
    with pytest.raises(ValueError, match="one length"):
        turnbull([1, 2], [3])
    with pytest.raises(ValueError, match="weights must be above zero"):
        turnbull([1, 2], [3, 3], [1, 0])
