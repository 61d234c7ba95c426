"""Reading targets by dimensions, filtered, in everybody's scope."""

import pytest

from salesdash import db, targets
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, NotPermitted
from salesdash.targets import Cell, Plan
from salesdash.units import SCALE
from tests.targets import firm as company

E = SCALE


@pytest.fixture
def filled(plan: Plan) -> Plan:
    """R1 in N1: 10 in January, 20 in March for ROAD; R2 in N: 40; R3 in S: 80; nobody's: 160 for WEB in Q2."""
    year = plan.year
    with db.writing() as session:
        rows = [
            (Cell(year, month=1, rep="R1", region="N1"), 10 * E, None),
            (Cell(year, month=3, rep="R1", region="N1", product_line="ROAD"), 20 * E, None),
            (Cell(year, rep="R2", region="N"), 40 * E, None),
            (Cell(year, rep="R3", region="S"), 80 * E, None),
            (Cell(year, quarter=2, channel="WEB"), 160 * E, None),
        ]
        targets.set_many(session, OPERATOR, plan, rows)
    return plan


def table(plan: Plan, *by: str, user=OPERATOR, **where: list[str]) -> dict:
    with db.reading() as session:
        found = targets.cells(session, user, plan, by=by, where=where)
    keys = [tuple(row) if len(by) > 1 else row[0] for row in found[list(by)].to_numpy().tolist()]
    return dict(zip(keys, (found["target"] // E).tolist(), strict=True))


def total(plan: Plan, user=OPERATOR, **where: list[str]) -> int:
    with db.reading() as session:
        return int(targets.cells(session, user, plan, where=where)["target"].sum()) // E


def test_sums_by_each_dimension(filled: Plan) -> None:
    year = str(filled.year)
    assert table(filled, "year") == {year: 310}
    assert table(filled, "quarter") == {None: 120, f"{year}-Q1": 30, f"{year}-Q2": 160}
    assert table(filled, "month") == {None: 280, f"{year}-01": 10, f"{year}-03": 20}
    assert table(filled, "region") == {None: 160, "N": 40, "N1": 30, "S": 80}
    assert table(filled, "region_parent") == {None: 160, "N": 70, "S": 80}
    assert table(filled, "rep") == {None: 160, "R1": 30, "R2": 40, "R3": 80}
    assert table(filled, "channel") == {None: 150, "WEB": 160}
    assert table(filled, "rep", "month")[("R1", f"{year}-03")] == 20
    assert table(filled, "category") == {None: 310}
    assert table(filled, "team") == {None: 310}


def test_filters(filled: Plan) -> None:
    year = filled.year
    assert total(filled) == 310
    assert total(filled, region=["N"]) == 70
    assert total(filled, region_parent=["N"]) == 70
    assert total(filled, rep=["R1", "R3"]) == 110
    assert total(filled, month=[f"{year}-01", f"{year}-02"]) == 10
    assert total(filled, quarter=[f"{year}-Q2"], channel=["WEB"]) == 160
    assert total(filled, year=[str(year - 1)]) == 0
    for code, where in {
        "unknown_member": {"rep": ["X"]}, "unknown_dimension": {"customer": ["C1"]}, "unknown_period": {"month": ["x"]},
    }.items():  # fmt: skip
        with pytest.raises(BadInput) as refused:
            total(filled, **where)
        assert refused.value.code == code


def test_what_is_not_split_says_so_and_what_was_set_too(filled: Plan) -> None:
    with db.writing() as session:
        targets.set_lock(session, OPERATOR, filled, Cell(filled.year, rep="R3", region="S"), True)
    with db.reading() as session:
        people = targets.cells(session, OPERATOR, filled, by=("rep",), where={"region": ["S"]})
        whole = targets.cells(session, OPERATOR, filled, by=("rep",))
    assert people[["rep", "rep_name", "set", "locked"]].to_numpy().tolist() == [["R3", "Name of R3", True, True]]
    assert whole[["rep_name", "set"]].to_numpy().tolist()[0] == ["(not split)", False]


def test_everybody_sees_their_scope(filled: Plan) -> None:
    assert total(filled, company.user("chief")) == total(filled, company.user("ana")) == 310
    assert total(filled, company.user("mona")) == 70
    assert total(filled, company.user("rob")) == 30
    assert total(filled, company.user("assi")) == 0
    for login in ("adam", "cust", "prod"):
        with pytest.raises(NotPermitted):
            total(filled, company.user(login))


def test_production_sees_quantities_only(firm: str) -> None:
    plan = Plan(2029, "quantity")
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, plan, Cell(2029), 7 * E)
    assert total(plan, company.user("prod")) == 7


def test_a_scope_narrowed_to_regions(filled: Plan) -> None:
    with db.writing() as session:
        users.add(session, OPERATOR, f"nora{filled.year}", "executive", regions=["N"])
        users.add(session, OPERATOR, f"unit{filled.year}", "sales_manager", rep="R3", regions=["N"])
    nora = company.user(f"nora{filled.year}")
    assert total(filled, nora) == 70
    assert total(filled, company.user(f"unit{filled.year}")) == 0
    with db.writing() as session:
        targets.set_amount(session, nora, filled, Cell(filled.year, region="N1"), 50 * E, give_way="parent")
        for cell in (Cell(filled.year), Cell(filled.year, region="S")):
            with pytest.raises(NotPermitted):
                targets.set_amount(session, nora, filled, cell, 50 * E, give_way="parent")


def test_an_empty_plan(plan: Plan) -> None:
    with db.reading() as session:
        assert targets.cells(session, OPERATOR, plan, by=("rep",)).empty
        assert targets.cells(session, OPERATOR, plan).empty
        assert targets.versions(session, OPERATOR, plan).empty
        about = targets.about(session, OPERATOR, plan, Cell(plan.year))
    assert (about.amount, about.is_set, about.above) == (0, False, ())


def test_what_stands_above_a_cell(filled: Plan) -> None:
    with db.reading() as session:
        about = targets.about(session, OPERATOR, filled, Cell(filled.year, rep="R2", region="N2", month=4))
    assert about.above == ((Cell(filled.year, rep="R2", region="N"), 40 * E, False),)


def test_what_can_be_chosen(firm: str) -> None:
    with db.reading() as session:
        everything = targets.members(session, OPERATOR)
        narrow = targets.members(session, company.user("mona"))
    assert list(everything["region"]) == ["N", "N1", "N2", "S"]
    assert list(narrow["rep"]) == ["M", "R1", "R2"]
    assert set(narrow["channel"]) == {"SHOP", "WEB"}
