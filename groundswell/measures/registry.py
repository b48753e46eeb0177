"""All measures: those shipped, and a network's own from the folder that settings name."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from groundswell.common.matching import did_you_mean, nearest
from groundswell.submissions.findings import Refusal

from .definition import Measure
from .definition_file import RefusedDefinitions, read_all

SHIPPED = Path(__file__).with_name("definitions")


def measures() -> dict[str, Measure]:
    """Slug to measure, in the order of slugs. Raises Refused where a file cannot be read.

    The files are read again when one of them has changed.
    """
    return dict(_read(tuple((path, path.stat().st_mtime_ns) for path in definition_files())))


def measure(slug: str) -> Measure:
    """Raises LookupError, with near matches, where no measure has this slug."""
    known = measures()
    if slug not in known:
        near = did_you_mean(nearest(slug, known))
        raise LookupError(f"There is no measure {slug!r}. {near}".rstrip())
    return known[slug]


def measures_of(innovation: str) -> tuple[Measure, ...]:
    """The measures that show the use of an innovation, by its slug."""
    return tuple(m for m in measures().values() if innovation in m.innovations)


def definition_files() -> list[Path]:
    """Raises RefusedDefinitions where the network's folder is not there, or has a file unread."""
    if not settings.MEASURES:
        return _files_of(SHIPPED)
    own = Path(settings.MEASURES).expanduser()
    refusals = [
        Refusal(path.name, "", 0, "", "", "A definition's name ends in .yaml.", "Rename it.")
        for path in sorted(own.glob("*.yml"))
    ]
    if not own.is_dir():
        why = "GROUNDSWELL_MEASURES names a folder that is not there."
        refusals.append(Refusal(str(own), "", 0, "", "", why, "Make it, or mend the setting."))
    if refusals:
        raise RefusedDefinitions(tuple(refusals))
    return [*_files_of(SHIPPED), *_files_of(own)]


def _files_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...]) -> dict[str, Measure]:
    return read_all([path for path, _ in files])
