"""A picture of a plan: what it uses of each capacity, or the price of equity."""

from xml.sax.saxutils import quoteattr

import altair as alt
import numpy as np
import vl_convert

from groundswell.analysis.plan import Frontier, Plan, Problem

_BLUE, _INK = "#005eb8", "#212b32"
Values = list[dict[str, object]]


def draw(problem: Problem, plan: Plan, frontier: Frontier | None) -> str:
    """An SVG document: the frontier if there is one."""
    if frontier:
        values, spec, said = _prices(frontier), _frontier_spec(), "The price of equity floors."
    else:
        values, spec = _use(problem, plan), _use_spec(problem)
        said = f"Capacity used by {plan.chosen.sum()} chosen sites, by {problem.network.kind}."
    whole = {**spec, "datasets": {"values": values}}
    drawn = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    return drawn.replace("<svg ", f'<svg role="img" aria-label={quoteattr(said)} ', 1)


def _use(problem: Problem, plan: Plan) -> Values:
    spent = np.zeros(problem.capacity.shape)
    chosen = plan.chosen
    where = (problem.network.codes[chosen], plan.quarter[chosen])
    np.add.at(spent, where, problem.cost[chosen])
    return [
        {
            "network": name,
            "quarter": quarter,
            "used": float(spent[row, column]),
            "capacity": float(problem.capacity[row, column]),
        }
        for row, name in enumerate(problem.network.names)
        for column, quarter in enumerate(problem.quarters)
    ]


def _use_spec(problem: Problem) -> dict[str, object]:
    base = alt.Chart(alt.NamedData(name="values")).encode(
        y=alt.Y("network:N", title=problem.network.kind)
    )
    bar = base.mark_bar(color=_BLUE).encode(
        x=alt.X("used:Q", title="cost: bar used, line capacity")
    )
    tick = base.mark_tick(color=_INK, thickness=3).encode(x="capacity:Q")
    picture = alt.layer(bar, tick).properties(width=420)
    if len(problem.quarters) > 1:
        column = alt.Column("quarter:N", title="quarter", sort=list(problem.quarters))
        spec: dict[str, object] = (
            picture.properties(width=180).facet(column=column).to_dict(validate=False)
        )
        return spec
    only: dict[str, object] = picture.to_dict(validate=False)
    return only


def _prices(frontier: Frontier) -> Values:
    return [
        {"share": price.share, "price": price.price}
        for price in frontier.prices
        if price.price is not None
    ]


def _frontier_spec() -> dict[str, object]:
    base = alt.Chart(alt.NamedData(name="values")).encode(
        x=alt.X(
            "share:Q",
            title="share of those covered in the most deprived fifth",
            axis=alt.Axis(format="%"),
            scale=alt.Scale(zero=False),
        ),
        y=alt.Y("price:Q", title="benefit given up", axis=alt.Axis(format="%")),
    )
    line, points = base.mark_line(color=_BLUE), base.mark_circle(color=_BLUE, size=60, opacity=1)
    spec: dict[str, object] = (
        alt.layer(line, points).properties(width=480, height=260).to_dict(validate=False)
    )
    return spec
