"""Adding, naming and correcting members."""

from datetime import date

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.masterdata import editing, listing
from salesdash.models import AuditEntry, Customer, ImportBatch, MonthVersion, Product
from tests.masterdata.conftest import version
from tests.masterdata.figures import revenue, total


def _tokens() -> dict[int, str]:
    with db.reading() as session:
        return {row.month: row.token for row in session.scalars(select(MonthVersion))}


def test_names_in_three_languages_and_the_code_stays(analyst: User) -> None:
    with db.writing() as session:
        editing.change(session, analyst, "region", "N", name="North", name_zh_hant="北區", name_zh_hans="北区")
    with db.reading() as session:
        now = editing.get(session, analyst, "region", "N")
        assert (now["code"], now["name"], now["name_zh_hant"], now["name_zh_hans"]) == ("N", "North", "北區", "北区")
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.login, entry.action, entry.entity, entry.key) == ("ana", "change", "region", "N")
    assert entry.before["name"] == "Name of N"
    assert entry.after == {"name": "North", "name_zh_hant": "北區", "name_zh_hans": "北区"}


def test_a_name_alone_marks_no_month(analyst: User) -> None:
    before = _tokens()
    with db.writing() as session:
        versions = db.versions(session)
        editing.change(session, analyst, "customer", "C1", name="Another", active=False)
    with db.reading() as session:
        assert db.versions(session)["master"] != versions["master"]
        assert db.versions(session)["facts"] == versions["facts"]
    assert _tokens() == before


def test_the_second_of_two_people_is_told(analyst: User, administrator: User) -> None:
    seen = version("customer", "C1")
    with db.writing() as session:
        editing.change(session, analyst, "customer", "C1", seen, name="First")
    with pytest.raises(Conflict) as told, db.writing() as session:
        editing.change(session, administrator, "customer", "C1", seen, name="Second")
    assert told.value.code == "changed_meanwhile"
    with db.reading() as session:
        assert editing.get(session, analyst, "customer", "C1")["name"] == "First"


def test_nothing_changed_leaves_no_trace(analyst: User) -> None:
    seen = version("customer", "C1")
    with db.writing() as session:
        entries = len(session.scalars(select(AuditEntry)).all())
        assert editing.change(session, analyst, "customer", "C1", seen, name="Name of C1") == seen
        assert len(session.scalars(select(AuditEntry)).all()) == entries


def test_a_product_that_is_given_a_line_goes_before_what_lines_name(analyst: User) -> None:
    assert revenue("product_line") == {"L1": 700, "L2": 50, "(unassigned)": 800}
    before = _tokens()
    with db.writing() as session:
        editing.change(session, analyst, "product", "P3", product_line="L2")
        assert session.scalars(select(Product.placed).where(Product.code == "P3")).one()
    assert revenue("product_line") == {"L1": 700, "L2": 850}
    after = _tokens()
    assert {month for month in after if after[month] != before[month]} == {202603}


def test_a_line_that_is_given_a_category(analyst: User) -> None:
    assert revenue("category") == {"K": 700, "(unassigned)": 850}
    with db.writing() as session:
        editing.change(session, analyst, "product_line", "L2", category="K")
    assert revenue("category") == {"K": 750, "(unassigned)": 800}
    assert total()["revenue"] == 1550


def test_nothing_stands_below_itself(analyst: User) -> None:
    for member, parent in (("TOP", "N"), ("TOP", "TOP")):
        with pytest.raises(BadInput) as refused, db.writing() as session:
            editing.change(session, analyst, "region", member, parent=parent)
        assert refused.value.code == "below_itself"
    with db.writing() as session:
        editing.change(session, analyst, "region", "S", parent="N")
    with pytest.raises(BadInput), db.writing() as session:
        editing.change(session, analyst, "region", "N", parent="S")


@pytest.mark.parametrize(
    ("key", "values", "code"),
    [
        ("customer", {"country": "XX"}, "unknown_code"),
        ("customer", {"version_id": 1}, "unknown_field"),
        ("customer", {"name": "a\nb"}, "bad_text"),
        ("customer", {"name": "x" * 401}, "bad_text"),
        ("rep", {"hired_on": "2026-01-01"}, "bad_date"),
        ("planet", {}, "unknown_dimension"),
    ],
)
def test_what_does_not_fit_is_refused(analyst: User, key: str, values: dict, code: str) -> None:
    with pytest.raises(BadInput) as refused, db.writing() as session:
        editing.change(session, analyst, key, "R1" if key == "rep" else "C1", **values)
    assert refused.value.code == code


def test_codes_are_needed_and_taken_once(analyst: User) -> None:
    with db.writing() as session:
        assert editing.add(session, analyst, "channel", "  FAIR ", name="Fairs") == "FAIR"
    for code in ("", "  ", "(unassigned)"):
        with pytest.raises(BadInput), db.writing() as session:
            editing.add(session, analyst, "channel", code)
    with pytest.raises(Conflict), db.writing() as session:
        editing.add(session, analyst, "channel", "FAIR")


def test_an_empty_name_reads_as_the_code(analyst: User) -> None:
    with db.writing() as session:
        editing.change(session, analyst, "customer", "C1", name=" ", name_zh_hant=" ")
    with db.reading() as session:
        now = editing.get(session, analyst, "customer", "C1")
    assert (now["name"], now["name_zh_hant"]) == ("C1", None)


def test_permissions(executive: User, administrator: User, analyst: User) -> None:
    for key in ("customer", "rep"):
        with db.reading() as session, pytest.raises(NotPermitted):
            listing.table(session, executive, key)
        with pytest.raises(NotPermitted), db.writing() as session:
            editing.add(session, executive, key, "X")
    manager = User(None, "p", "p", "r", frozenset({"people.manage"}))
    with db.writing() as session:
        editing.change(session, manager, "team", "T1", name="Team 1")
        editing.change(session, administrator, "customer", "C1", name="By the administrator")
    with pytest.raises(NotPermitted), db.writing() as session:
        editing.change(session, manager, "customer", "C1", name="No")


def test_people_have_facts_of_their_own(analyst: User) -> None:
    with db.writing() as session:
        editing.change(session, analyst, "rep", "R1", title="Representative", hired_on=date(2020, 1, 1))
    with db.reading() as session:
        now = editing.get(session, analyst, "rep", "R1")
    assert (now["title"], now["hired_on"], now["left_on"]) == ("Representative", date(2020, 1, 1), None)


def test_lists_are_searched_by_any_name_and_paged(analyst: User) -> None:
    with db.writing() as session:
        editing.change(session, analyst, "customer", "C2", name_zh_hant="長城 100%", name_zh_hans="长城", country="TW")
    with db.reading() as session:
        assert listing.table(session, analyst, "customer").total == 3
        for search in ("長", "长城", "c2", "name of C2", "100%"):
            found = listing.table(session, analyst, "customer", search=search)
            assert found.rows["code"].tolist() == ["C2"], search
        assert listing.table(session, analyst, "customer", search="1_0").total == 0
        second = listing.table(session, analyst, "customer", limit=1, offset=1)
        assert (second.rows["code"].tolist(), second.total) == (["C2"], 3)
        row = second.rows.iloc[0]
        assert (row["country"], row["country_name"]) == ("TW", "Name of TW")
        people = listing.table(session, analyst, "rep").rows.set_index("code")
        assert people.loc["R1", ["team", "manager", "region"]].tolist() == ["T1", "M", "N"]
        assert people.loc["M", "team"] is None


def test_members_of_imports_that_are_not_published_are_not_there(analyst: User) -> None:
    with db.writing() as session:
        for status in ("staging", "undone", "published"):
            batch = ImportBatch(kind="customers", file_name="f", status=status, created_by="t")
            session.add(batch)
            session.flush()
            session.add(Customer(code=status, name=status, batch_id=batch.id))
    with db.reading() as session:
        codes = listing.table(session, analyst, "customer").rows["code"].tolist()
        assert codes == ["C1", "C2", "C3", "published"]
        assert "staging" not in listing.choices(session, analyst, "customer")
        with pytest.raises(BadInput):
            editing.get(session, OPERATOR, "customer", "staging")
