"""A measure of a network's own, and files of its numbers that are sent again with others."""

import os
from collections.abc import Mapping
from pathlib import Path

from groundswell.people.models import Person
from groundswell.submissions.models import Submission

from .definitions import SHARE
from .intake_caches import clear_caches
from .intake_files import lines, send

MEASURE = "our-share"

# (site, month) to numerator and denominator, as a file tells them.
Told = Mapping[tuple[str, str], tuple[float, float]]


def define(settings, folder: Path, text: str = SHARE) -> None:
    """Make the measure's definition say this. What was answered under another is forgotten."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{text.partition(chr(10))[0].partition(': ')[2]}.yaml"
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text)
    # Definitions are read again when their file is newer: sooner than a clock may tell.
    os.utime(path, ns=(before + 10**9, before + 10**9))
    settings.MEASURES = str(folder)
    clear_caches()


def series(told: Told) -> bytes:
    rows = (f"{site},{month},{n},{d}" for (site, month), (n, d) in told.items())
    return lines("site,month,numerator,denominator", *rows)


def tell(
    by: Person, told: Told, file_name: str = "numbers.csv", measure: str = MEASURE
) -> Submission:
    """Send a file of numbers and accept it. Every file is another, be its numbers the same."""
    number = Submission.objects.count()
    content = series(told) + b"\n" * number
    return send(by, content, file_name, "series", measure=measure)
