"""The national programmes that come with Groundswell: the tables that a ledger lacks of them."""

import csv
from collections.abc import Mapping
from pathlib import Path

import groundswell.programmes
from groundswell.innovations.models import Innovation
from groundswell.programmes.models import Programme

from .set_up import Table

FOLDER = Path(groundswell.programmes.__file__).with_name("starter")
# In the order in which they refer to each other.
LAYOUTS = ("innovations", "programmes", "published-results")


def starter_tables() -> list[Table]:
    """The starter's tables, for `set_up`, without innovations and programmes that are there.

    A row with a slug that is taken is left out, whoever recorded it; results that are recorded
    already are known to their layout. Empty where nothing is left to load.
    """
    held = {
        "innovations": set(Innovation.objects.values_list("slug", flat=True)),
        "programmes": set(Programme.objects.values_list("slug", flat=True)),
    }
    tables = []
    for layout in LAYOUTS:
        rows = [row for row in _rows(layout) if row.get("slug") not in held.get(layout, ())]
        if rows:
            tables.append(Table(layout, rows, f"starter-{layout}.csv"))
    return tables


def _rows(layout: str) -> list[Mapping[str, str]]:
    with (FOLDER / f"{layout}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))
