"""Master data and exchange rates from files."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from salesdash import db, imports
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput
from salesdash.imports import trail
from salesdash.imports.options import Result
from salesdash.models import AuditEntry, PersonPlace
from tests.imports.helpers import bring, codes, query, rejected, write

PLACES = (
    "SELECT p.code, t.code, m.code, r.code, s.valid_from FROM person_places s JOIN people p ON p.id = s.person_id "
    "LEFT JOIN teams t ON t.id = s.team_id LEFT JOIN people m ON m.id = s.manager_id "
    "LEFT JOIN regions r ON r.id = s.region_id ORDER BY p.code, s.valid_from"
)


def places(url: str) -> list[tuple[str | None, ...]]:
    return [(*row[:4], str(row[4])) for row in query(url, PLACES)]


def test_products_are_placed(database: str, tmp_path: Path) -> None:
    orders = "order_no,ordered_on,net_amount,product,product_line"
    bring(database, write(tmp_path / "o.csv", orders, "A1,2024-03-01,5,P1,Odd"))
    header = "product,name,product_line,category"
    path = write(tmp_path / "p.csv", header, "P1,Chair,Chairs,Furniture", "P2,Desk,Desks,Furniture", "P3,Loose,,")
    result = bring(database, path, "products")
    assert (result.inserted, result.updated, result.duplicates) == (2, 1, 0)
    rows = query(
        database,
        "SELECT p.code, p.name, l.code, c.code, p.placed FROM products p LEFT JOIN product_lines l "
        "ON l.id = p.product_line_id LEFT JOIN categories c ON c.id = l.category_id ORDER BY p.code",
    )
    assert [(*row[:4], bool(row[4])) for row in rows] == [
        ("P1", "Chair", "Chairs", "Furniture", True),
        ("P2", "Desk", "Desks", "Furniture", True),
        ("P3", "Loose", None, None, False),
    ]
    assert bring(database, path, "products").duplicates == 3
    imports.undo(database, OPERATOR, result.batch)
    assert codes(database, "products") == {"P1": "P1"}
    assert codes(database, "product_lines") == {"Odd": "Odd"}


def test_a_changed_place_holds_from_today(database: str, tmp_path: Path) -> None:
    header = "rep,name,manager,team,region"
    first = bring(database, write(tmp_path / "a.csv", header, "r1,Ann,boss,North,N", "boss,Bo,,,"), "reps")
    assert (first.inserted, first.updated) == (2, 0)
    assert places(database) == [("r1", "North", "boss", "N", "1900-01-01")]
    moved = bring(database, write(tmp_path / "b.csv", header, "r1,Ann,,South,"), "reps")
    assert (moved.inserted, moved.updated) == (0, 1)
    today = str(date.fromisoformat(places(database)[1][4]))
    assert places(database) == [
        ("r1", "North", "boss", "N", "1900-01-01"),
        ("r1", "South", "boss", "N", today),
    ]
    again = bring(database, write(tmp_path / "c.csv", header, "r1,Ann,,West,"), "reps")
    assert places(database)[1] == ("r1", "West", "boss", "N", today)
    imports.undo(database, OPERATOR, again.batch)
    assert places(database)[1] == ("r1", "South", "boss", "N", today)
    imports.undo(database, OPERATOR, moved.batch)
    assert places(database) == [("r1", "North", "boss", "N", "1900-01-01")]


def test_what_the_future_holds_stays(database: str, tmp_path: Path) -> None:
    header = "rep,team"
    bring(database, write(tmp_path / "a.csv", header, "r1,North"), "reps")
    with db.writing(database) as session:
        session.execute(update(PersonPlace).values(valid_from=date(2199, 1, 1)))
    bring(database, write(tmp_path / "b.csv", header, "r1,South"), "reps")
    assert [row[4] for row in places(database)] == ["1900-01-01", "2199-01-01"]


def test_regions_form_a_tree(database: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "region,name,parent", "N1,North one,N", "N,North,", "TOP,Top,TOP")
    assert bring(database, path, "regions").inserted == 3
    tree = query(database, "SELECT r.code, p.code FROM regions r LEFT JOIN regions p ON p.id = r.parent_id")
    assert sorted(tree) == [("N", None), ("N1", "N"), ("TOP", None)]
    circle = write(tmp_path / "b.csv", "region,parent", "N,N2", "N2,N1")
    with pytest.raises(BadInput, match="circle"):
        bring(database, circle, "regions")
    assert set(codes(database, "regions")) == {"N", "N1", "TOP"}


def test_the_same_member_twice_with_other_values(database: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "customer,name", "C1,One", "C1,One", "C1,Two")
    result = bring(database, path, "customers", rejects_path=tmp_path / "out.csv")
    assert (result.rows, result.inserted, result.duplicates, result.rejected) == (3, 1, 1, 1)
    assert rejected(tmp_path / "out.csv")[0]["line"] == "4"
    assert codes(database, "customers") == {"C1": "One"}


def test_an_empty_cell_leaves_what_is_there(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", "customer,name,country", "C1,One,TW"), "customers")
    assert bring(database, write(tmp_path / "b.csv", "customer,name,country", "C1,,"), "customers").duplicates == 1
    assert codes(database, "customers") == {"C1": "One"}


def test_a_dry_run_of_master_data_leaves_nothing(database: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "rep,name,manager,team", "r1,Ann,boss,North")
    dry = bring(database, path, "reps", dry_run=True)
    assert (dry.batch, dry.inserted) == (None, 1)
    told = imports.preview(database, OPERATOR, path, "reps", imports.Options())
    assert {name: count for name, (count, _) in told.new_members.items()} == {"rep": 2, "team": 1}
    for table in ("people", "teams", "person_places", "import_batches"):
        assert query(database, f"SELECT count(*) FROM {table}") == [(0,)]


def test_exchange_rates(database: str, tmp_path: Path) -> None:
    header = "date,currency,rate"
    path = write(
        tmp_path / "a.csv",
        header,
        "2024-03-01,EUR,1.0812345678",
        "2024-03-02,eur,1.09",
        "2024-03-01,USD,1",
        "2024-03-01,EUR,0",
        "2024-03-01,XXZ,1.5",
    )
    result = bring(database, path, "rates", rejects_path=tmp_path / "out.csv")
    assert (result.inserted, result.rejected) == (2, 3)
    assert "This is not the code of a currency" in (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert query(database, "SELECT currency, rate_e12 FROM exchange_rates ORDER BY on_date") == [
        ("EUR", 1_081_234_567_800),
        ("EUR", 1_090_000_000_000),
    ]
    changed = bring(database, write(tmp_path / "b.csv", header, "2024-03-01,EUR,1.2", "2024-03-02,EUR,1.09"), "rates")
    assert (changed.updated, changed.duplicates) == (1, 1)
    (entry,) = audited(database, changed)
    assert entry.before == {"rate EUR 2024-03-01": {"rate_e12": 1_081_234_567_800}}
    assert entry.after["rate EUR 2024-03-01"] == {"rate_e12": 1_200_000_000_000}
    imports.undo(database, OPERATOR, changed.batch)
    imports.undo(database, OPERATOR, result.batch)
    assert query(database, "SELECT count(*) FROM exchange_rates") == [(0,)]


def test_the_audit_trail_says_what_a_file_changed_in_bounded_size(database: str, tmp_path: Path) -> None:
    many = trail.SHOWN + 50
    bring(database, write(tmp_path / "a.csv", "code,name,parent", "N,North,", "S,South,"), "regions")
    bring(database, write(tmp_path / "p.csv", "code,name", *(f"P{n:03},old" for n in range(many))), "products")
    moved = bring(database, write(tmp_path / "b.csv", "code,name,parent", "S,Southern,N"), "regions")
    (entry,) = audited(database, moved)
    assert entry.before == {"region S": {"name": "South", "parent": None}}
    assert entry.after["region S"] == {"name": "Southern", "parent": "N"}
    assert (entry.after["changed"], entry.after["updated"]) == (1, 1)
    renamed = bring(
        database, write(tmp_path / "q.csv", "code,name", *(f"P{n:03},new" for n in range(many))), "products"
    )
    (entry,) = audited(database, renamed)
    assert len(entry.before) == trail.SHOWN
    assert entry.before["product P007"] == {"name": "old"} and entry.after["product P007"] == {"name": "new"}
    assert entry.after["changed"] == many


def audited(database: str, result: Result) -> list[AuditEntry]:
    with db.reading(database) as session:
        mine = select(AuditEntry).where(AuditEntry.entity == "import", AuditEntry.key == str(result.batch))
        return list(session.scalars(mine))
