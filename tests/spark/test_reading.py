"""A CSV file means the same in both engines. Every test runs on each."""

import gzip

import pyarrow as pa
import pytest

from groundswell.measures.engine.protocol import Unreadable

COLUMNS = {"site": "Practice Code", "code": "BNF_CODE", "items": "ITEMS"}
HEADER = b"BNF_CODE,Practice Code,ITEMS\n"


@pytest.fixture
def read(engine, tmp_path):
    """(site, code, items) of each row of a file with these bytes."""

    def read_bytes(content, name="rows.csv", columns=COLUMNS):
        path = tmp_path / name
        path.write_bytes(content)
        engine.register_csv("rows_read", [path], columns)
        table = engine.run(f"SELECT {', '.join(columns)} FROM rows_read")
        assert {field.type for field in table.schema} == {pa.string()}
        return sorted((tuple(row.values()) for row in table.to_pylist()), key=repr)

    return read_bytes


CONTENTS = {
    "digits keep their zeros": (b"0012,007,1e3\n", [("007", "0012", "1e3")]),
    "a comma within quotes": (b'"a, b",X,1\n', [("X", "a, b", "1")]),
    "doubled quotes": (b'"a ""b"" c",X,1\n', [("X", 'a "b" c', "1")]),
    "an inch within a text": (b'5" x 3",X,1\n', [("X", '5" x 3"', "1")]),
    "a backslash": (b'a\\,"X\\",1\n', [("X\\", "a\\", "1")]),
    "nothing is null": (b",X,1\n", [("X", None, "1")]),
    "quoted nothing is null too": (b'"",X,1\n', [("X", None, "1")]),
    "a space is not nothing": (b" , X ,1\n", [(" X ", " ", "1")]),
    "words for nothing are words": (b"NULL,NA,null\n", [("NA", "NULL", "null")]),
    "letters of every kind": ("é–ŵ,日本,€\n".encode(), [("日本", "é–ŵ", "€")]),
    "no last newline": (b"a,X,1\nb,Y,2", [("X", "a", "1"), ("Y", "b", "2")]),
    "empty lines are no rows": (b"a,X,1\n\nb,Y,2\n\n", [("X", "a", "1"), ("Y", "b", "2")]),
    "a hash is not a comment": (b"#a,X,1\n", [("X", "#a", "1")]),
    "no rows": (b"", []),
}


@pytest.mark.parametrize(("content", "rows"), CONTENTS.values(), ids=CONTENTS)
def test_a_text_is_read_as_it_is_written(read, content, rows):
    assert read(HEADER + content) == rows


def test_lines_may_end_as_on_windows(read):
    assert read(HEADER.replace(b"\n", b"\r\n") + b"a,X,1\r\n") == [("X", "a", "1")]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(read):
    assert read(b"\xef\xbb\xbf" + HEADER + b"a,X,1\n") == [("X", "a", "1")]


def test_a_zipped_file_is_read(read):
    assert read(gzip.compress(HEADER + b"a,X,1\n"), "rows.csv.gz") == [("X", "a", "1")]


def test_a_file_name_is_not_a_pattern(read):
    assert read(HEADER + b"a,X,1\n", "rows [1] {a,b} 50%.csv") == [("X", "a", "1")]


def test_only_the_columns_asked_for_need_to_be_text(read):
    only = {"site": "Practice Code"}
    assert read(HEADER + b"caf\xe9,X,1\n", columns=only) == [("X",)]


REFUSED = {
    "a row too short": b"a,X,1\nb,Y\n",
    "a row too long": b"a,X,1\nb,Y,2,3\n",
    "a quote that does not end": b'a,X,1\n"b,Y,2\n',
    "a stray quote within quotes": b'"a "b" c",X,1\n',
    "bytes that are not UTF-8": b"caf\xe9,X,1\n",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_and_never_guessed(read, content):
    """Also where the column asked for is not the one at fault."""
    with pytest.raises(Unreadable):
        read(HEADER + content, columns={"code": "BNF_CODE"})


def test_several_files_are_one_table(engine, tmp_path):
    paths = [tmp_path / f"{n}.csv" for n in range(3)]
    for n, path in enumerate(paths):
        path.write_bytes(HEADER + f"a,X,{n}\n".encode())
    engine.register_csv("rows_read", paths, COLUMNS)
    asked = "SELECT COUNT(*) AS files, SUM(CAST(items AS INTEGER)) AS items FROM rows_read"
    (row,) = engine.run(asked).to_pylist()
    assert (int(row["files"]), int(row["items"])) == (3, 3)


def test_rows_that_are_given_keep_their_types(engine):
    table = pa.table(
        {
            "code": pa.array(["a", None], pa.string()),
            "number": pa.array([1, 2], pa.int32()),
            "share": pa.array([0.25, None], pa.float64()),
        }
    )
    engine.register_rows("given", table)
    assert engine.run("SELECT * FROM given ORDER BY number") == table


def test_no_rows_can_be_given(engine):
    engine.register_rows("given", pa.table({"code": pa.array([], pa.string())}))
    assert engine.run("SELECT code FROM given").num_rows == 0


def test_what_is_kept_is_not_read_again(engine, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(HEADER + b"a,X,1\n")
    engine.register_csv("rows_read", [path], COLUMNS)
    engine.keep("kept", "SELECT code FROM rows_read")
    path.unlink()
    assert engine.run("SELECT code FROM kept").to_pylist() == [{"code": "a"}]


def test_what_is_kept_under_a_name_again_is_the_newer(engine, tmp_path):
    path = tmp_path / "rows.csv"
    for code in ("a", "b"):
        path.write_bytes(HEADER + f"{code},X,1\n".encode())
        engine.register_csv("rows_read", [path], COLUMNS)
        engine.keep("kept", "SELECT code FROM rows_read")
    assert engine.run("SELECT code FROM kept").to_pylist() == [{"code": "b"}]


NUMBERS = {
    "1": 1, "1.5": 1.5, "-2": -2, "+3": 3, ".5": 0.5, "5.": 5, "007": 7, " 8 ": 8, "1e3": 1000,
    "1E-2": 0.01, "0.0000005": 0.000001, "-0.0000005": -0.000001, "0.0000004": 0,
    "999999999999": 999999999999, "1000000000000": None, "1,000": None, "": None,
    "x": None, "NaN": None, "inf": None, "0x10": None, "£5": None, "1 2": None, "--1": None,
    "1d": None, "5f": None, "1.5.2": None, "e5": None, ".": None, "-": None,
}  # fmt: skip


def test_a_number_is_read_as_a_decimal_or_not_at_all(engine):
    assert decimals(engine, NUMBERS) == NUMBERS


def test_digits_grouped_by_underscores_are_the_known_difference(duckdb, spark):
    assert decimals(duckdb, ["1_000"]) == {"1_000": 1000}
    assert decimals(spark, ["1_000"]) == {"1_000": None}


def decimals(engine, texts):
    """What rows_to_cells makes of each text in a column of numbers."""
    engine.register_rows("given", pa.table({"text": list(texts)}))
    number = "CAST(TRY_CAST(text AS DECIMAL(18,6)) AS DOUBLE) AS number"
    rows = engine.run(f"SELECT text, {number} FROM given").to_pylist()
    return {row["text"]: row["number"] for row in rows}
