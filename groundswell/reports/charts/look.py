"""The colours and letters of every picture."""

import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt

# The NHS identity's colours.
BLUE = "#005eb8"
DARK_BLUE = "#003087"
LIGHT_BLUE = "#41b6e6"
INK = "#212b32"
GREY = "#4c6272"
MID_GREY = "#768692"
PALE_GREY = "#d8dde0"
WHITE = "#ffffff"

# What variation means, darker than Making Data Count has it: 3 to 1 and more on white.
IMPROVEMENT = BLUE
CONCERN = "#c75300"
NEUTRAL = "#5b2a86"
COMMON = MID_GREY
TARGET = "#d5281b"

# Liberation Sans has Arial's widths: servers without Arial measure and draw the same lines.
FONT = "Arial, Liberation Sans, sans-serif"

# Pictures are 600 units wide. At 390 pixels a phone shows 16 units as 10 pixels.
WIDTH = 600
TEXT = 16
TITLE = 20
SMALL = 14  # where sixteen do not fit: many small pictures, long lists

_TITLE_LETTERS = 54
_SUBTITLE_LETTERS = 74


def title(text: str, *lines: str) -> alt.TitleParams:
    """A heading with lines under it, each broken where it would run off the picture."""
    return alt.TitleParams(
        text=textwrap.wrap(text, _TITLE_LETTERS),
        subtitle=wrapped(lines),
        anchor="start",
        frame="bounds",
        fontSize=TITLE,
        fontWeight="bold",
        color=INK,
        subtitleFontSize=TEXT,
        subtitleColor=GREY,
        subtitleLineHeight=TEXT + 5,
        subtitlePadding=6,
        lineHeight=TITLE + 5,
        offset=18,
    )


def title_height(heading: alt.TitleParams) -> int:
    """Units that a heading takes, so that a long name does not squeeze its picture."""
    return len(heading["text"]) * (TITLE + 5) + len(heading["subtitle"]) * (TEXT + 5) + 24


def wrapped(lines: Sequence[str], letters: int = _SUBTITLE_LETTERS) -> list[str]:
    return [part for line in lines for part in textwrap.wrap(line, letters)]


# Widths of Arial's letters, of their size; others are about as wide as a digit.
_NARROW, _WIDE = set("ijlI.,:;'|!()[]tf r-"), set("mwMW%@…")


def text_width(text: str, size: float = TEXT) -> float:
    """About how many units a text takes."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.29
    if letter in _WIDE:
        return 0.86
    return 0.69 if letter.isupper() else 0.555


def dressed(chart: alt.LayerChart | alt.VConcatChart, description: str) -> dict[str, Any]:
    """The chart's spec in our letters, without the marks' own labels.

    The label of the whole picture says it all: hundreds of marks read one by one would not.
    """
    chart.description = description
    chart = (
        chart.configure(font=FONT, background=WHITE, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=TEXT,
            titleFontSize=TEXT,
            labelColor=INK,
            titleColor=INK,
            titleFontWeight="normal",
            gridColor=PALE_GREY,
            domainColor=MID_GREY,
            tickColor=MID_GREY,
        )
    )
    # Checking against Vega-Lite's schema takes as long as drawing: the tests do it instead.
    return chart.to_dict(validate=False)
