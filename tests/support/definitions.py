"""A measure's definition as text, to be spoiled in one place."""

from pathlib import Path

from groundswell.measures.definition import Measure
from groundswell.measures.definition_file import Read, read_definition

# Line 1 is the slug. Each key has a line of its own.
SHARE = """\
slug: our-share
title: Our share of everything
short: Our share
why: It matters.
numerator:
  by: codes
  source: epd
  column: items
  codes:
    - {code: 0208020Z0, name: Apixaban}
    - {code: 0208020Y0, name: Rivaroxaban, since: 2012-01, until: 2030-12}
  but:
    - {code: 0208020Z0AAABAB, name: Apixaban 5mg tablets}
denominator:
  by: codes
  source: epd
  column: items
  codes:
    - {code: "020802", name: Oral anticoagulants}
unit: "%"
multiplier: 100
kind: proportion
direction: increase
source_class: administrative
counts: activity
sites: practice
innovations: [apixaban]
target: 80
status: published
author: A Writer
checker: B Reader
next_review: 2027-11-22
version: 3
notes: Not much.
"""

QUANTITY = """\
slug: our-quantity
title: Vials
short: Vials
why: It matters.
numerator:
  by: codes
  source: scmd
  column: total_quantity
  codes:
    - {code: "31210311000001108", name: Mepolizumab}
    - {code: "18671311000001102", name: Omalizumab}
denominator: {by: none}
unit: vials
multiplier: 1
kind: quantity
direction: neutral
source_class: administrative
counts: activity
sites: trust
status: draft
author: A Writer
next_review: 2027-11-22
version: 1
"""

RATE = """\
slug: our-rate
title: Items per 1,000 patients
short: Items
why: It matters.
numerator:
  by: codes
  source: epd
  column: items
  codes:
    - {code: "0501", name: Antibacterial drugs}
denominator:
  by: list-size
  carried_months: 6
unit: items per 1,000 patients
multiplier: 1000
kind: rate
direction: decrease
source_class: administrative
counts: activity
sites: practice
status: draft
author: A Writer
next_review: 2027-11-22
version: 1
"""

GIVEN = """\
slug: our-given
title: Given
short: Given
why: It matters.
numerator: {by: given}
denominator: {by: given}
unit: £ per patient
multiplier: 1
kind: mean
direction: neutral
source_class: official
counts: money
sites: practice
status: preview
author: A Writer
next_review: 2027-11-22
version: 1
is_demo: true
"""


def read_text(folder: Path, text: str | bytes, name: str = "") -> Read:
    """The definition read from a file that is named after its slug."""
    content = text.encode() if isinstance(text, str) else text
    slug = content.partition(b"\n")[0].partition(b":")[2].strip().decode()
    path = folder / (name or f"{slug}.yaml")
    path.write_bytes(content)
    return read_definition(path)


def measure_of(folder: Path, text: str) -> Measure:
    read = read_text(folder, text)
    assert read.measure is not None, read.refusals
    return read.measure
