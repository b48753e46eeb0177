"""The examples in the docstrings say what they give."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    ["intervals", "league", "deciles", "fifths", "dispersion", "funnel", "funnel_limits"],
)
def test_examples(name):
    found = doctest.testmod(import_module(f"groundswell.analysis.{name}"))
    assert found.attempted > 0 and found.failed == 0
