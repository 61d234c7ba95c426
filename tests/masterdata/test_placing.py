"""What imports left unassigned, and giving it a place."""

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.masterdata import editing, people, placing
from salesdash.models import AuditEntry
from tests.masterdata.figures import revenue, total


def _summary(user: User) -> dict[str, tuple]:
    with db.reading() as session:
        rows = placing.unassigned(session, user)
    return {row.dimension: (row.lines, row.revenue) for row in rows.itertuples()}


def test_what_is_unassigned(analyst: User) -> None:
    # the shared line counts for both of its people
    assert _summary(analyst) == {
        "region": (3, 12_000_000), "channel": (1, 8_000_000), "rep": (1, 8_000_000), "product_line": (1, 8_000_000),
        "category": (1, 500_000),
    }  # fmt: skip
    with db.reading() as session:
        by_country = placing.gaps(session, analyst, "region", "country")
        by_rep = placing.gaps(session, analyst, "region", "rep")
        products = placing.gaps(session, analyst, "product_line", "product")
        lines = placing.gaps(session, analyst, "category", "product_line")
    assert by_country[["code", "name", "lines", "revenue"]].values.tolist() == [
        ["JP", "Name of JP", 2, 4_000_000],
        ["TW", "Name of TW", 1, 8_000_000],
    ]
    assert set(by_rep["code"]) == {"R1", "R2", "(unassigned)"}
    assert products[["code", "revenue"]].values.tolist() == [["P3", 8_000_000]]
    assert lines[["code", "revenue"]].values.tolist() == [["L2", 500_000]]
    assert str(by_country["first_month"].iloc[0])[:10] == "2026-03-01"


def test_who_may_not_see_sales_sees_only_how_many_lines(administrator: User, executive: User) -> None:
    found = _summary(administrator)
    assert found["region"][0] == 3
    assert all(revenue is None for _, revenue in found.values())
    with db.reading() as session:
        assert placing.gaps(session, administrator, "region", "country")["revenue"].isna().all()
    with db.reading() as session, pytest.raises(NotPermitted):
        placing.unassigned(session, executive)


def test_a_placement_fills_what_is_missing_and_can_be_taken_back(analyst: User) -> None:
    whole = total()
    with db.writing() as session:
        placing.place(session, analyst, "region", "country", ["JP", "TW"], to="S")
    # lines of TW that name a region keep it
    assert revenue("region") == {"N": 350, "S": 1200}
    assert total() == whole
    assert "region" not in _summary(analyst)
    with db.reading() as session:
        held = placing.placements(session, analyst)
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert held[["dimension", "by", "by_code", "code"]].values.tolist() == [
        ["region", "country", "JP", "S"],
        ["region", "country", "TW", "S"],
    ]
    assert (entry.action, entry.entity, entry.key, entry.after) == (
        "place", "region by country", "TW", {"region": "S"},
    )  # fmt: skip
    first = held.iloc[0]
    with db.writing() as session:
        placing.withdraw(session, analyst, int(first["placement"]), int(first["version"]))
    assert revenue("region") == {"N": 350, "S": 800, "(unassigned)": 400}
    with pytest.raises(Conflict), db.writing() as session:
        placing.withdraw(session, analyst, int(first["placement"]))


def test_a_placement_is_changed_and_the_second_person_is_told(analyst: User) -> None:
    with db.writing() as session:
        placing.place(session, analyst, "channel", "customer", ["C1"], to="WEB")
        seen = placing.placements(session, analyst).iloc[0]
    assert revenue("channel") == {"SHOP": 750, "WEB": 800}
    with db.writing() as session:
        placing.place(session, analyst, "channel", "customer", ["C1"], to="SHOP")
    assert revenue("channel") == {"SHOP": 1550}
    with pytest.raises(Conflict), db.writing() as session:
        placing.withdraw(session, analyst, int(seen["placement"]), int(seen["version"]))


def test_representatives_are_placed_by_customer(analyst: User) -> None:
    with db.writing() as session:
        placing.place(session, analyst, "rep", "customer", ["C1"], to="R2")
    assert revenue("rep") == {"R1": 390, "R2": 1160}
    assert revenue("team") == {"T1": 1550}


def test_people_without_a_team(analyst: User) -> None:
    with db.writing() as session:
        people.assign(session, analyst, ["R2"], team=None)
    assert _summary(analyst)["team"] == (2, 3_600_000)
    with db.reading() as session:
        assert placing.gaps(session, analyst, "team", "rep")["code"].tolist() == ["R2"]


def test_what_cannot_be_placed(analyst: User, executive: User) -> None:
    for arguments in (
        ("region", "product", ["P1"], "N"),
        ("product_line", "product", ["P3"], "L1"),
        ("region", "country", ["XX"], "N"),
        ("region", "country", ["JP"], "XX"),
        ("region", "country", ["JP"], ""),
    ):
        with pytest.raises(BadInput), db.writing() as session:
            placing.place(session, analyst, *arguments[:3], to=arguments[3])
    with pytest.raises(NotPermitted), db.writing() as session:
        placing.place(session, executive, "region", "country", ["JP"], to="N")


def test_nothing_unassigned_is_an_empty_list(database: str) -> None:
    with db.writing() as session:
        editing.add(session, OPERATOR, "region", "N")
    with db.reading() as session:
        assert placing.unassigned(session, OPERATOR).empty
