"""Files of raw rows among the submissions: how they are called, and which columns count."""

from groundswell.measures.sources import SOURCES, Source


def layout_of(source: Source) -> str:
    """What a submission of raw rows is called among the layouts."""
    return f"{source.name}-rows"


def count_headings(layout: str) -> frozenset[str]:
    """The headings of numbers in files of raw rows; none for any other layout."""
    source = SOURCES.get(layout.removesuffix("-rows")) if layout.endswith("-rows") else None
    if source is None:
        return frozenset()
    return frozenset(h for column in source.columns for h in source.headings.get(column, ()))
