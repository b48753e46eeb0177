"""The pictures of a reach answer, each with its words and the addresses of its files."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from groundswell.questions.reach import ReachAnswer, ReachQuestion

from .measure_tables import measure_tables
from .pictures import PICTURES


@dataclass(frozen=True, slots=True)
class Figure:
    """`table` names the table that has its numbers; `csv` is the address of that as a file."""

    name: str
    label: str
    alt: str
    svg: str
    png: str
    csv: str


# What each picture is called, and the table that has its numbers.
_LABELS = {
    "spc": ("Chart over time", "spc"),
    "multiples": ("Small charts of the places", "spc"),
    "deciles": ("Deciles of sites", "deciles"),
    "funnel": ("Funnel plot", "funnel"),
    "fifths": ("Deprivation fifths", "fifths"),
    "league": ("League table as a picture", "league"),
}


def figures_of(question: ReachQuestion, answer: ReachAnswer) -> dict[str, Figure]:
    """The pictures that there are of an answer."""
    found = {name: figure_of(question, answer, name) for name in PICTURES["reach"]}
    return {name: figure for name, figure in found.items() if figure}


def figure_of(
    question: ReachQuestion, answer: ReachAnswer, name: str, place: str = ""
) -> Figure | None:
    alt = _alt(answer, name, place)
    if alt is None:
        return None
    label, table = _LABELS[name]
    if place:
        label = f"{label}: {answer.names[answer.codes.index(place)]}"
    return Figure(
        name=name,
        label=label,
        alt=alt,
        svg=_address("picture", question, place, picture=name, form="svg"),
        png=_address("picture", question, place, picture=name, form="png"),
        csv=_address("table_csv", question, place, table=table),
    )


def _alt(answer: ReachAnswer, name: str, place: str) -> str | None:
    alts = measure_tables(answer).alts
    if (name, place) not in alts:
        drawn = PICTURES["reach"][name](answer, place)
        alts[name, place] = drawn.alt if drawn else None
    return alts[name, place]


def _address(view: str, question: ReachQuestion, place: str, **parts: str) -> str:
    which = f"&{urlencode({'place': place})}" if place else ""
    return f"{reverse(view, kwargs={'name': question.NAME, **parts})}?{question.query}{which}"
