"""`groundswell analyse plan`: which sites to support next."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import numpy as np

from groundswell.analysis.plan import (
    Infeasible,
    Plan,
    Problem,
    Robustness,
    SolverFailed,
    preview,
    price_of_equity,
    robustness,
    solve,
)
from groundswell.analysis.plan.frontier import FLOORS
from groundswell.analysis.plan.problem import Floats

from .plan_files import Asked, read_problem, read_spread
from .plan_table import COLUMNS, document, refuse, remarks, rows
from .rows import write_csv, write_json
from .solver_noise import kept_off_stdout

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _floors(_: click.Context, __: click.Parameter, value: str | None) -> tuple[float, ...] | None:
    if value is None:
        return None
    try:
        floors = tuple(float(part) for part in value.split(","))
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a list such as 0.25,0.3,0.4") from None
    if not all(0 <= floor <= 1 for floor in floors):
        raise click.BadParameter(f"{value!r} holds a share that is not from 0 to 1")
    return floors


@click.command()
@click.argument("file", type=_FILE)
@click.option("--site", required=True, help="Column of site names or codes, a row a site.")
@click.option("--benefit", required=True, help="Column: what supporting the site is worth.")
@click.option("--cost", required=True, help="Column: what it takes of its network's capacity.")
@click.option("--network", required=True, help="Column of networks.")
@click.option(
    "--capacity",
    type=_FILE,
    required=True,
    help="CSV file: network, capacity and, for several quarters, quarter.",
)
@click.option("--cap-by", help="Column of groups, such as PCNs, with at most --cap sites each.")
@click.option("--cap", type=click.IntRange(0), help="The most sites in each group of --cap-by.")
@click.option("--floor-by", help="Column of groups, such as ICBs, with a least number of sites.")
@click.option("--floors", type=_FILE, help="CSV file: the --floor-by column, and floor.")
@click.option("--deprived", help="Column: 1 in the most deprived fifth, 0 otherwise, or a share.")
@click.option("--population", help="Column of people whom each site covers.")
@click.option(
    "--equity-floor",
    type=click.FloatRange(0, 1),
    help="Least share of the covered population in the most deprived fifth.",
)
@click.option(
    "--discount",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.0,
    help="Share of a benefit that each quarter of waiting loses.",
)
@click.option("--neighbours", type=_FILE, help="CSV file: site, neighbour; a row a direction.")
@click.option("--spill", help="Column: what a site gains when only a neighbour is supported.")
@click.option(
    "--gap",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.001,
    show_default=True,
    help="Stop when no plan can be better by more than this share.",
)
@click.option("--time-limit", type=click.FloatRange(0, min_open=True), help="Seconds.")
@click.option("--preview", "is_preview", is_flag=True, help="A good plan at once, by greed.")
@click.option(
    "--frontier",
    is_flag=False,
    flag_value=",".join(map(str, FLOORS)),
    callback=_floors,
    help="Price equity floors, such as 0.25,0.3: in the JSON, and what --plot draws.",
)
@click.option("--benefit-se", help="Column of the benefits' standard errors: tests the plan.")
@click.option(
    "--draws",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help="Draws of the benefits with --benefit-se.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the draws.")
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw an SVG file.")
def plan(
    is_preview: bool,
    gap: float,
    time_limit: float | None,
    frontier: tuple[float, ...] | None,
    benefit_se: str | None,
    draws: int,
    seed: int,
    output: str,
    plot: Path | None,
    **given: Any,
) -> None:
    """Choose the sites of FILE to support: the most benefit that capacities and limits allow.

    CSV out: every site with whether it is chosen and in which quarter. The objective, its proven
    bound and the gap between them are in the JSON and on stderr. Limits that cannot all hold are
    named, and the exit status is 1.
    """
    asked = Asked(**given)
    problem = read_problem(asked)
    spread = read_spread(asked, benefit_se) if benefit_se else None
    if frontier and problem.equity is None:
        raise click.UsageError("--frontier needs --deprived and --population")
    with kept_off_stdout(), _told():
        found = preview(problem) if is_preview else solve(problem, gap=gap, time_limit=time_limit)
    if isinstance(found, Infeasible):
        refuse(found, output)
    with kept_off_stdout(), _told():
        prices = price_of_equity(problem, frontier, gap=gap) if frontier else None
        tested = None if spread is None else _tested(problem, found, spread, draws, seed, gap)
    if output == "json":
        write_json(document(problem, found, prices, tested))
    else:
        write_csv(COLUMNS, rows(problem, found), remarks(found, prices, tested))
    if plot is not None:
        from .plan_plot import draw

        plot.write_text(draw(problem, found, prices), encoding="utf-8")


@contextmanager
def _told() -> Iterator[None]:
    """What the statistics refuse becomes a message."""
    try:
        yield
    except (SolverFailed, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _tested(
    problem: Problem, plan: Plan, spread: Floats, draws: int, seed: int, gap: float
) -> Robustness:
    """The plan against normal draws around the expected benefits."""
    rng = np.random.default_rng(seed)
    drawn = rng.normal(problem.benefit, spread, (draws, problem.n))
    if problem.spill_over is not None:
        drawn = np.maximum(drawn, problem.spill_over.value)
    return robustness(problem, plan, drawn, gap=gap)
