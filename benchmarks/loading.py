"""Loading the national list of practices, beside reading it with the csv module."""

import csv
import os
from pathlib import Path

from benchmarks.timing import median_ms, once_ms, table
from groundswell.cli.home import prepare_home
from groundswell.intake import import_file
from groundswell.intake.steps import check_content
from groundswell.people.actions import operator

DATA = Path(os.environ.get("GROUNDSWELL_REAL_DATA", "../shared/data"))
FILE = DATA / "organisations" / "2022_12_epraccur.csv"


def run() -> list[str]:
    if not FILE.exists():
        return [f"\n## Loading organisations\n\nLeft out: {FILE.name} is not beside the project.\n"]
    prepare_home()
    by, options = operator(), {"as_of": "2022-12-01"}
    content = FILE.read_bytes()

    def read() -> None:
        with FILE.open(newline="") as file:
            list(csv.reader(file))

    def check() -> None:
        check_content(by=by, file_name=FILE.name, content=content, layout=None, options=options)

    plain, checked = median_ms(read, 3), median_ms(check, 3)
    accepted = once_ms(lambda: import_file(by=by, path=FILE, options=options))
    rows = [
        ["csv module, rows read and dropped", f"{plain:.0f} ms", "1"],
        ["dry run: read and checked", f"{checked:.0f} ms", f"{checked / plain:.0f}"],
        ["accepted: checked and stored (one run)", f"{accepted:.0f} ms", f"{accepted / plain:.0f}"],
    ]
    title = "Loading organisations: epraccur of December 2022, 15,536 rows (bar: 5 s)"
    return [table(title, ["", "time", "ratio"], rows)]
