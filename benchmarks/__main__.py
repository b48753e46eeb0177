"""Run every benchmark in a data directory of its own, and write RESULTS.md."""

import os
import platform
import sys
import tempfile
from datetime import date
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="groundswell-bench-") as home:
        os.environ["GROUNDSWELL_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from benchmarks import (
            analysis_curves,
            analysis_effect,
            analysis_plan,
            analysis_spc,
            cells,
            ingest,
            loading,
            programme,
            reach,
            spread,
        )

        subjects = (
            loading,
            spread,
            programme,
            ingest,
            cells,
            reach,
            analysis_spc,
            analysis_effect,
            analysis_curves,
            analysis_plan,
        )
        parts = [_machine(), *(part for subject in subjects for part in subject.run())]
    text = "\n".join(parts)
    sys.stdout.write(text)
    RESULTS.write_text(text)


def _machine() -> str:
    import duckdb
    import numpy
    import scipy

    return (
        "# Benchmarks\n\n"
        "Written by `make bench`; repeat it to compare. Times are wall clock, the median of "
        "several runs unless it says otherwise; ratios come from one run.\n\n"
        f"{date.today():%d %B %Y}; {os.cpu_count()} cores; Python {platform.python_version()}, "
        f"NumPy {numpy.__version__}, SciPy {scipy.__version__}, DuckDB {duckdb.__version__}.\n"
    )


if __name__ == "__main__":
    main()
