"""Encodings that take colour, shape and size from each record as they are, without a scale."""

import altair as alt


def shape(field: str) -> alt.Shape:
    return alt.Shape(f"{field}:N", scale=None, legend=None)


def fill(field: str) -> alt.Fill:
    return alt.Fill(f"{field}:N", scale=None, legend=None)


def stroke(field: str) -> alt.Stroke:
    return alt.Stroke(f"{field}:N", scale=None, legend=None)


def color(field: str) -> alt.Color:
    return alt.Color(f"{field}:N", scale=None, legend=None)


def size(field: str) -> alt.Size:
    """In square units of a symbol, or the height of letters."""
    return alt.Size(f"{field}:Q", scale=None, legend=None)


def stroke_width(field: str) -> alt.StrokeWidth:
    return alt.StrokeWidth(f"{field}:Q", scale=None, legend=None)


def x(field: str) -> alt.X:
    """In units from the left of the plot."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def y(field: str) -> alt.Y:
    """In units from the top of the plot."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)
