"""The mpdta panel (county teen employment, package did, MIT data) as the tests read it."""

import csv
from pathlib import Path

from groundswell.analysis.effect import EffectPanel, panel_from_long


def columns(real_data: Path) -> dict[str, list[float]]:
    with (real_data / "diffusion" / "mpdta.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in rows[0]}


def long_columns(real_data: Path) -> tuple[list[float], ...]:
    """Unit, time, outcome and cohort, 0 for never."""
    found = columns(real_data)
    return found["countyreal"], found["year"], found["lemp"], found["first.treat"]


def panel(real_data: Path) -> EffectPanel:
    return panel_from_long(*long_columns(real_data))
