"""What we took of NHS.UK frontend asks nothing of any other server."""

import re
from pathlib import Path

import pytest

from groundswell.web.vendor_nhsuk import HERE, mend_style, without_source_map

STATIC = HERE.parent


def test_the_style_sheet_asks_only_for_icons_that_are_here():
    css = (HERE / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    asked = set(re.findall(r"url\(([^)]*)\)", css))
    assert asked
    assert all((HERE / address).is_file() for address in asked)


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.[cj]s*")), ids=lambda p: p.name)
def test_no_file_points_at_a_source_map_or_another_server(path: Path):
    text = path.read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)


def test_a_style_sheet_that_asks_for_something_new_is_refused():
    with pytest.raises(ValueError, match="new-icon"):
        mend_style("a{background:url(/elsewhere/new-icon.svg)}")


def test_fonts_from_elsewhere_are_dropped():
    font = "@font-face{font-family:F;src:url(https://assets.nhs.uk/f.woff2)}"
    assert mend_style(f"{font}a{{color:red}}") == "a{color:red}\n"


def test_source_maps_are_dropped():
    assert without_source_map("a();\n//# sourceMappingURL=a.js.map\n") == "a();\n"
