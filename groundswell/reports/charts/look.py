"""The colours and letters of every picture."""

import textwrap
from collections.abc import Sequence

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

# Liberation Sans has Arial's widths: servers without Arial measure and draw the same lines.
FONT = "Arial, Liberation Sans, sans-serif"

# Pictures are 600 units wide. At 390 pixels a phone shows 16 units as 10 pixels.
WIDTH = 600
TEXT = 16
TITLE = 20

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


def dressed(chart: alt.LayerChart, description: str) -> dict[str, object]:
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
