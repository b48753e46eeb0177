"""Collecting: files that no version we keep needs are given up, and then deleted.

The manifest says first, in a committed transaction, that a file is given up; only then is it
deleted. A process killed between the two leaves files that the next run deletes.
"""

import time
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from groundswell.people.action import Done, action, data_version
from groundswell.people.models import AuditEvent, Ledger, Person

from ..models import CellFile, Part
from .files import folder

KEEP_DAYS = 90
# Nobody publishes while files are deleted; the hour is for whoever copies the data directory.
ORPHAN_AFTER = 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Collected:
    """What was deleted: files given up, and files that a killed publish had left behind."""

    files: int
    orphans: int
    bytes: int


def collect(
    *, by: Person, keep_days: int = KEEP_DAYS, keep: Collection[int] = (), why: str = ""
) -> Collected:
    """Delete the files that no data version of the last `keep_days` days, nor of `keep`, needs.

    Asking for another version then raises NoLongerKept. Raises ValueError for negative days.
    """
    give_up(by=by, keep_days=keep_days, keep=keep, why=why)
    return sweep()


@action("measures.collect", needs="measures.record")
def give_up(*, by: Person, keep_days: int = KEEP_DAYS, keep: Collection[int] = ()) -> Done[int]:
    """Mark the files that no version we keep needs; return how many. Deletes nothing yet."""
    files = unneeded(keep_days, keep)
    size = sum(files.values_list("bytes", flat=True))
    number = files.update(collected=data_version())
    return Done(number, f"{number} files", {"files": number, "bytes": size})


def unneeded(keep_days: int, keep: Collection[int] = ()) -> QuerySet[CellFile]:
    """Files all of whose parts had ended by the oldest version that is kept for its age, and of
    which no version in `keep` has a part.
    """
    if keep_days < 0:
        raise ValueError(f"{keep_days} days: keep 0 days or more.")
    oldest = oldest_kept(keep_days)
    needed = Part.objects.filter(Q(until__isnull=True) | Q(until__gt=oldest), file=OuterRef("pk"))
    files = CellFile.objects.filter(~Exists(needed), collected=None)
    return files.exclude(pk__in=_with_a_part_in(files, keep)) if keep else files


def _with_a_part_in(files: QuerySet[CellFile], versions: Collection[int]) -> set[int]:
    """The files with a part in one of the data versions: from since up to, not with, until."""
    held = sorted(versions)
    parts = Part.objects.filter(file__in=files).values_list("file_id", "since", "until")
    return {
        file
        for file, since, until in parts
        if bisect_left(held, since) < (len(held) if until is None else bisect_left(held, until))
    }


def oldest_kept(keep_days: int) -> int:
    """The data version that was the present one so many days ago; 0 before the first."""
    then = timezone.now() - timedelta(days=keep_days)
    return AuditEvent.objects.filter(at__lte=then).aggregate(v=Max("version"))["v"] or 0


def sweep() -> Collected:
    """Delete files given up and orphans. Not inside a transaction that could be undone."""
    files = orphans = size = 0
    # Holding the ledger: no action can be publishing the very file that is being deleted.
    with transaction.atomic(durable=True):
        list(Ledger.objects.select_for_update().filter(pk=1))
        collected = dict(CellFile.objects.values_list("path", "collected"))
        for path in folder().iterdir() if folder().is_dir() else ():
            if path.name in collected and collected[path.name] is None:
                continue
            if path.name not in collected and not _is_old(path):
                continue
            size += path.stat().st_size
            path.unlink()
            files, orphans = (
                files + (path.name in collected),
                orphans + (path.name not in collected),
            )
    return Collected(files, orphans, size)


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > ORPHAN_AFTER
