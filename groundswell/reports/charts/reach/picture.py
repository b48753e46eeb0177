"""A picture and its words, before it is drawn."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from .. import rendering


@dataclass(frozen=True, eq=False)
class Picture:
    """What a picture says to someone who cannot see it, and how its spec is made when needed."""

    alt: str
    make: Callable[[], rendering.Spec]

    @cached_property
    def spec(self) -> rendering.Spec:
        """A Vega-Lite spec that holds its data."""
        return self.make()

    def svg(self) -> str:
        """An SVG document 600 units wide, named by its alt text."""
        return rendering.svg(self.spec, alt=self.alt)

    def png(self) -> bytes:
        """The same picture, 1200 pixels wide."""
        return rendering.png(self.spec)

    def vega_lite(self) -> str:
        """The spec as JSON, for whoever wants to draw it otherwise."""
        return json.dumps(self.spec, allow_nan=False, ensure_ascii=False)
