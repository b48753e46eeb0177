"""The examples in docstrings run as printed."""

import doctest
from importlib import import_module

import pytest

MODULES = [
    "cells",
    "covariates",
    "interrupted",
    "panel",
    "segments",
    "staggered",
    "statsmodels_adapter",
    "stepped_wedge",
    "synthetic",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run_as_printed(name):
    found = doctest.testmod(import_module(f"groundswell.analysis.effect.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
