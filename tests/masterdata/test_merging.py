"""Merging members and taking it back: totals stay, chains end at who stands for all of them."""

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.masterdata import editing, listing, merging, placing
from salesdash.models import AuditEntry, Customer, MonthVersion, OrderLine
from tests.masterdata.conftest import version
from tests.masterdata.figures import revenue, total


def _merge(key: str, source: str, into: str) -> int:
    with db.writing() as session:
        return merging.merge(session, OPERATOR, key, source, into)


def _undo(merge: int) -> None:
    with db.writing() as session:
        merging.undo(session, OPERATOR, merge)


def _ends() -> dict[str, str | None]:
    with db.reading() as session:
        codes = dict(session.execute(select(Customer.id, Customer.code)).tuples().all())
        rows = session.execute(select(Customer.code, Customer.merged_into_id)).all()
        return {code: codes.get(into) for code, into in rows}


def test_a_merge_moves_the_figures_and_its_undoing_moves_them_back(analyst: User) -> None:
    with db.writing() as session:
        would = merging.preview(session, analyst, "customer", "C2", "C1")
        merge = merging.merge(session, analyst, "customer", "C2", "C1", version=version("customer", "C2"))
    assert (would.lines, would.followers, would.children) == (1, 0, 0)
    before = {"C1": 950, "C2": 200, "C3": 400}
    assert revenue("customer") == {"C1": 1150, "C3": 400}
    assert total() == {"revenue": 1550, "orders": 4, "customers": 2, "quantity": 5}
    with db.reading() as session:
        assert listing.table(session, analyst, "customer").rows["code"].tolist() == ["C1", "C3"]
        assert listing.table(session, analyst, "customer", merged=True).total == 3
        listed = merging.merges(session, analyst)
        assert listed[["merge", "dimension", "from", "into", "by"]].values.tolist() == [
            [merge, "customer", "C2", "C1", "ana"]
        ]
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (entry.action, entry.key, entry.after) == ("merge", "C2", {"into": "C1"})
        # what the file said stays
        assert session.scalar(select(Customer.code).join(OrderLine, OrderLine.customer_id == Customer.id).where(
            OrderLine.order_no == "B")) == "C2"  # fmt: skip
    _undo(merge)
    assert revenue("customer") == before
    assert total()["customers"] == 3
    with db.reading() as session:
        assert merging.merges(session, analyst).empty


def test_only_months_with_such_lines_are_marked(analyst: User) -> None:
    with db.reading() as session:
        before = {row.month: row.token for row in session.scalars(select(MonthVersion))}
    with db.writing() as session:
        merging.merge(session, analyst, "customer", "C2", "C3")
    with db.reading() as session:
        after = {row.month: row.token for row in session.scalars(select(MonthVersion))}
    assert {month for month in after if after[month] != before[month]} == {202602, 202603}


def test_chains_end_at_the_last_and_come_apart_in_any_order(firm: str) -> None:
    first, second = _merge("customer", "C1", "C2"), _merge("customer", "C2", "C3")
    assert _ends() == {"C1": "C3", "C2": "C3", "C3": None}
    assert revenue("customer") == {"C3": 1550}
    _undo(first)
    assert _ends() == {"C1": None, "C2": "C3", "C3": None}
    third = _merge("customer", "C1", "C3")
    _undo(second)
    assert _ends() == {"C1": "C3", "C2": None, "C3": None}
    assert revenue("customer") == {"C2": 200, "C3": 1350}
    _undo(third)
    assert set(_ends().values()) == {None}
    first, second = _merge("customer", "C1", "C2"), _merge("customer", "C2", "C3")
    _undo(second)
    assert _ends() == {"C1": "C2", "C2": None, "C3": None}


def test_what_cannot_be_merged(firm: str) -> None:
    for source, into, code in (("C1", "C1", "same_member"), ("C1", "C9", "unknown_code")):
        with pytest.raises(BadInput) as refused:
            _merge("customer", source, into)
        assert refused.value.code == code
    merge = _merge("customer", "C1", "C2")
    for source, into in (("C1", "C3"), ("C3", "C1"), ("C2", "C1")):
        with pytest.raises(Conflict) as conflict:
            _merge("customer", source, into)
        assert conflict.value.code == "merged_already"
    with pytest.raises(BadInput) as refused:
        _merge("region", "TOP", "N")
    assert refused.value.code == "below_itself"
    _undo(merge)
    with pytest.raises(Conflict):
        _undo(merge)
    with pytest.raises(BadInput):
        _undo(999)


def test_the_second_of_two_people_is_told(analyst: User) -> None:
    seen = version("customer", "C1")
    with db.writing() as session:
        editing.change(session, analyst, "customer", "C1", name="Renamed meanwhile")
    with pytest.raises(Conflict), db.writing() as session:
        merging.merge(session, analyst, "customer", "C1", "C2", version=seen)


def test_regions_take_along_what_stands_below_them(firm: str) -> None:
    with db.writing() as session:
        editing.add(session, OPERATOR, "region", "TOP2")
        assert merging.preview(session, OPERATOR, "region", "TOP", "TOP2").children == 2
    assert revenue("region_parent") == {"TOP": 350, "(unassigned)": 1200}
    merge = _merge("region", "TOP", "TOP2")
    assert revenue("region_parent") == {"TOP2": 350, "(unassigned)": 1200}
    _undo(merge)
    assert revenue("region_parent") == {"TOP": 350, "(unassigned)": 1200}


def test_people_share_no_line_with_themselves(firm: str) -> None:
    assert revenue("rep") == {"R1": 390, "R2": 360, "(unassigned)": 800}
    merge = _merge("rep", "R2", "R1")
    assert revenue("rep") == {"R1": 750, "(unassigned)": 800}
    assert total()["revenue"] == 1550
    _undo(merge)
    assert revenue("rep") == {"R1": 390, "R2": 360, "(unassigned)": 800}


def test_products_lines_teams_and_categories(firm: str) -> None:
    whole = total()
    product, line = _merge("product", "P3", "P2"), _merge("product_line", "L2", "L1")
    assert revenue("product") == {"P1": 700, "P2": 850}
    assert revenue("product_line") == {"L1": 1550}
    assert revenue("category") == {"K": 1550}
    team = _merge("team", "T1", "T2")
    assert revenue("team") == {"T2": 750, "(unassigned)": 800}
    assert total() == whole
    for merge in (team, product, line):
        _undo(merge)
    assert revenue("team") == {"T1": 750, "(unassigned)": 800}
    assert revenue("product_line") == {"L1": 700, "L2": 50, "(unassigned)": 800}


def test_a_placement_holds_for_what_its_member_was_merged_into(firm: str) -> None:
    with db.writing() as session:
        placing.place(session, OPERATOR, "region", "country", ["JP"], to="S")
    assert revenue("region") == {"N": 350, "S": 400, "(unassigned)": 800}
    _merge("region", "S", "N")
    assert revenue("region") == {"N": 750, "(unassigned)": 800}
    with db.writing() as session:
        placing.place(session, OPERATOR, "region", "customer", ["C1"], to="N")
    assert revenue("region") == {"N": 1550}


def test_permission(executive: User) -> None:
    with pytest.raises(NotPermitted), db.writing() as session:
        merging.merge(session, executive, "customer", "C1", "C2")
    with pytest.raises(NotPermitted), db.reading() as session:
        merging.merges(session, executive)
    merge = _merge("customer", "C1", "C2")
    with pytest.raises(NotPermitted), db.writing() as session:
        merging.undo(session, executive, merge)
