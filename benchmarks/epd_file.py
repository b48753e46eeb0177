"""Files in the layout of the English Prescribing Dataset, of any size, with the real skew.

`python -m benchmarks.epd_file FILE --rows 17000000` writes a national month: some 7,000 practices
of log-normal sizes, 28,000 presentations used as Zipf would have it, 26 columns of about 300
bytes a row. The same seed gives the same file. Rows come shuffled, the hardest order for a
grouping; real files are sorted, some months by practice and some by code.
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

PRACTICES, PRESENTATIONS = 7_000, 28_000
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
) -> Path:
    """Write a file. Each prefix in `covering` is the start of some code that is in it."""
    rng = np.random.default_rng(seed)
    sites, products = _practices(practices), _presentations(presentations, rng, covering)
    with duckdb.connect(config={"memory_limit": "2GB"}) as connection:
        connection.register("sites", sites)
        connection.register("products", products)
        numbers = pa.schema([(n, pa.int32()) for n in ("site", "product", "quantity", "items")])
        batches = _numbers(rows, practices, products.num_rows, len(covering), rng, numbers)
        connection.register("numbers", pa.RecordBatchReader.from_batches(numbers, batches))
        connection.execute("SET preserve_insertion_order = false")
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
    """Codes built as BNF codes are: chapter to subparagraph, chemical, product, presentation.

    About 3% are appliances of 11 digits. The codes that cover what is asked for come first.
    """
    codes = dict.fromkeys((c + "0A0AAABABAAAAAA"[len(c) :])[: max(15, len(c))] for c in covering)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    while len(codes) < count + len(covering):
        chapter, section, paragraph = rng.integers(1, (16, 12, 6))
        chemical = letters[int(26 * rng.beta(1, 3))] + "0"
        if rng.random() < 0.03:
            codes[f"2{chapter % 4}{rng.integers(10**8, 10**9)}"] = None
            continue
        brand = "AA" if rng.random() < 0.5 else "B" + letters[rng.integers(26)]
        form = "".join(letters[i] for i in rng.integers(0, 26, 2))
        codes[f"{chapter:02}{section:02}{paragraph:02}0{chemical}{brand}{form}{form}"] = None
    every = list(codes)
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


def _numbers(
    rows: int,
    practices: int,
    presentations: int,
    covered: int,
    rng: np.random.Generator,
    schema: pa.Schema,
) -> Iterator[pa.RecordBatch]:
    """Which practice, which presentation, how much. The first rows use what must be there."""
    of_site = _drawn(rng.lognormal(0, 0.8, practices))
    popular = 1.0 / np.arange(1, presentations + 1) ** 0.9
    of_product = _drawn(rng.permutation(popular))
    for start in range(0, rows, CHUNK):
        size = min(CHUNK, rows - start)
        product = of_product(rng.random(size))
        if not start:
            product[:covered] = np.arange(covered)[:size]
        quantity = rng.choice([7, 14, 21, 28, 30, 56, 60, 84, 100, 112, 200, 500], size)
        items = np.minimum(rng.geometric(0.45, size) ** 2, 900)
        columns = (of_site(rng.random(size)), product, quantity, items)
        arrays = [pa.array(c.astype(np.int32)) for c in columns]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _drawn(weights: np.ndarray):  # type: ignore[type-arg, no-untyped-def]
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
    given = parser.parse_args()
    write_epd(given.file, given.rows, seed=given.seed, month=given.month)


if __name__ == "__main__":
    main()
