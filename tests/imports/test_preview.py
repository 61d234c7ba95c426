"""What a file would do, before anything is done."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from salesdash import imports
from salesdash.access.identity import OPERATOR, User
from tests.imports.helpers import bring, figures, query, write

HEADER = "order_no,ordered_on,customer,quantity,unit_price,cost,remark"


def test_a_preview_tells_all_and_keeps_nothing(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,C1,2,10,5,", "A2,2024-03-20,C1,1,4,1,"))
    before = figures(database), query(database, "SELECT id, status FROM import_batches")
    path = write(
        tmp_path / "b.csv",
        HEADER,
        "A1,2024-03-01,C1,2,10,5,",  # there already
        "A1,2024-03-01,C2,3,10,5,",  # the order gains a line
        "B1,2024-04-02,C3,1,2.5,1,",
        "B2,2024-04-03,C3,-1,2.5,1,",  # a return is no order
        "B3,nonsense,C3,1,1,1,",
    )
    told = imports.preview(database, OPERATOR, path, "orders", imports.Options())
    assert (told.result.batch, told.result.rows, told.result.inserted) == (None, 5, 3)
    assert (told.result.duplicates, told.result.rejected, told.result.changed_orders) == (1, 1, 1)
    assert told.unrecognised == ["remark"]
    assert told.problems.values.tolist() == [[6, "ordered_on", "nonsense", "This is not a date"]]
    assert told.reasons == {"not_a_date": 1}
    totals = {row.field: (row.read, row.counted, row.known, row.rejected) for row in told.totals.itertuples()}
    assert totals == {
        "quantity": (Decimal(5), Decimal(3), Decimal(2), Decimal(0)),
        "net_amount": (Decimal(50), Decimal(30), Decimal(20), Decimal(0)),  # quantity times unit price
        "cost": (Decimal(12), Decimal(7), Decimal(5), Decimal(0)),
    }
    assert told.months == [202403, 202404]
    assert (told.first_day, told.last_day) == (date(2024, 3, 1), date(2024, 4, 3))
    assert told.new_members == {"customer": (2, ["C2", "C3"])}
    assert told.effect.values.tolist() == [["revenue", 240_000, 540_000], ["orders", 2, 3]]
    assert (figures(database), query(database, "SELECT id, status FROM import_batches")) == before
    assert query(database, "SELECT code FROM customers") == [("C1",)]


def test_rejected_sums_stand_apart_and_the_days_are_those_of_all_usable_rows(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,C1,2,10,5,"))
    header = HEADER.replace("remark", "currency,net_amount")
    path = write(
        tmp_path / "b.csv",
        header,
        "A1,2024-03-01,C1,2,10,5,,",  # there already
        "B1,2024-04-02,C3,1,10,1,,8",  # the file's own amount goes before the computed one
        "B2,2024-05-03,C3,4,10,3,EUR,",  # no rate
    )
    told = imports.preview(database, OPERATOR, path, "orders", imports.Options())
    assert told.reasons == {"no_rate": 1}
    assert {row[0]: [int(value) for value in row[1:]] for row in told.totals.itertuples(index=False)} == {
        "quantity": [7, 1, 2, 4],
        "net_amount": [68, 8, 20, 40],
        "cost": [9, 1, 5, 3],
    }
    assert (told.first_day, told.last_day) == (date(2024, 3, 1), date(2024, 4, 2))


def test_a_file_that_is_here_already_has_days_and_no_effect(database: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,C1,2,10,5,")
    bring(database, path)
    told = imports.preview(database, OPERATOR, path, "orders", imports.Options())
    assert (told.first_day, told.last_day) == (date(2024, 3, 1), date(2024, 3, 1))
    assert told.effect.empty


def test_the_effect_of_replacing(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,C1,2,10,5,", "A1,2024-03-01,C1,1,4,1,"))
    path = write(tmp_path / "b.csv", HEADER, "A1,2024-03-01,C1,5,10,5,")
    told = imports.preview(database, OPERATOR, path, "orders", imports.Options(on_existing="replace"))
    assert (told.result.updated, told.result.inserted, told.result.changed_orders) == (1, 0, 1)
    assert told.effect.values.tolist() == [["revenue", 240_000, 500_000], ["orders", 1, 1]]
    bring(database, path, on_existing="replace")
    assert figures(database)[1] == 500_000


def test_figures_are_told_only_to_those_who_may_see_them(database: str, tmp_path: Path) -> None:
    clerk = User(id=None, login="c", name="c", role="x", permissions=frozenset({"facts.import"}))
    path = write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,C1,2,10,5,")
    told = imports.preview(database, clerk, path, "orders", imports.Options())
    assert told.outside_scope == 1  # an account that nobody knows sees nothing
    assert told.effect.empty


def test_the_first_new_members_of_the_file_are_named(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesdash.imports.running.CHUNK_ROWS", 7)
    header = "order_no,ordered_on,net_amount,customer,product,product_line,rep"
    numbers = [n * 37 % 50 for n in range(50)]  # in no order
    rows = [f"A{n},2024-03-01,1,C{n:02},P{n:02},L{n:02},{f'R{n:02}:60;S{n:02}:40' if n % 2 else ''}" for n in numbers]
    path = write(tmp_path / "a.csv", header, *rows)
    told = imports.preview(database, OPERATOR, path, "orders", imports.Options())
    for name, letter in (("customer", "C"), ("product", "P"), ("product_line", "L")):
        assert told.new_members[name] == (50, [f"{letter}{n:02}" for n in numbers[:20]])
    reps = [f"{letter}{n:02}" for n in numbers if n % 2 for letter in "RS"]
    assert told.new_members["rep"] == (50, reps[:20])
