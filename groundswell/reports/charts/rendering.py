"""A Vega-Lite spec drawn as SVG or PNG, offline, remembered by its own text."""

import json
from functools import lru_cache
from xml.sax.saxutils import quoteattr

import vl_convert

Spec = dict[str, object]

# A drawing takes about 0.1 s and its spec at most 0.4 MB. The key is the whole spec, numbers
# included, so a picture can never outlive its answer.
_REMEMBERED = 64
_PIXELS_A_UNIT = 2


def svg(spec: Spec, *, alt: str) -> str:
    """An SVG document with no script, style element, style attribute or outside reference.

    So it draws inside <img> under a strict content security policy, and on its own once
    downloaded. `alt` is its accessible name when it is opened or put inline.
    """
    drawn = _svg(_text(spec))
    return drawn.replace("<svg ", f'<svg role="img" aria-label={quoteattr(alt)} ', 1)


def png(spec: Spec) -> bytes:
    """A PNG of two pixels a unit."""
    return _png(_text(spec))


def _text(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, allow_nan=False)


@lru_cache(maxsize=_REMEMBERED)
def _svg(spec: str) -> str:
    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


@lru_cache(maxsize=_REMEMBERED)
def _png(spec: str) -> bytes:
    return vl_convert.vegalite_to_png(spec, scale=_PIXELS_A_UNIT, allowed_base_urls=[])
