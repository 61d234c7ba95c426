"""Undo takes back exactly what an import brought, and says what it could not."""

from pathlib import Path

import pytest
from sqlalchemy import text

from salesdash import db, imports
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from tests.imports.helpers import bring, codes, figures, query, write

HEADER = "order_no,ordered_on,product,customer,quantity,unit_price,rep"
TABLES = ("order_lines", "line_retirements", "customers", "products", "people", "credit_groups", "credit_shares")


def rows(url: str) -> list[int]:
    return [query(url, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def test_undo_restores_all(database: str, tmp_path: Path) -> None:
    a = bring(database, write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,P1,C1,2,10,r1", "A1,2024-03-01,P2,C1,1,5,r1"))
    before, counted = figures(database), rows(database)
    path = write(tmp_path / "b.csv", HEADER, "A1,2024-03-01,P1,C2,3,10,r1:50;r2:50", "B1,2024-05-01,P9,C9,1,1,r3")
    b = bring(database, path, on_existing="replace")
    assert figures(database)[0] == 2
    undone = imports.undo(database, OPERATOR, b.batch)
    assert (undone.lines, undone.restored, undone.members_removed, undone.kept) == (2, 2, 5, [])
    assert figures(database) == before
    assert rows(database) == counted
    assert imports.undo(database, OPERATOR, a.batch).lines == 2
    assert rows(database) == [0] * len(TABLES)


def test_batches_are_undone_in_any_order(database: str, tmp_path: Path) -> None:
    header = HEADER.removesuffix(",rep")
    a = bring(database, write(tmp_path / "a.csv", header, "A1,2024-03-01,P1,C1,2,10"))
    b = bring(database, write(tmp_path / "b.csv", header, "A1,2024-03-01,P1,C1,3,10"), on_existing="replace")
    c = bring(database, write(tmp_path / "c.csv", header, "A1,2024-03-01,P1,C1,4,10"), on_existing="replace")
    assert figures(database)[:2] == (1, 400_000)
    undone = imports.undo(database, OPERATOR, b.batch)
    assert ("replaced_since", "order_lines", 1) in undone.kept
    assert ("still_replaced", "line_retirements", 1) in undone.kept
    assert figures(database)[:2] == (1, 400_000)  # what the last file says stands
    imports.undo(database, OPERATOR, c.batch)
    assert figures(database)[:2] == (1, 200_000)
    imports.undo(database, OPERATOR, a.batch)
    assert figures(database)[:2] == (0, 0)


def test_members_that_others_use_stay(database: str, tmp_path: Path) -> None:
    a = bring(database, write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,P1,C1,2,10,r1", "A2,2024-03-01,P2,C2,2,10,r2"))
    bring(database, write(tmp_path / "b.csv", HEADER, "B1,2024-03-01,P1,C1,2,10,r1"))
    undone = imports.undo(database, OPERATOR, a.batch)
    assert undone.members_removed == 3
    assert sorted(undone.kept) == [("used_since", name, 1) for name in ("customer", "product", "rep")]
    assert set(codes(database, "customers")) == {"C1"}
    assert query(database, "SELECT batch_id FROM customers") == [(None,)]


def test_line_numbers_are_taken_back(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", "order_no,ordered_on,net_amount", "A1,2024-03-01,5"))
    b = bring(database, write(tmp_path / "b.csv", "order_no,line_no,ordered_on,net_amount", "A1,7,2024-03-01,5"))
    assert query(database, "SELECT line_no FROM order_lines") == [("7",)]
    imports.undo(database, OPERATOR, b.batch)
    assert query(database, "SELECT line_no, numbered_by FROM order_lines") == [(None, None)]


def test_master_data_gets_its_former_values(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", "customer,name,country", "C1,First,TW", "C2,Second,"), "customers")
    b = bring(
        database, write(tmp_path / "b.csv", "customer,name,country", "C1,Other,JP", "C2,2,", "C3,3,"), "customers"
    )
    assert (b.inserted, b.updated) == (1, 2)
    with db.writing(database) as session:
        session.execute(text("UPDATE customers SET name = 'by hand' WHERE code = 'C2'"))
    undone = imports.undo(database, OPERATOR, b.batch)
    assert undone.kept == [("changed_since", "customers", 1)]
    assert codes(database, "customers") == {"C1": "First", "C2": "by hand"}
    assert set(codes(database, "countries")) == {"TW"}


def test_a_name_that_orders_gave_goes_again(database: str, tmp_path: Path) -> None:
    header = "order_no,ordered_on,net_amount,customer"
    bring(database, write(tmp_path / "a.csv", header, "A1,2024-03-01,5,C1"))
    named = write(tmp_path / "b.csv", header + ",customer_name", "A2,2024-03-01,5,C1,Harbour Ltd")
    b = bring(database, named)
    assert codes(database, "customers") == {"C1": "Harbour Ltd"}
    imports.undo(database, OPERATOR, b.batch)
    assert codes(database, "customers") == {"C1": "C1"}


def test_what_cannot_be_undone(database: str, tmp_path: Path) -> None:
    a = bring(database, write(tmp_path / "a.csv", "order_no,ordered_on,net_amount", "A1,2024-03-01,5"))
    with pytest.raises(BadInput, match="unknown_batch"):
        imports.undo(database, OPERATOR, 99)
    clerk = User(id=1, login="m", name="m", role="x", permissions=frozenset({"master.manage"}))
    with pytest.raises(NotPermitted):
        imports.undo(database, clerk, a.batch)
    imports.undo(database, OPERATOR, a.batch)
    with pytest.raises(Conflict, match="already_undone"):
        imports.undo(database, OPERATOR, a.batch)


def test_undo_is_in_the_list_and_the_audit_trail(database: str, tmp_path: Path) -> None:
    a = bring(database, write(tmp_path / "a.csv", "order_no,ordered_on,net_amount", "A1,2024-03-01,5"))
    imports.undo(database, OPERATOR, a.batch)
    with db.reading(database) as session:
        listed = imports.batches(session, OPERATOR)
    assert listed[["batch", "file", "kind", "by", "rows", "accepted", "undone"]].values.tolist() == [
        [a.batch, "a.csv", "orders", "operator", 1, 1, True]
    ]
    assert query(database, "SELECT action, entity FROM audit_entries ORDER BY id") == [
        ("import", "import"),
        ("undo", "import"),
    ]
