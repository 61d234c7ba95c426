"""What somebody whose row scope is not everything can change by a file, see in the list, and undo."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from salesdash import db, imports
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import NotPermitted
from salesdash.models import (
    Account,
    AccountRegion,
    Country,
    Customer,
    Person,
    PersonPlace,
    Placement,
    Product,
    ProductLine,
    Region,
    Role,
    Team,
)
from tests.imports.helpers import bring, figures, query, rejected, write

HEADER = "order_no,ordered_on,product,net_amount,rep"


@pytest.fixture
def amy(database: str) -> User:
    """Imports for team N, in which r1 is; r2 is in team S."""
    with db.writing(database) as session:
        teams = {code: Team(code=code, name=code) for code in "NS"}
        people = {code: Person(code=code, name=code) for code in ("r1", "r2")}
        session.add_all([*teams.values(), *people.values(), Role(code="sales_assistant", scope="own_unit")])
        session.flush()
        for rep, team in (("r1", "N"), ("r2", "S")):
            session.add(PersonPlace(person_id=people[rep].id, valid_from=date(1900, 1, 1), team_id=teams[team].id))
        account = Account(login="amy", name="Amy", role="sales_assistant", team_id=teams["N"].id, password_hash="")
        session.add(account)
        session.flush()
        permissions = frozenset({"facts.import", "kpis.read"})
        return User(id=account.id, login="amy", name="Amy", role="sales_assistant", permissions=permissions)


@pytest.mark.parametrize("on_existing", ["skip", "replace"])
def test_orders_with_a_line_outside_the_scope_stay(
    database: str, tmp_path: Path, amy: User, on_existing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesdash.imports.running.CHUNK_ROWS", 2)
    bring(
        database,
        write(
            tmp_path / "a.csv",
            HEADER,
            "K1,2024-03-01,P1,1,r1",
            "K2,2024-03-01,P1,7,r2",
            "K3,2024-03-01,P1,1,r1",
            "K3,2024-03-01,P2,5,r2",
            "K4,2024-03-01,P1,5,",
        ),
    )
    path = write(
        tmp_path / "b.csv",
        HEADER,
        "K1,2024-03-01,P1,2,r1",
        "K2,2024-03-01,P1,7777,r1",
        "K3,2024-03-01,P1,1,r1",
        "K5,2024-03-01,P1,20,r1",
        "K3,2024-03-01,P3,8,r1",
        "K4,2024-03-01,P1,8,r1",
    )
    told = imports.preview(database, amy, path, "orders", imports.Options(on_existing=on_existing))
    result = bring(database, path, user=amy, on_existing=on_existing, rejects_path=tmp_path / "out.csv")
    assert (told.outside_scope, told.result.accepted) == (4, result.accepted)
    assert result.rows == result.accepted + result.duplicates + result.rejected
    out = rejected(tmp_path / "out.csv")
    assert [(row["line"], row["field"], row["value"]) for row in out] == [
        ("3", "order_no", "K2"),
        ("4", "order_no", "K3"),
        ("6", "order_no", "K3"),
        ("7", "order_no", "K4"),
    ]
    assert {row["reason"] for row in out} == {"outside your scope"}
    k1 = {"skip": 3, "replace": 2}[on_existing]  # the other reading is added, or takes its place
    assert figures(database)[1] == (k1 + 7 + 6 + 5 + 20) * 10_000


def test_a_line_that_counts_no_more_is_in_nobodys_way(database: str, tmp_path: Path, amy: User) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "K1,2024-03-01,P1,7,r2"))
    bring(database, write(tmp_path / "b.csv", HEADER, "K1,2024-03-01,P1,7,r1"), on_existing="replace")
    last = write(tmp_path / "c.csv", HEADER, "K1,2024-03-01,P1,9,r1")
    assert bring(database, last, user=amy, on_existing="replace").updated == 1
    assert figures(database)[1] == 90_000


def test_shared_credit_stands_in_the_scope_of_each(database: str, tmp_path: Path, amy: User) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "K1,2024-03-01,P1,7,r1:50;r2:50"))
    changed = write(tmp_path / "b.csv", HEADER, "K1,2024-03-01,P1,9,r1")
    assert bring(database, changed, user=amy, on_existing="replace").updated == 1


def test_rejected_rows_name_nothing(database: str, tmp_path: Path, amy: User) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "K1,2024-03-01,P1,7,r2"))
    named = write(
        tmp_path / "b.csv", HEADER + ",product_name,product_line", "K1,2024-03-01,P1,9,r1,Mine,Chairs",
        "K2,2024-03-01,P1,9,r2,Mine,Chairs",
    )  # fmt: skip
    assert bring(database, named, user=amy).rejected == 2
    assert query(database, "SELECT name, product_line_id FROM products") == [("P1", None)]


def test_placements_count(database: str, tmp_path: Path, amy: User) -> None:
    header = "order_no,ordered_on,product,product_line,customer,country,net_amount,rep"
    path = write(
        tmp_path / "a.csv",
        header,
        "K1,2024-03-01,P1,L1,C1,TW,1,",  # by customer to r1
        "K2,2024-03-01,P1,L2,C2,TW,1,",  # by country to r2
        "K3,2024-03-01,P1,L1,C2,JP,1,",  # by product line to r1
        "K4,2024-03-01,P1,L1,C1,TW,1,r2",  # the file's own goes first
        "K5,2024-03-01,P9,,C2,JP,1,",  # the product's line
        "K6,2024-03-01,P1,L2,C2,JP,1,",  # nowhere
    )
    bring(database, path)
    with db.writing(database) as session:
        found = {
            member.code: member.id
            for model in (Person, Customer, Country, ProductLine, Product)
            for member in session.query(model)
        }
        for by, code, rep in (("customer", "C1", "r1"), ("country", "TW", "r2"), ("product_line", "L1", "r1")):
            session.add(Placement(dimension="rep", by_dimension=by, by_id=found[code], member_id=found[rep]))
        session.execute(update(Product).where(Product.code == "P9").values(product_line_id=found["L1"]))
    result = bring(database, path, user=amy, rejects_path=tmp_path / "out.csv")
    assert [row["order_no"] for row in rejected(tmp_path / "out.csv")] == ["K2", "K4", "K6"]
    assert result.duplicates == 3


def test_a_scope_of_regions(database: str, tmp_path: Path, amy: User) -> None:
    header = "order_no,ordered_on,customer,region,net_amount,rep"
    path = write(
        tmp_path / "a.csv",
        header,
        "K1,2024-03-01,C1,East,1,r1",
        "K2,2024-03-01,C1,West,1,r1",
        "K3,2024-03-01,C1,,1,r1",
        "K4,2024-03-01,C2,,1,r1",
    )
    bring(database, path)
    with db.writing(database) as session:
        east = session.query(Region).filter_by(code="East").one().id
        session.add(AccountRegion(account_id=amy.id, region_id=east))
        placed = session.query(Customer).filter_by(code="C1").one().id
        session.add(Placement(dimension="region", by_dimension="customer", by_id=placed, member_id=east))
    bring(database, path, user=amy, rejects_path=tmp_path / "out.csv")
    assert [row["order_no"] for row in rejected(tmp_path / "out.csv")] == ["K2", "K4"]


def test_only_own_imports_are_seen_and_undone(database: str, tmp_path: Path, amy: User) -> None:
    others = bring(database, write(tmp_path / "a.csv", HEADER, "K1,2024-03-01,P1,1,r1"))
    own = bring(database, write(tmp_path / "b.csv", HEADER, "K2,2024-03-01,P1,2,r1"), user=amy)
    with db.reading(database) as session:
        assert imports.batches(session, amy)["batch"].tolist() == [own.batch]
        assert imports.batches(session, OPERATOR)["batch"].tolist() == [own.batch, others.batch]
    with pytest.raises(NotPermitted, match="not_your_import"):
        imports.undo(database, amy, others.batch)
    assert figures(database)[1] == 30_000
    assert imports.undo(database, amy, own.batch).lines == 1
    with db.writing(database) as session:
        session.execute(update(Account).values(scope="all"))
    with db.reading(database) as session:
        assert len(imports.batches(session, amy)) == 2
    assert imports.undo(database, amy, others.batch).lines == 1
    assert figures(database)[0] == 0


def test_all_in_one_region_is_not_everything(database: str, tmp_path: Path, amy: User) -> None:
    others = bring(database, write(tmp_path / "a.csv", "order_no,ordered_on,region,net_amount", "K1,2024-03-01,E,1"))
    with db.writing(database) as session:
        session.execute(update(Account).values(scope="all"))
        session.add(AccountRegion(account_id=amy.id, region_id=session.query(Region).one().id))
    with pytest.raises(NotPermitted, match="not_your_import"):
        imports.undo(database, amy, others.batch)
