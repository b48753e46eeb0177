"""Files in the layout of the English Prescribing Dataset, of any size, with the real skew.

`python -m benchmarks.epd_file FILE --rows 17000000` writes a national month: some 7,000 practices
of log-normal sizes, 28,000 presentations of 2,400 substances used as Zipf would have it, 26 columns
of about 300 bytes a row. The same seed gives the same file. Of the two months that we have one is
sorted by practice and one by code; rows can come in either order, or shuffled.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]

PRACTICES, SUBSTANCES, PRESENTATIONS = 7_000, 2_400, 28_000
ORDERS = ("practice", "code", "shuffled")
CHUNK = 500_000
HEADER = next(
    csv.reader(
        [
            "YEAR_MONTH,REGIONAL_OFFICE_NAME,REGIONAL_OFFICE_CODE,ICB_NAME,ICB_CODE,PCO_NAME,"
            "PCO_CODE,PRACTICE_NAME,PRACTICE_CODE,ADDRESS_1,ADDRESS_2,ADDRESS_3,ADDRESS_4,POSTCODE,"
            "BNF_CHEMICAL_SUBSTANCE,CHEMICAL_SUBSTANCE_BNF_DESCR,BNF_CODE,BNF_DESCRIPTION,"
            "BNF_CHAPTER_PLUS_CODE,QUANTITY,ITEMS,TOTAL_QUANTITY,ADQUSAGE,NIC,ACTUAL_COST,"
            "UNIDENTIFIED"
        ]
    )
)
CHAPTERS = (
    *("Gastro-Intestinal System", "Cardiovascular System", "Respiratory System"),
    *("Central Nervous System", "Infections", "Endocrine System"),
    *("Obstetrics, Gynaecology and Urinary-Tract Disorders", "Malignant Disease"),
    *("Nutrition and Blood", "Musculoskeletal and Joint Diseases", "Eye"),
    *("Ear, Nose and Oropharynx", "Skin", "Immunological Products and Vaccines", "Anaesthesia"),
)
REGIONS = ("LONDON", "SOUTH WEST", "SOUTH EAST", "MIDLANDS", "EAST OF ENGLAND", "NORTH WEST")


def write_epd(
    path: Path,
    rows: int,
    *,
    seed: int = 0,
    month: str = "202503",
    practices: int = PRACTICES,
    presentations: int = PRESENTATIONS,
    covering: Sequence[str] = (),
    order: str = "shuffled",
) -> Path:
    """Write a file. Each prefix in `covering` is the start of some code that is in it."""
    rng = np.random.default_rng(seed)
    sites, products = _practices(practices), _presentations(presentations, rng, covering)
    with duckdb.connect(config={"memory_limit": "2GB", "threads": 1}) as connection:
        connection.register("sites", sites)
        connection.register("products", products)
        numbers = pa.schema([(n, pa.int32()) for n in ("site", "product", "quantity", "items")])
        drawn = _drawn_rows(rows, practices, products.num_rows, len(covering), order, rng)
        batches = _batches(drawn, rng, numbers)
        connection.register("numbers", pa.RecordBatchReader.from_batches(numbers, batches))
        # As written, the codes are looked up for the rows, and not the rows for the codes.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        connection.execute(f"COPY ({_sql(month)}) TO '{path}' (FORMAT csv, HEADER)")
    return path


def _practices(count: int) -> pa.Table:
    """Seven columns of names, a code and an address for each practice."""
    n = np.arange(count)
    texts = {
        "region": [REGIONS[i % 6] for i in n],
        "region_code": [f"Y{56 + i % 6}" for i in n],
        "icb": [f"NHS {REGIONS[i % 6]} AREA {i % 42} INTEGRATED CARE BOARD" for i in n],
        "icb_code": [f"Q{chr(65 + i % 26)}{i % 10}" for i in n],
        "pco": [f"NHS {REGIONS[i % 6]} AREA {i % 42} ICB - {i % 106:02}X" for i in n],
        "pco_code": [f"{i % 100:02}X00" for i in n],
        "name": [f"THE SURGERY OF STREET {i}" for i in n],
        "code": [f"{'ABCDEFGHJKLMNPVWY'[i % 17]}{80000 + i // 17}" for i in n],
        "line_1": [f"{i % 300} HIGH STREET" for i in n],
        "line_2": [f"VILLAGE {i % 977}" for i in n],
        "line_3": [f"TOWN {i % 331}" for i in n],
        "postcode": [f"AB{i % 90} {i % 10}CD" for i in n],
    }
    return pa.table({"number": pa.array(n, pa.int32()), **texts})


def _presentations(count: int, rng: np.random.Generator, covering: Sequence[str]) -> pa.Table:
    """Codes built as BNF codes are: chapter to subparagraph, substance, product, presentation.

    About 3% are appliances of 11 digits. The codes that cover what is asked for come first; all
    others are in order, so that a file sorted by their numbers is sorted by code.
    """
    asked = [(c + "0A0AAABABAAAAAA"[len(c) :])[: max(15, len(c))] for c in covering]
    substances = sorted({_substance(rng) for _ in range(SUBSTANCES)})
    of_substance = _drawn(rng.permutation(1.0 / np.arange(1, len(substances) + 1) ** 0.7))
    codes: set[str] = set()
    while len(codes) < count:
        if rng.random() < 0.03:
            codes.add(f"2{rng.integers(4)}{rng.integers(10**8, 10**9)}")
            continue
        brand = "AA" if rng.random() < 0.5 else f"B{_letters(rng, 1)}"
        form = _letters(rng, 2)
        codes.add(f"{substances[int(of_substance(rng.random()))]}{brand}{form}{form}")
    every = [*dict.fromkeys((*asked, *sorted(codes)))]
    titles = [f"{c[:2]}: {CHAPTERS[(int(c[:2]) - 1) % 15]}" for c in every]
    return pa.table(
        {
            "number": pa.array(np.arange(len(every)), pa.int32()),
            "code": every,
            "chemical": [c[:9] for c in every],
            "chemical_name": [f"Chemical substance {c[4:9].lower()}" for c in every],
            "description": [f"Preparation {c[4:].lower()} 100mg tablets" for c in every],
            "chapter": titles,
        }
    )


def _substance(rng: np.random.Generator) -> str:
    chapter, section, paragraph = rng.integers(1, (16, 12, 6))
    return f"{chapter:02}{section:02}{paragraph:02}0{_letters(rng, 1)}0"


def _letters(rng: np.random.Generator, count: int) -> str:
    return "".join(chr(65 + int(n)) for n in rng.integers(0, 26, count))


def _drawn_rows(
    rows: int,
    practices: int,
    presentations: int,
    covered: int,
    order: str,
    rng: np.random.Generator,
) -> Iterator[tuple[Ints, Ints]]:
    """Practices and presentations, a piece at a time; the first are what must be there."""
    of_site = _drawn(rng.lognormal(0, 0.8, practices))
    of_product = _drawn(rng.permutation(1.0 / np.arange(1, presentations + 1) ** 0.9))
    by_site, by_product = (order == name for name in ORDERS[:2])
    sites = np.sort(of_site(rng.random(rows))) if by_site else None
    products = np.sort(of_product(rng.random(rows))) if by_product else None
    for start in range(0, rows, CHUNK):
        size = min(CHUNK, rows - start)
        piece = slice(start, start + size)
        site = of_site(rng.random(size)) if sites is None else sites[piece]
        product = of_product(rng.random(size)) if products is None else products[piece]
        if not start:
            product[:covered] = np.arange(covered)[:size]
        yield site, product


def _batches(
    drawn: Iterator[tuple[Ints, Ints]], rng: np.random.Generator, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The rows with how much was prescribed."""
    for site, product in drawn:
        quantity = rng.choice([7, 14, 21, 28, 30, 56, 60, 84, 100, 112, 200, 500], len(site))
        items = np.minimum(rng.geometric(0.45, len(site)) ** 2, 900)
        arrays = [pa.array(c.astype(np.int32)) for c in (site, product, quantity, items)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _drawn(weights: NDArray[np.float64]) -> Callable[[Any], Any]:
    """A function from uniform numbers to positions, drawn in proportion to the weights."""
    upto = np.cumsum(weights) / np.sum(weights)
    return lambda uniform: np.minimum(np.searchsorted(upto, uniform), len(weights) - 1)


def _sql(month: str) -> str:
    values = (
        f"'{month}', s.region, s.region_code, s.icb, s.icb_code, s.pco, s.pco_code, "
        "s.name, s.code, "
        "s.line_1, s.line_2, s.line_3, '', s.postcode, p.chemical, p.chemical_name, p.code, "
        "p.description, p.chapter, CAST(n.quantity AS DECIMAL(9,1)), n.items, "
        "CAST(n.quantity * n.items AS DECIMAL(12,1)), CAST(n.items * 0.5 AS DECIMAL(9,2)), "
        "CAST(n.items * (n.product % 997) * 0.03 AS DECIMAL(12,2)), "
        "CAST(n.items * (n.product % 997) * 0.0278312 AS DECIMAL(12,5)), 'N'"
    ).split(", ")
    # A comma inside a function belongs to it.
    named = ", ".join(f"{v} AS {h}" for v, h in zip(_joined(values), HEADER, strict=True))
    return (
        f"SELECT {named} FROM numbers n JOIN sites s ON s.number = n.site "
        "JOIN products p ON p.number = n.product"
    )


def _joined(pieces: Sequence[str]) -> list[str]:
    out: list[str] = []
    for piece in pieces:
        if out and out[-1].count("(") > out[-1].count(")"):
            out[-1] += f", {piece}"
        else:
            out.append(piece)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--month", default="202503")
    parser.add_argument("--order", choices=ORDERS, default="shuffled")
    given = parser.parse_args()
    write_epd(given.file, given.rows, seed=given.seed, month=given.month, order=given.order)


if __name__ == "__main__":
    main()
