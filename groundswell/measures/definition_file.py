"""Definitions read strictly from YAML: whatever is not understood is refused, with its place.

`yaml_nodes` reads shapes and types, this module the keys of a measure, and `definition_rules`
says whether they make sense together.
"""

from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any

from yaml.nodes import Node

from groundswell.organisations.models import Kind as SiteKind
from groundswell.submissions.findings import Findings, Refusal, Refused
from groundswell.submissions.tables import Place
from groundswell.submissions.values import refuse_bad_slug

from .definition import (
    COUNT_KINDS,
    DIRECTIONS,
    KINDS,
    SOURCE_CLASSES,
    STATUSES,
    Code,
    CodeCount,
    Given,
    ListSize,
    Measure,
    Part,
)
from .definition_rules import faults_of
from .sources import SOURCES
from .yaml_nodes import Nodes, compose

# What a file may say; the rest of a measure tells where it was written.
KEYS = tuple(f.name for f in fields(Measure) if f.name not in ("path", "lines"))
# These may be left out: without a default they are empty.
_OPTIONAL = {"innovations": (), "target": None, "checker": ""}
_CHOICES = {
    "kind": KINDS,
    "direction": DIRECTIONS,
    "source_class": SOURCE_CLASSES,
    "counts": COUNT_KINDS,
    "sites": tuple(SiteKind.values),
    "status": STATUSES,
}
# What a numerator or a denominator is made by, and the keys that go with it.
_BY: dict[str, tuple[str, ...]] = {
    "codes": ("source", "column", "codes", "but"),
    "list-size": ("carried_months",),
    "given": (),
    "none": (),
}
_SIDES = {"numerator": ("codes", "given"), "denominator": tuple(_BY)}
_CODE = ("code", "name", "since", "until")


class RefusedDefinitions(Refused):
    """Definitions that cannot be read, each refusal with file, line and key."""

    def __str__(self) -> str:
        return "\n".join(with_line(r) for r in self.refusals)


@dataclass(frozen=True, slots=True)
class Read:
    """One file: its measure, or why there is none."""

    measure: Measure | None
    refusals: tuple[Refusal, ...]


def with_line(refusal: Refusal) -> str:
    """A refusal of a definition in words: a row is a line there, and a column a key."""
    places = [refusal.file, f"line {refusal.row}" if refusal.row else "", refusal.column]
    where = ", ".join(place for place in places if place)
    value = f" {_shortened(refusal.value)!r}:" if refusal.value else ":"
    return f"{where}{value} {refusal.why} {refusal.mend}".rstrip()


def read_all(paths: Sequence[Path]) -> dict[str, Measure]:
    """Slug to measure, in the order of slugs.

    Raises RefusedDefinitions with everything that is wrong in any of the files.
    """
    reads = [read_definition(path) for path in paths]
    refusals = [refusal for read in reads for refusal in read.refusals]
    measures: dict[str, Measure] = {}
    for measure in (read.measure for read in reads):
        if measure is None:
            continue
        if measure.slug in measures:
            why = f"{measures[measure.slug].path} defines a measure of this slug already."
            mend = "Give yours another slug."
            refusals.append(_refusal(measure, "slug", measure.slug, why, mend))
        measures[measure.slug] = measure
    if refusals:
        raise RefusedDefinitions(tuple(refusals))
    return dict(sorted(measures.items()))


def read_definition(path: Path) -> Read:
    """Read one file. Everything wrong with it is said at once, as far as it can be read."""
    findings = Findings(path.name)
    node = compose(path.read_bytes(), findings)
    if node is None:
        return Read(None, tuple(findings.refusals))
    nodes = Nodes(findings)
    given = _read_measure(nodes, node, path)
    if findings.refusals:
        return Read(None, tuple(sorted(findings.refusals, key=lambda r: r.row)))
    measure = replace(Measure(**given), path=path, lines=nodes.lines)
    faults = faults_of(measure, SOURCES)
    refusals = tuple(_refusal(measure, f.key, f.value, f.why, f.mend) for f in faults)
    return Read(None if refusals else measure, refusals)


def _read_measure(nodes: Nodes, node: Node, path: Path) -> dict[str, Any]:
    needed = [
        f.name
        for f in fields(Measure)
        if f.name in KEYS and f.name not in _OPTIONAL and f.default is MISSING
    ]
    found = nodes.keys(node, "", KEYS, needed)
    given: dict[str, Any] = {**_OPTIONAL}
    for key, value in found.items():
        if key in _CHOICES:
            given[key] = nodes.chosen(value, key, _CHOICES[key])
        elif key in ("numerator", "denominator"):
            given[key] = _read_part(nodes, value, key)
        elif key in ("multiplier", "target"):
            given[key] = nodes.number(value, key)
        elif key == "innovations":
            given[key] = tuple(_slug(nodes, n, p) for p, n in nodes.items(value, key))
        elif key == "next_review":
            given[key] = nodes.day(value, key)
        elif key == "version":
            given[key] = nodes.whole(value, key)
        elif key == "is_demo":
            given[key] = nodes.truth(value, key)
        else:
            given[key] = nodes.text(value, key)
    if given.get("sites") in SiteKind.values:
        given["sites"] = SiteKind(given["sites"])
    if "slug" in found and _slug(nodes, found["slug"], "slug") != path.stem:
        why = f"The file's name says {path.stem!r}."
        nodes.refuse(found["slug"], "slug", why, "Name the file after the slug.")
    return given


def _slug(nodes: Nodes, node: Node, path: str) -> str:
    slug = nodes.text(node, path)
    refuse_bad_slug(slug, path, Place("", nodes.lines[path]), nodes.findings)
    return slug


def _read_part(nodes: Nodes, node: Node, side: str) -> Part | None:
    every_key = ("by", *(key for keys in _BY.values() for key in keys))
    found = nodes.keys(node, side, every_key, ("by",))
    by = nodes.chosen(found["by"], f"{side}.by", _SIDES[side]) if "by" in found else ""
    if by not in _SIDES[side]:
        return None
    for key in found.keys() - {"by", *_BY[by]}:
        why = f"Nothing computes {key} where a number is made by {by}."
        nodes.refuse(found[key], f"{side}.{key}", why, "Take it out, or mend by.")
    if by == "codes":
        return _read_code_count(nodes, node, found, side)
    if by == "list-size":
        months = found.get("carried_months")
        if months is None:
            return ListSize()
        return ListSize(nodes.whole(months, f"{side}.carried_months"))
    return Given() if by == "given" else None


def _read_code_count(nodes: Nodes, node: Node, found: dict[str, Node], side: str) -> CodeCount:
    for key in ("source", "column", "codes"):
        if key not in found:
            nodes.missing(node, side, key)
    source, column = (
        nodes.text(found[key], f"{side}.{key}") if key in found else ""
        for key in ("source", "column")
    )
    codes, but = (
        tuple(_read_code(nodes, n, p) for p, n in nodes.items(found[key], f"{side}.{key}"))
        if key in found
        else ()
        for key in ("codes", "but")
    )
    return CodeCount(source, column, codes, but)


def _read_code(nodes: Nodes, node: Node, path: str) -> Code:
    found = nodes.keys(node, path, _CODE, ("code", "name"))
    code, name = (
        nodes.text(found[key], f"{path}.{key}") if key in found else "" for key in ("code", "name")
    )
    since, until = (
        nodes.month(found[key], f"{path}.{key}") if key in found else None
        for key in ("since", "until")
    )
    return Code(code, name, since, until)


def _refusal(measure: Measure, key: str, value: str, why: str, mend: str) -> Refusal:
    line = measure.lines.get(key, measure.lines.get(key.partition(".")[0], 0))
    return Refusal(measure.path.name, "", line, key, value, why, mend)


def _shortened(value: str, longest: int = 60) -> str:
    one_line = " ".join(value.split())
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1]}…"
