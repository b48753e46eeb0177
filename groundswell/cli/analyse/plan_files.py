"""The files of `groundswell analyse plan`, read as one problem."""

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from groundswell.analysis.plan import Equity, Grouping, Limits, Problem, SpillOver
from groundswell.analysis.plan.problem import Floats

from .files import FileProblem, each, read_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The files, columns and limits that the command line names."""

    file: Path
    site: str
    benefit: str
    cost: str
    network: str
    capacity: Path
    cap_by: str | None
    cap: int | None
    floor_by: str | None
    floors: Path | None
    deprived: str | None
    population: str | None
    equity_floor: float | None
    discount: float
    neighbours: Path | None
    spill: str | None


def read_problem(asked: Asked) -> Problem:
    """The problem; whatever cannot be used is named by file, column, row and value."""
    _check_pairs(asked)
    wanted = [asked.site, asked.benefit, asked.cost, asked.network]
    wanted += [c for c in (asked.cap_by, asked.floor_by, asked.deprived, asked.population) if c]
    wanted += [asked.spill] if asked.spill else []
    text = read_columns(asked.file, wanted)
    sites = _sites(asked, text[asked.site])
    networks = each(asked.network, text[asked.network], _name)
    network = Grouping.of(asked.network, networks)
    quarters, capacity = _capacity(asked, network)
    try:
        return Problem(
            sites=sites,
            benefit=_numbers(asked.benefit, text, _number),
            cost=_numbers(asked.cost, text, _amount),
            network=network,
            capacity=capacity,
            quarters=quarters,
            caps=_caps(asked, text),
            floors=_floors(asked, text),
            equity=_equity(asked, text),
            spill_over=_spill_over(asked, text, sites),
            discount=asked.discount,
        )
    except ValueError as error:
        raise FileProblem(str(error)) from error


def _check_pairs(asked: Asked) -> None:
    """Options that say nothing without one another."""
    pairs = (
        ("--cap-by", asked.cap_by, "--cap", asked.cap),
        ("--floor-by", asked.floor_by, "--floors", asked.floors),
        ("--deprived", asked.deprived, "--population", asked.population),
        ("--neighbours", asked.neighbours, "--spill", asked.spill),
    )
    for one, given, other, also in pairs:
        if (given is None) != (also is None):
            there, missing = (one, other) if also is None else (other, one)
            raise click.UsageError(f"{there} needs {missing}")
    if asked.equity_floor is not None and asked.deprived is None:
        raise click.UsageError("--equity-floor needs --deprived and --population")


def _sites(asked: Asked, names: Sequence[str]) -> tuple[str, ...]:
    seen: set[str] = set()

    def new(name: str) -> str:
        if name in seen:
            raise ValueError("this site has a row already; give each site one row")
        seen.add(name)
        return _name(name)

    return tuple(each(asked.site, names, new))


def _capacity(asked: Asked, network: Grouping) -> tuple[tuple[str, ...], Floats]:
    """(quarters, capacities); quarters in the order of the file."""
    path, columns = asked.capacity, _header(asked.capacity)
    key = asked.network if asked.network in columns else "network"
    has_quarters = "quarter" in columns
    text = read_columns(path, [key, "capacity", *(["quarter"] if has_quarters else [])])
    names = each(_of(key, path), text[key], _name)
    when = ["1"] * len(names)
    if has_quarters:
        when = each(_of("quarter", path), text["quarter"], _name)
    amounts = each(_of("capacity", path), text["capacity"], _amount)
    given: dict[tuple[str, str], float] = {}
    for row, (name, quarter, amount) in enumerate(zip(names, when, amounts, strict=True), start=2):
        if (name, quarter) in given:
            raise FileProblem(f"{path.name}, row {row}: {name!r} has a capacity already")
        given[name, quarter] = amount
    quarters = tuple(dict.fromkeys(when))
    for name in network.names:
        for quarter in quarters:
            if (name, quarter) not in given:
                inside = f" in quarter {quarter}" if has_quarters else ""
                raise FileProblem(
                    f"{path.name} has no capacity for {asked.network} {name!r}{inside}; "
                    "add a row, with 0 if it has none"
                )
    return quarters, np.array([[given[name, q] for q in quarters] for name in network.names])


def _caps(asked: Asked, text: dict[str, list[str]]) -> tuple[Limits, ...]:
    if asked.cap_by is None or asked.cap is None:
        return ()
    return (Limits.same(Grouping.of(asked.cap_by, text[asked.cap_by]), asked.cap),)


def _floors(asked: Asked, text: dict[str, list[str]]) -> tuple[Limits, ...]:
    if asked.floor_by is None or asked.floors is None:
        return ()
    path = asked.floors
    rows = read_columns(path, [asked.floor_by, "floor"])
    names = each(_of(asked.floor_by, path), rows[asked.floor_by], _name)
    floors = each(_of("floor", path), rows["floor"], _whole)
    by = Grouping.of(asked.floor_by, text[asked.floor_by])
    known = set(by.names)
    for row, name in enumerate(names, start=2):
        if name not in known:
            raise FileProblem(
                f"column {_of(asked.floor_by, path)!r}, row {row}, value {name!r}: "
                f"no site of {asked.file.name} is there; correct it or take the row out"
            )
        if name in names[: row - 2]:
            raise FileProblem(f"{path.name}, row {row}: {name!r} has a floor already")
    return (Limits.named(by, dict(zip(names, floors, strict=True)), otherwise=0),)


def _equity(asked: Asked, text: dict[str, list[str]]) -> Equity | None:
    if asked.deprived is None or asked.population is None:
        return None
    return Equity(
        deprived=_numbers(asked.deprived, text, _share),
        population=_numbers(asked.population, text, _amount),
        floor=asked.equity_floor or 0.0,
    )


def _spill_over(
    asked: Asked, text: dict[str, list[str]], sites: tuple[str, ...]
) -> SpillOver | None:
    if asked.neighbours is None or asked.spill is None:
        return None
    position = {name: index for index, name in enumerate(sites)}

    def known(name: str) -> int:
        if name not in position:
            raise ValueError(f"no such site in {asked.file.name}")
        return position[name]

    path = asked.neighbours
    rows = read_columns(path, ["site", "neighbour"])
    source = each(_of("site", path), rows["site"], known)
    target = each(_of("neighbour", path), rows["neighbour"], known)
    return SpillOver(
        _numbers(asked.spill, text, _amount),
        np.array(source, dtype=np.intp),
        np.array(target, dtype=np.intp),
    )


def read_spread(asked: Asked, column: str) -> Floats:
    """(sites,) standard errors of the benefits."""
    return _numbers(column, read_columns(asked.file, [column]), _amount)


def _header(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return next(csv.reader(file), [])


def _of(column: str, path: Path) -> str:
    """A column's name in messages about a second file."""
    return f"{column} of {path.name}"


def _numbers(column: str, text: dict[str, list[str]], read: Callable[[str], float]) -> Floats:
    return np.array(each(column, text[column], read), dtype=np.float64)


def _name(text: str) -> str:
    if not text:
        raise ValueError("give a name; blank is none")
    return text


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError("give a number") from None
    if not math.isfinite(number):
        raise ValueError("give a finite number")
    return number


def _amount(text: str) -> float:
    number = _number(text)
    if number < 0:
        raise ValueError("give 0 or more")
    return number


def _share(text: str) -> float:
    number = _number(text)
    if not 0 <= number <= 1:
        raise ValueError("give 1 for a site in the most deprived fifth, 0 otherwise, or a share")
    return number


def _whole(text: str) -> int:
    number = _amount(text)
    if number != int(number):
        raise ValueError("give a whole number of sites")
    return int(number)
