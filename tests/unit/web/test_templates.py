"""Templates keep the rules that a page cannot show to be kept."""

import re
from pathlib import Path

import pytest

import groundswell.web

TEMPLATES = Path(groundswell.web.__file__).parent / "templates"
ALL = sorted(p for p in TEMPLATES.rglob("*") if p.suffix in (".jinja", ".html"))


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.relative_to(TEMPLATES).as_posix())
def test_no_inline_script_or_style(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.relative_to(TEMPLATES).as_posix())
def test_data_tables_are_plain_html(path: Path):
    """The macro for tables takes 90 times as long as a loop."""
    assert "components/tables" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ALL, ids=lambda p: p.relative_to(TEMPLATES).as_posix())
def test_nothing_passes_for_an_official_nhs_service(path: Path):
    """The macros for header and footer draw the NHS logo and print © NHS England."""
    text = path.read_text(encoding="utf-8")
    assert "components/header" not in text
    assert "components/footer" not in text
