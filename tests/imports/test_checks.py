"""Rows that are rejected, amounts, currencies, credits, permissions, the sample."""

from datetime import date
from pathlib import Path

import pytest

from salesdash import db, imports
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import Account, CompanySetting, ExchangeRate, Person, PersonPlace, Role, Team
from tests.imports.helpers import bring, codes, figures, query, rejected, write

HEADER = "order_no,ordered_on,net_amount"


def test_net_amounts_by_the_glossary(database: str, tmp_path: Path) -> None:
    header = "order_no,ordered_on,quantity,unit_price,discount,net_amount"
    path = write(
        tmp_path / "a.csv",
        header,
        "A1,2024-03-01,3,9.99,0.1,",  # 26.973
        "A2,2024-03-01,3,9.99,0.1,5",  # the file's own amount goes first
        "A3,2024-03-01,-1,0.0001,0.5,",  # -0.00005, halves to even: 0
        "A4,2024-03-01,3,0.0001,0.5,",  # 0.00015 → 0.0002
        "A5,2024-03-01,1000000,80000,0,",  # 80,000,000,000
        "A6,2024-03-01,10000000,90000,0,",  # beyond the limit
        "A7,2024-03-01,5,,0,",  # neither amount nor price
    )
    result = bring(database, path, rejects_path=tmp_path / "rejects.csv")
    amounts = query(database, "SELECT order_no, net_amount FROM order_lines ORDER BY order_no")
    assert amounts == [("A1", 269_730), ("A2", 50_000), ("A3", 0), ("A4", 2), ("A5", 800_000_000_000_000)]
    assert result.rejected == 2
    assert [row["order_no"] for row in rejected(tmp_path / "rejects.csv")] == ["A6", "A7"]


def test_currencies_convert_at_a_rate_of_at_most_31_days(database: str, tmp_path: Path) -> None:
    with db.writing(database) as session:
        session.add(ExchangeRate(currency="EUR", on_date=date(2024, 3, 1), rate_e12=1_100_000_000_000))
    path = write(
        tmp_path / "a.csv",
        HEADER + ",currency,cost",
        "A1,2024-03-01,10,EUR,5",
        "A2,2024-04-01,10,eur,",
        "A3,2024-04-02,10,EUR,",
        "A4,2024-02-29,10,EUR,",
        "A5,2024-03-01,10,USD,",
        "A6,2024-03-01,10,,",
        "A7,2024-03-01,10,JPY,",
    )
    result = bring(database, path, rejects_path=tmp_path / "rejects.csv")
    rows = query(
        database, "SELECT order_no, net_amount, cost, currency, original_amount, original_cost FROM order_lines"
    )
    assert sorted(rows) == [
        ("A1", 110_000, 55_000, "EUR", 100_000, 50_000),
        ("A2", 110_000, None, "EUR", 100_000, None),
        ("A5", 100_000, None, None, None, None),
        ("A6", 100_000, None, None, None, None),
    ]
    assert result.rejected == 3
    reasons = {(row["order_no"], row["field"], row["value"]) for row in rejected(tmp_path / "rejects.csv")}
    assert reasons == {("A3", "currency", "EUR"), ("A4", "currency", "EUR"), ("A7", "currency", "JPY")}
    assert bring(database, path).duplicates == 4


def test_shares_of_credit(database: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        HEADER + ",rep",
        "A1,2024-03-01,10,r1:60;r2:40",
        "A2,2024-03-01,10,r1:0.6;r2:0.4",
        "A3,2024-03-01,10,r1:60;r2:30",
        "A4,2024-03-01,10,r1:33.3333;r2:33.3333;r3:33.3334",
        "A5,2024-03-01,10,r1:100",
        "A6,2024-03-01,10,r1",
        "A7,2024-03-01,10,r1:150;r2:-50",
        "A8,2024-03-01,10,r1;r2",
    )
    result = bring(database, path, rejects_path=tmp_path / "rejects.csv")
    assert [row["order_no"] for row in rejected(tmp_path / "rejects.csv")] == ["A3", "A7", "A8"]
    assert result.inserted == 5
    groups = query(
        database,
        "SELECT l.order_no, p.code, s.share FROM order_lines l JOIN credit_shares s ON s.group_id = l.credit_id "
        "JOIN people p ON p.id = s.person_id ORDER BY l.order_no, s.position",
    )
    assert groups[:4] == [("A1", "r1", 600_000), ("A1", "r2", 400_000), ("A2", "r1", 600_000), ("A2", "r2", 400_000)]
    assert groups[4:7] == [("A4", "r1", 333_333), ("A4", "r2", 333_333), ("A4", "r3", 333_334)]
    assert groups[7:] == [("A5", "r1", 1_000_000), ("A6", "r1", 1_000_000)]
    assert len({row[0] for row in query(database, "SELECT credit_id FROM order_lines")}) == 3


def test_rejects_file_is_harmless_and_whole(database: str, tmp_path: Path) -> None:
    rows = [f"=cmd|x,2024-13-0{n % 9 + 1},-{n}" for n in range(300)]
    result = bring(database, write(tmp_path / "a.csv", HEADER, *rows), rejects_path=tmp_path / "out.csv")
    assert (result.rows, result.rejected, result.accepted) == (300, 300, 0)
    found = rejected(tmp_path / "out.csv")
    assert len(found) == 300
    assert found[5]["line"] == "7"
    assert found[5]["order_no"] == "'=cmd|x"
    assert found[5]["net_amount"] == "-5"
    assert not list(tmp_path.glob(".out*"))


def test_strict_keeps_nothing(database: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", HEADER + ",customer", "A1,2024-03-01,10,C1", "A2,nonsense,10,C2")
    with pytest.raises(BadInput, match="rejected_rows") as refused:
        bring(database, path, strict=True, rejects_path=tmp_path / "out.csv")
    assert refused.value.details["rejected"] == 1
    assert len(rejected(tmp_path / "out.csv")) == 1
    for table in ("order_lines", "customers", "import_batches", "audit_entries"):
        assert query(database, f"SELECT count(*) FROM {table}") == [(0,)]


def test_permission_comes_before_the_file(database: str, tmp_path: Path) -> None:
    nobody = User(id=1, login="n", name="n", role="finance", permissions=frozenset({"kpis.read"}))
    with pytest.raises(NotPermitted):
        imports.run(database, nobody, tmp_path / "is not there.csv", "orders", imports.Options())
    clerk = User(id=1, login="n", name="n", role="sales_assistant", permissions=frozenset({"facts.import"}))
    with pytest.raises(NotPermitted):
        imports.preview(database, clerk, tmp_path / "is not there.csv", "products", imports.Options())
    with pytest.raises(BadInput, match="unknown_kind"):
        imports.run(database, OPERATOR, tmp_path / "is not there.csv", "weather", imports.Options())


def test_the_sample_is_not_mixed_with_unasked(database: str, tmp_path: Path) -> None:
    with db.writing(database) as session:
        session.add(CompanySetting(key="sample", value="2024-03-01"))
    path = write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,10")
    with pytest.raises(Conflict, match="sample_loaded"):
        bring(database, path)
    assert bring(database, path, into_sample=True).inserted == 1


def test_rows_outside_the_scope_are_rejected(database: str, tmp_path: Path) -> None:
    with db.writing(database) as session:
        north, south = Team(code="N", name="North"), Team(code="S", name="South")
        people = [Person(code=code, name=code) for code in ("r1", "r2")]
        session.add_all([north, south, *people, Role(code="sales_assistant", scope="own_unit")])
        session.flush()
        session.add(PersonPlace(person_id=people[0].id, valid_from=date(1900, 1, 1), team_id=north.id))
        session.add(PersonPlace(person_id=people[0].id, valid_from=date(2024, 6, 1), team_id=south.id))
        session.add(PersonPlace(person_id=people[1].id, valid_from=date(1900, 1, 1), team_id=south.id))
        account = Account(login="amy", name="Amy", role="sales_assistant", team_id=north.id, password_hash="")
        session.add(account)
        session.flush()
        user = User(
            id=account.id, login="amy", name="Amy", role="sales_assistant", permissions=frozenset({"facts.import"})
        )
    path = write(
        tmp_path / "a.csv",
        HEADER + ",rep",
        "A1,2024-03-01,10,r1",
        "A2,2024-06-01,10,r1",  # in the other team by then
        "A3,2024-03-01,10,r2",
        "A4,2024-03-01,10,r1:50;r2:50",
        "A5,2024-03-01,10,r9",
        "A6,2024-03-01,10,",
    )
    told = imports.preview(database, user, path, "orders", imports.Options())
    assert (told.outside_scope, told.result.inserted) == (4, 2)
    result = bring(database, path, user=user)
    assert (result.inserted, result.rejected) == (2, 4)
    assert set(codes(database, "people")) == {"r1", "r2"}
    assert figures(database)[:2] == (2, 200_000)


def test_members_codes_and_names(database: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        HEADER + ",customer,customer_name,product,product_line,category,region",
        "A1,2024-03-01,1,17850.0,,P1,Chairs,Furniture,North",
        "A2,2024-03-01,1,17850,Harbour Ltd,P1,,,",
        "A3,2024-03-01,1,,,P2,Tables,Furniture,",
    )
    assert bring(database, path).inserted == 3
    assert codes(database, "customers") == {"17850": "Harbour Ltd"}
    lines = query(
        database,
        "SELECT p.code, l.code, c.code, p.placed FROM products p JOIN product_lines l ON l.id = p.product_line_id "
        "JOIN categories c ON c.id = l.category_id ORDER BY p.code",
    )
    assert [row[:3] for row in lines] == [("P1", "Chairs", "Furniture"), ("P2", "Tables", "Furniture")]
    assert not any(row[3] for row in lines)
    assert query(database, "SELECT count(*) FROM order_lines WHERE region_id IS NULL") == [(2,)]
