"""Files that the cluster knows by an address, not this machine by a path."""

import pytest

from groundswell.measures.engine.protocol import Unreadable

COLUMNS = {"site": "SITE", "items": "ITEMS"}


@pytest.fixture
def items_at(spark):
    def added_up(address):
        spark.register_csv("rows_read", [address], COLUMNS)
        asked = "SELECT CAST(SUM(CAST(items AS INTEGER)) AS INTEGER) AS items FROM rows_read"
        return spark.run(asked)["items"].to_pylist()[0]

    return added_up


def test_an_address_may_stand_for_many_files(items_at, tmp_path):
    for n in (1, 2, 4):
        (tmp_path / f"{n}.csv").write_text(f"SITE,ITEMS\nA,{n}\n")
    assert items_at(f"file://{tmp_path}/*.csv") == 7
    assert items_at(f"file://{tmp_path}") == 7
    assert items_at(f"file://{tmp_path}/4.csv") == 4


def test_files_of_one_address_need_one_header(items_at, tmp_path):
    (tmp_path / "1.csv").write_text("SITE,ITEMS\nA,1\n")
    (tmp_path / "2.csv").write_text("ITEMS,SITE\n1,A\n")
    with pytest.raises(Unreadable, match="different headers"):
        items_at(f"file://{tmp_path}/*.csv")


def test_paths_may_have_their_columns_in_different_order(spark, tmp_path):
    (tmp_path / "1.csv").write_text("SITE,ITEMS\nA,1\n")
    (tmp_path / "2.csv").write_text("items,other,site\n2,x,B\n")
    spark.register_csv("rows_read", [tmp_path / "1.csv", tmp_path / "2.csv"], COLUMNS)
    rows = spark.run("SELECT site, items FROM rows_read ORDER BY site").to_pylist()
    assert [tuple(row.values()) for row in rows] == [("A", "1"), ("B", "2")]


def test_what_is_not_there_is_said_with_its_address(items_at, tmp_path):
    with pytest.raises(Unreadable, match=r"no such file.*/nowhere\.csv"):
        items_at(f"file://{tmp_path}/nowhere.csv")


def test_a_heading_that_the_file_does_not_have_is_named(items_at, tmp_path):
    (tmp_path / "1.csv").write_text("SITE,QUANTITY\nA,1\n")
    with pytest.raises(Unreadable, match="ITEMS"):
        items_at(f"file://{tmp_path}/1.csv")


@pytest.fixture
def here_and_there(spark, tmp_path, monkeypatch):
    """A file of this machine, and the same in a folder that the cluster knows by an address."""
    here, there = tmp_path / "here" / "a [1].csv", tmp_path / "there" / "a [1].csv"
    for path in (here, there):
        path.parent.mkdir()
        path.write_text("SITE,ITEMS\nA,1\n")
    monkeypatch.setattr(spark, "_files_at", f"file://{there.parent}/")
    return here, there


def test_the_cluster_reads_its_own_copy_of_a_file(spark, here_and_there):
    here, there = here_and_there
    there.write_text("SITE,ITEMS\nB,2\n")
    spark.register_csv("rows_read", [here], COLUMNS)
    assert spark.run("SELECT * FROM rows_read").to_pylist() == [{"site": "B", "items": "2"}]


def test_a_copy_of_another_size_is_refused(spark, here_and_there):
    here, there = here_and_there
    there.write_text("SITE,ITEMS\nA,1\nA,1\n")
    with pytest.raises(Unreadable, match="19 bytes there, 15 here"):
        spark.register_csv("rows_read", [here], COLUMNS)


def test_a_copy_that_is_not_there_is_refused(spark, here_and_there):
    here, there = here_and_there
    there.unlink()
    with pytest.raises(Unreadable, match="0 bytes there"):
        spark.register_csv("rows_read", [here], COLUMNS)
