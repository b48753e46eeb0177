"""Compacting and collecting: fewer files, and the same answers in every version that is kept."""

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given

from groundswell.measures.cells import NoLongerKept, collect, compact, reading, site_cells
from groundswell.measures.cells.collecting import give_up, oldest_kept, sweep
from groundswell.measures.cells.files import folder, write_file
from groundswell.measures.cells.publishing import as_stored, record_file
from groundswell.measures.models import CellFile, Part
from groundswell.people.action import data_version
from groundswell.people.models import AuditEvent
from tests.support.cell_histories import Store, histories
from tests.support.cells import as_table, cells_of, publish_cells, told
from tests.support.examples import few
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db


def _files() -> set[str]:
    return {path.name for path in folder().iterdir()} if folder().is_dir() else set()


def _three_parts():
    """P1 and P2 told three times, the last time of P1 only."""
    return [
        publish_cells(cells_of(P1={"2018-01": n, "2018-02": n}, **more))[0]
        for n, more in ((1, {"P2": {"2018-01": 1}}), (2, {"P3": {"2018-03": 2}}), (3, {}))
    ]


# Every history


def test_collecting_breaks_no_version_that_is_kept():
    @few
    @given(histories())
    def check(history):
        store = Store.play(history, collecting=True)
        for version in store.versions():
            for measure in store.measures:
                try:
                    found = told(site_cells(measure, version))
                except NoLongerKept:
                    assert version < store.oldest
                else:
                    assert found == store.plain.told(measure, version)
        named = set(CellFile.objects.filter(collected=None).values_list("path", flat=True))
        assert named <= _files()

    check()


# Compacting


def test_many_parts_become_one_file_with_the_same_cells():
    parts = _three_parts()
    before, sources = told(site_cells("m")), site_cells("m").submissions
    assert compact(by=make_person()) == {"m": 3}
    (part,) = Part.objects.filter(until=None)
    assert told(site_cells("m")) == before
    assert site_cells("m").submissions == sources
    assert part.file.parts.count() == 1 and part.cells == len(before)
    assert (part.first_month, part.last_month) == ("2018-01", "2018-03")
    assert part.submission is None, "made of several"
    assert told(site_cells("m", parts[-1].since)) == before


def test_what_comes_after_compacting_lies_over_it():
    _three_parts()
    compact(by=make_person())
    publish_cells(cells_of(P1={"2018-01": 9}))
    publish_cells(cells_of(P4={"2018-02": 8}), whole_months=True)
    values = {(s, str(m)): v[0] for (s, m), v in told(site_cells("m")).items()}
    assert values == {("P1", "2018-01"): 9, ("P2", "2018-01"): 1} | {
        ("P4", "2018-02"): 8,
        ("P3", "2018-03"): 2,
    }


def test_only_the_measures_named_are_compacted():
    for measure in ("a", "b"):
        for n in (1, 2):
            publish_cells(cells_of(measure, **{f"P{n}": {"2018-01": n}}))
    assert compact(by=make_person(), measures=["b"]) == {"b": 2}
    assert Part.objects.filter(until=None, measure="a").count() == 2


# Collecting


def test_files_of_versions_that_are_kept_stay():
    _three_parts()
    compact(by=make_person())
    before = _files()
    done = collect(by=make_person())
    assert (done.files, done.orphans, done.bytes) == (0, 0, 0)
    assert _files() == before


def test_files_that_no_version_kept_needs_are_deleted():
    parts = _three_parts()
    compact(by=make_person())
    now, size = told(site_cells("m")), sum(p.file.bytes for p in parts)
    done = collect(by=make_person(), keep_days=0)
    assert (done.files, done.bytes) == (3, size)
    assert _files() == {Part.objects.get(until=None).file.path}
    reading._kept.cache_clear()
    assert told(site_cells("m")) == now


def test_version_whose_files_were_collected_says_so():
    old = _three_parts()[-1].since
    compact(by=make_person())
    collect(by=make_person(), keep_days=0)
    with pytest.raises(NoLongerKept, match=f"The cells of m in data version {old} are kept no"):
        site_cells("m", old)


def test_version_is_kept_for_as_long_as_asked():
    _three_parts()
    compact(by=make_person())
    compacted = data_version()
    AuditEvent.objects.filter(version=compacted).update(at=timezone.now() - _days(10))
    assert oldest_kept(11) == 0
    assert oldest_kept(10) == compacted
    assert collect(by=make_person(), keep_days=11).files == 0
    assert collect(by=make_person(), keep_days=10).files == 3


def _days(number):
    return timedelta(days=number)


def test_versions_named_are_kept_whatever_their_age():
    first, second, third = _three_parts()
    compact(by=make_person())
    wanted = told(site_cells("m", second.since))
    done = collect(by=make_person(), keep_days=0, keep=[second.since])
    reading._kept.cache_clear()
    assert done.files == 1, "the file of the third part alone"
    assert told(site_cells("m", second.since)) == wanted
    assert told(site_cells("m", first.since))
    with pytest.raises(NoLongerKept):
        site_cells("m", third.since)


def test_keeping_a_negative_number_of_days_is_a_mistake():
    with pytest.raises(ValueError, match="-1 days"):
        collect(by=make_person(), keep_days=-1)


def test_file_of_a_killed_publish_is_deleted_once_it_is_an_hour_old():
    publish_cells(cells_of(P1={"2018-01": 3}))
    young, old, half = (folder() / name for name in ("young.parquet", "old.parquet", ".unfin"))
    for path in (young, old, half):
        path.write_bytes(b"cells")
    for path in (old, half):
        os.utime(path, (time.time() - 3700,) * 2)
    done = collect(by=make_person())
    assert (done.files, done.orphans, done.bytes) == (0, 2, 10)
    assert young.exists() and not old.exists() and not half.exists()
    assert len(_files()) == 2


def test_file_given_up_but_not_deleted_is_deleted_by_the_next_run():
    _three_parts()
    compact(by=make_person())
    assert give_up(by=make_person(), keep_days=0) == 3  # and killed here
    assert len(_files()) == 4
    assert sweep().files == 3
    assert len(_files()) == 1


def test_file_made_again_after_it_was_collected_is_there_again():
    part = publish_cells(cells_of(P1={"2018-01": 3}))[0]
    table = as_stored(as_table(cells_of(P1={"2018-01": 3})), part.submission_id)
    publish_cells(cells_of(P1={"2018-01": 4}))
    for _ in range(2):  # the first one is the action after which the version is a past one
        collect(by=make_person(), keep_days=0)
    part.file.refresh_from_db()
    assert part.file.collected and part.file.path not in _files()
    assert record_file(write_file(table)) == part.file
    part.file.refresh_from_db()
    assert part.file.collected is None and part.file.path in _files()


# Reading while somebody else collects


def test_reader_between_the_manifest_and_the_file_reads_the_newer_manifest(monkeypatch):
    _three_parts()
    before = told(site_cells("m"))
    reading._kept.cache_clear()
    read_file, done = reading.read_file, []

    def late(path, measure):
        if not done:
            done.append("now")
            compact(by=make_person())
            collect(by=make_person(), keep_days=0)
        return read_file(path, measure)

    monkeypatch.setattr(reading, "read_file", late)
    assert told(site_cells("m")) == before
    assert len(Part.objects.filter(until=None)) == len(_files()) == 1


def test_file_that_was_lost_is_an_error_and_not_an_empty_measure():
    part = publish_cells(cells_of(P1={"2018-01": 3}))[0]
    (folder() / part.file.path).unlink()
    with pytest.raises(FileNotFoundError):
        site_cells("m")
