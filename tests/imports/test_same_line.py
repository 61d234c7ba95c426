"""Which lines are the same, what is added, what is replaced."""

from pathlib import Path

from tests.imports.helpers import bring, codes, figures, query, write

HEADER = "order_no,ordered_on,product,customer,quantity,unit_price"
NUMBERED = "order_no,line_no,ordered_on,product,customer,quantity,unit_price"
ONE = "A1,2024-03-01,P1,C1,2,10"
TWO = "A1,2024-03-01,P2,C1,1,5"


def test_a_file_twice_adds_nothing(database: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", HEADER, ONE, TWO, ONE)
    first = bring(database, path)
    assert (first.rows, first.inserted, first.duplicates) == (3, 3, 0)
    second = bring(database, path)
    assert (second.accepted, second.duplicates, second.changed_orders) == (0, 3, 0)
    assert figures(database)[:2] == (3, 450_000)


def test_the_same_occurrence_within_the_order(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, ONE))
    twice = bring(database, write(tmp_path / "b.csv", HEADER, ONE, ONE))
    assert (twice.inserted, twice.duplicates, twice.changed_orders) == (1, 1, 1)
    assert figures(database)[0] == 2


def test_occurrences_are_counted_over_the_whole_file(database: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("salesdash.imports.running.CHUNK_ROWS", 2)
    bring(database, write(tmp_path / "a.csv", HEADER, ONE, ONE))
    between = [f"B{n},2024-03-01,P1,C1,1,1" for n in range(5)]
    result = bring(database, write(tmp_path / "b.csv", HEADER, ONE, *between, ONE, *between[:1], ONE))
    # of A1 the first two are there, the third is new; B0 stands twice
    assert (result.inserted, result.duplicates) == (7, 2)
    again = bring(database, tmp_path / "b.csv")
    assert (again.inserted, again.duplicates) == (0, 9)


def test_line_numbers_decide_where_both_have_them(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", NUMBERED, "A1,1,2024-03-01,P1,C1,2,10"))
    other = bring(database, write(tmp_path / "b.csv", NUMBERED, "A1,2,2024-03-01,P1,C1,2,10"))
    assert (other.inserted, other.changed_orders) == (1, 1)
    changed = bring(database, write(tmp_path / "c.csv", NUMBERED, "A1,2,2024-03-01,P1,C1,3,10"))
    assert (changed.inserted, changed.duplicates, changed.changed_orders) == (0, 1, 1)
    assert figures(database)[1] == 400_000


def test_the_order_of_a_file_with_and_one_without_numbers(database: str, tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.csv", HEADER, ONE, ONE, TWO)
    numbered = write(
        tmp_path / "numbered.csv",
        NUMBERED,
        "A1,1,2024-03-01,P1,C1,2,10",
        "A1,2,2024-03-01,P1,C1,2,10",
        "A1,3,2024-03-01,P2,C1,1,5",
        "A1,4,2024-03-01,P2,C1,1,5",
    )
    bring(database, plain)
    second = bring(database, numbered)
    assert (second.inserted, second.duplicates) == (1, 3)
    numbers = query(database, "SELECT line_no FROM order_lines ORDER BY line_no")
    assert numbers == [("1",), ("2",), ("3",), ("4",)]
    assert bring(database, numbered).duplicates == 4
    assert bring(database, plain).duplicates == 3
    assert figures(database)[0] == 4


def test_a_number_twice_in_a_file_is_the_same_line(database: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("salesdash.imports.running.CHUNK_ROWS", 1)
    row = "A1,1,2024-03-01,P1,C1,2,10"
    result = bring(database, write(tmp_path / "a.csv", NUMBERED, row, "B1,1,2024-03-01,P1,C1,1,1", row))
    assert (result.inserted, result.duplicates) == (2, 1)


def test_amounts_compare_where_one_side_has_no_price(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, ONE))
    header = "order_no,ordered_on,product,customer,quantity,net_amount"
    result = bring(database, write(tmp_path / "b.csv", header, "A1,2024-03-01,P1,C1,2,20", "A1,2024-03-01,P1,C1,2,21"))
    assert (result.inserted, result.duplicates) == (1, 1)


def test_columns_that_a_file_did_not_have_contradict_nothing(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, ONE))
    more = write(tmp_path / "b.csv", HEADER + ",region,cost", ONE + ",North,7")
    skipped = bring(database, more)
    assert (skipped.duplicates, skipped.changed_orders) == (1, 0)
    replaced = bring(database, more, on_existing="replace")
    assert (replaced.updated, replaced.changed_orders) == (1, 1)
    assert figures(database)[:3] == (1, 200_000, 70_000)
    corrected = bring(database, write(tmp_path / "c.csv", HEADER + ",region,cost", ONE + ",North,8"))
    assert (corrected.duplicates, corrected.changed_orders) == (1, 1)


def test_replacing_makes_the_order_what_the_file_says(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, ONE, TWO, "A1,2024-03-02,P3,C1,1,1", "B1,2024-03-01,P1,C1,1,1"))
    path = write(tmp_path / "b.csv", HEADER, ONE, "A1,2024-03-01,P2,C1,4,5", "A1,2024-04-01,P9,C1,1,100")
    result = bring(database, path, on_existing="replace")
    # ONE stays, P2 is updated, P9 is new, P3 goes, B1 is not in the file
    assert (result.duplicates, result.updated, result.inserted, result.changed_orders) == (1, 1, 1, 1)
    assert figures(database)[:2] == (4, 200_000 + 200_000 + 1_000_000 + 10_000)
    again = bring(database, path, on_existing="replace")
    assert (again.accepted, again.duplicates, again.changed_orders) == (0, 3, 0)


def test_skip_and_dry_run_count_alike(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, ONE, TWO))
    path = write(
        tmp_path / "b.csv", HEADER, ONE, "A1,2024-03-01,P2,C1,4,5", "C1,2024-04-01,P9,C7,1,100", "C1,x,P,C,1,1"
    )
    before, customers = figures(database), codes(database, "customers")
    for on_existing in ("skip", "replace"):
        dry = bring(database, path, on_existing=on_existing, dry_run=True)
        assert dry.batch is None
        assert figures(database) == before
        assert codes(database, "customers") == customers
        real = bring(database, path, on_existing=on_existing)
        names = ("rows", "inserted", "updated", "duplicates", "rejected", "changed_orders")
        if on_existing == "skip":
            assert [getattr(dry, name) for name in names] == [4, 2, 0, 1, 1, 1]
        assert [getattr(dry, name) for name in names] == [getattr(real, name) for name in names]
        before, customers = figures(database), codes(database, "customers")


def test_orders_over_two_months_are_noted_and_both_marked(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, ONE))
    march = dict(query(database, "SELECT month, token FROM month_versions"))
    bring(database, write(tmp_path / "b.csv", HEADER, "A1,2024-04-01,P1,C1,1,1"))
    assert query(database, "SELECT count(*) FROM spanning_orders") == [(1,)]
    tokens = dict(query(database, "SELECT month, token FROM month_versions"))
    assert set(tokens) == {202403, 202404}
    assert tokens[202403] != march[202403]
