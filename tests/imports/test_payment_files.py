"""Payments from files: the same payment, unknown orders, currencies, scope, what a preview tells, undo."""

from decimal import Decimal
from pathlib import Path

import pytest

from salesdash import db, imports
from salesdash.access import users
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import NotPermitted
from tests.imports.helpers import bring, query, rejected, write

HEADER = "payment_no,order_no,customer,paid_on,amount,currency,note"
STORED = (
    "SELECT p.payment_no, p.order_no, c.code, p.paid_on, p.amount, p.currency, p.original_amount, p.note "
    "FROM payments p LEFT JOIN customers c ON c.id = p.customer_id ORDER BY p.id"
)


def stored(url: str) -> list[tuple[object, ...]]:
    return [(*row[:3], str(row[3]), *row[4:]) for row in query(url, STORED)]


def orders(url: str, folder: Path) -> None:
    bring(url, write(folder / "o.csv", "order_no,ordered_on,customer,rep,net_amount",
                     "A1,2024-03-01,C1,r1,100", "A1,2024-03-01,C1,r1,20", "A2,2024-03-02,C2,r2,50"))  # fmt: skip


def test_payments_come_in_once_and_go_again(database: str, tmp_path: Path) -> None:
    orders(database, tmp_path)
    path = write(tmp_path / "p.csv", HEADER, "R1,A1,C1,2024-03-10,100.25,,first", "R2,,C2,2024-03-11,-5,,",
                 ",A9,,2024-03-12,7,,", ",A9,,2024-03-12,7,,")  # fmt: skip
    result = bring(database, path, "payments")
    assert (result.rows, result.inserted, result.duplicates, result.rejected) == (4, 4, 0, 0)
    assert result.told == {"unknown_orders": 1, "changed_payments": 0}
    assert stored(database) == [
        ("R1", "A1", "C1", "2024-03-10", 1_002_500, None, None, "first"),
        ("R2", None, "C2", "2024-03-11", -50_000, None, None, None),
        (None, "A9", None, "2024-03-12", 70_000, None, None, None),
        (None, "A9", None, "2024-03-12", 70_000, None, None, None),
    ]
    again = bring(database, path, "payments")
    assert (again.accepted, again.duplicates) == (0, 4)
    more = write(tmp_path / "q.csv", HEADER, *[",A9,,2024-03-12,7,,"] * 3)
    assert bring(database, more, "payments").inserted == 1
    with db.reading(database) as session:
        before = db.versions(session)["payments"]
    undone = imports.undo(database, OPERATOR, result.batch or 0)
    assert (undone.lines, len(stored(database))) == (4, 1)
    with db.reading(database) as session:
        assert db.versions(session)["payments"] != before


def test_a_number_is_the_payment_s_within_an_order(database: str, tmp_path: Path) -> None:
    """One transfer may pay several orders; numbers that an earlier file did not have are no reason to count twice."""
    bring(database, write(tmp_path / "a.csv", HEADER, ",A1,C1,2024-03-10,5,,"), "payments")
    path = write(tmp_path / "b.csv", HEADER, "R1,A1,C1,2024-03-10,5,,", "R1,A2,C1,2024-03-10,8,,",
                 "R1,A2,C1,2024-03-10,8,,", "R1,A2,C1,2024-03-10,9,,")  # fmt: skip
    result = bring(database, path, "payments", rejects_path=tmp_path / "out.csv")
    assert (result.inserted, result.duplicates, result.rejected) == (1, 2, 1)
    (refused,) = rejected(tmp_path / "out.csv")
    assert (refused["line"], refused["field"], refused["value"]) == ("5", "payment_no", "R1")


def test_a_corrected_file_replaces_and_undoing_brings_back(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "R1,A1,C1,2024-03-10,5,,"), "payments")
    changed = write(tmp_path / "b.csv", HEADER, "R1,A1,C2,2024-03-11,6,,late")
    kept = bring(database, changed, "payments")
    assert (kept.duplicates, kept.told["changed_payments"], stored(database)[0][4]) == (1, 1, 50_000)
    told = imports.preview(database, OPERATOR, changed, "payments", imports.Options(on_existing="replace"))
    assert told.effect.to_numpy().tolist() == [["receipts", 0, 10_000]]  # on the file's day; the row moves there
    result = bring(database, changed, "payments", on_existing="replace")
    assert (result.updated, result.told["changed_payments"]) == (1, 1)
    assert stored(database) == [("R1", "A1", "C2", "2024-03-11", 60_000, None, None, "late")]
    imports.undo(database, OPERATOR, result.batch or 0)
    assert stored(database) == [("R1", "A1", "C1", "2024-03-10", 50_000, None, None, None)]
    assert query(database, "SELECT code FROM customers") == [("C1",)]


def test_rows_that_are_no_payments(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "r.csv", "date,currency,rate", "2024-03-01,EUR,1.1"), "rates")
    path = write(tmp_path / "p.csv", HEADER, "R1,,,2024-03-10,5,,", "R2,A1,,,5,,", "R3,A1,,2024-03-10,,,",
                 "R4,A1,,2024-02-30,5,,", "R5,A1,,2024-03-10,5 apples,,", "R6,A1,,2024-03-10,5,JPY,",
                 "R7,A1,,2024-03-10,10,eur,", "R8,A1,,2024-03-10,10,usd,")  # fmt: skip
    result = bring(database, path, "payments", rejects_path=tmp_path / "out.csv")
    assert (result.inserted, result.rejected) == (2, 6)
    found = [(row["line"], row["field"], row["value"]) for row in rejected(tmp_path / "out.csv")]
    assert found == [("2", "order_no", ""), ("3", "paid_on", ""), ("4", "amount", ""), ("5", "paid_on", "2024-02-30"),
                     ("6", "amount", "5 apples"), ("7", "currency", "JPY")]  # fmt: skip
    assert [row[4:7] for row in stored(database)] == [(110_000, "EUR", 100_000), (100_000, None, None)]


def test_chinese_columns_and_what_a_preview_tells(database: str, tmp_path: Path) -> None:
    orders(database, tmp_path)
    bring(database, write(tmp_path / "a.csv", HEADER, "R0,A1,C1,2024-03-09,60,,"), "payments")
    path = write(tmp_path / "p.csv", "收款單號,订单号,客戶編號,收款日期,付款金額(千元),備註",
                 "R1,A1,C1,2024-03-10,0.1,", "R0,A1,C1,2024-03-09,0.06,", "R2,,C7,2024-03-11,1,新")  # fmt: skip
    told = imports.preview(database, OPERATOR, path, "payments", imports.Options())
    assert list(told.result.columns) == ["payment_no", "order_no", "customer", "paid_on", "amount", "note"]
    assert told.totals.to_numpy().tolist() == [["amount", *map(Decimal, (1160, 1100, 60, 0))]]
    assert told.new_members == {"customer": (1, ["C7"])}
    assert told.prepaid == 400_000  # 60 + 100 for an order of 120
    assert (str(told.first_day), str(told.last_day)) == ("2024-03-09", "2024-03-11")
    assert told.effect.to_numpy().tolist() == [["receipts", 600_000, 11_600_000]]
    assert len(stored(database)) == 1 and query(database, "SELECT count(*) FROM customers") == [(2,)]


def test_only_what_the_uploader_may_see(company: str, tmp_path: Path) -> None:
    orders(company, tmp_path)
    bring(company, write(tmp_path / "r.csv", "rep,team", "r1,North", "r2,South"), "reps")
    with db.writing(company) as session:
        users.add(
            session, OPERATOR, "amy", role="sales_assistant", name="Amy", team="North", password="river stone lamp"
        )
    with db.reading(company) as session:
        amy = users.by_login(session, "amy")
    path = write(tmp_path / "p.csv", HEADER, "R1,A1,C1,2024-03-10,1,,", "R2,A2,C2,2024-03-10,2,,",
                 "R3,,C1,2024-03-10,3,,", "R4,,C2,2024-03-10,4,,", "R5,A9,C1,2024-03-10,5,,",
                 "R6,A9,C9,2024-03-10,6,,")  # fmt: skip
    result = bring(company, path, "payments", user=amy, rejects_path=tmp_path / "out.csv")
    assert [row[0] for row in stored(company)] == ["R1", "R3", "R5"]
    assert {row["reason"] for row in rejected(tmp_path / "out.csv")} == {"outside your scope"}
    assert result.rejected == 3
    bring(company, write(tmp_path / "q.csv", HEADER, "R2,A2,C2,2024-03-10,2,,"), "payments")
    taken = write(tmp_path / "t.csv", HEADER, "R1,A1,C2,2024-03-10,1.5,,", "R2,A2,C1,2024-03-10,9,,")
    replaced = bring(company, taken, "payments", user=amy, on_existing="replace")
    assert (replaced.updated, replaced.rejected) == (1, 1)
    reader = User(id=None, login="x", name="x", role="sales_manager", permissions=frozenset({"targets.set"}))
    with pytest.raises(NotPermitted):
        bring(company, path, "payments", user=reader)
