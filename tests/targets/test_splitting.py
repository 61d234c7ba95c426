"""Splits: members, weights, months served, locks; worked by hand from the sales of ``tests.targets.firm``."""

import pytest

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.targets import Cell, Plan, Weights
from salesdash.units import SCALE
from tests.targets import firm as company

E = SCALE


def split(plan: Plan, by: str, weights: Weights | str, *, locks=(), dry_run=False, user=OPERATOR, **named):
    with db.writing() as session:
        return targets.split(session, user, plan, Cell(plan.year, **named), by, weights, locks=locks, dry_run=dry_run)


def put(plan: Plan, amount: int, **named) -> None:
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, plan, Cell(plan.year, **named), amount)


def amounts(found: targets.Split, by: str) -> dict[str, int]:
    return dict(zip(found.rows[by], found.rows["amount"], strict=True))


def column(found: targets.Split, by: str, name: str) -> dict:
    return dict(zip(found.rows[by], found.rows[name], strict=True))


@pytest.fixture
def sold(firm: str, request: pytest.FixtureRequest) -> Plan:
    """A plan of 2026, whose year before has sales: one of its own for each test, with 1,000.00 to split."""
    taken = request.config.stash.setdefault(_TAKEN, {})
    number = taken[firm] = taken.get(firm, -1) + 1
    measures = ("revenue", "gross_profit")
    plan = Plan(2026, measures[number // 3], ("base", "target", "stretch")[number % 3])
    put(plan, 1000 * E)
    return plan


_TAKEN = pytest.StashKey[dict]()


def test_parts_sum_to_the_cent(plan: Plan) -> None:
    put(plan, 100_000 * E)
    months = amounts(split(plan, "month", Weights("typed", {str(m): 1 for m in range(1, 13)})), "month")
    assert sum(months.values()) == 100_000 * E
    assert sorted(set(months.values())) == [83_333_300, 83_333_400]  # 8,333.33 and 8,333.34
    assert next(iter(months)) == f"{plan.year}-01"


def test_people_by_last_year(sold: Plan) -> None:
    found = split(sold, "rep", "last-year")
    assert column(found, "rep", "weight") == {
        "R1": 600 * E, "R2": 400 * E, "R3": 0, "R4": 0,
    }  # fmt: skip
    assert amounts(found, "rep") == {"R1": 600 * E, "R2": 400 * E, "R3": 0, "R4": 0}
    assert found.parent == 1000 * E
    assert found.change is not None and found.change.version == 2


def test_regions_directly_below_and_what_lies_in_them(sold: Plan) -> None:
    tops = split(sold, "region", "last-year")
    assert column(tops, "region", "weight") == {"N": 1000 * E, "S": 0}
    below = split(sold, "region", "last-year", region="N")
    assert amounts(below, "region") == {"N1": 600 * E, "N2": 400 * E}
    with pytest.raises(BadInput) as refused:
        split(sold, "region", "equal", region="N1")
    assert refused.value.code == "no_members"


def test_equal_parts_go_to_active_members_of_the_cell_for_the_months_they_serve(plan: Plan) -> None:
    put(plan, 900 * E, region="S")
    found = split(plan, "rep", "equal", region="S")
    assert set(column(found, "rep", "weight")) == {"R3", "R4"}  # R5 has left


def test_who_joins_in_july_serves_half_the_year(sold: Plan) -> None:
    found = split(sold, "rep", "equal")
    # R1, R2, R3 serve 12 months, R4 6: 2/7 each and 1/7; 1,000.00 → 285.71 and 142.86, a cent over goes round
    shares = amounts(found, "rep")
    assert sum(shares.values()) == 1000 * E
    assert shares["R4"] in (142_8500, 142_8600)
    assert {shares[rep] for rep in ("R1", "R2", "R3")} <= {285_7100, 285_7200}
    with db.reading() as session:
        early = targets.cells(session, OPERATOR, sold, by=("quarter",), where={"rep": ["R4"]})
        assert set(early["quarter"].dropna()) <= {"2026-Q3", "2026-Q4"}


def test_the_season_is_the_usual_share(sold: Plan) -> None:
    found = split(sold, "quarter", "season")
    # 900 of 950 in the first quarter, 50 in the second
    shares = amounts(found, "quarter")
    assert shares == {"2026-Q1": 947_3700, "2026-Q2": 52_6300, "2026-Q3": 0, "2026-Q4": 0}


def test_a_locked_part_stays_and_a_preview_saves_nothing(sold: Plan) -> None:
    split(sold, "product_line", "equal")
    with db.reading() as session:
        seen = targets.split(
            session, OPERATOR, sold, Cell(2026), "product_line", Weights("typed", {"ROAD": 9, "BELL": 1}),
            locks=["BELL"], dry_run=True,
        )  # fmt: skip
    assert column(seen, "product_line", "locked") == {"BELL": True, "ROAD": False}
    assert amounts(seen, "product_line") == {"BELL": 500 * E, "ROAD": 500 * E}
    assert seen.change is None and seen.empty == ()
    with db.reading() as session:
        assert len(targets.versions(session, OPERATOR, sold)) == 2


@pytest.mark.parametrize(
    ("code", "by", "weights", "named"),
    [
        ("nothing_to_weigh", "channel", Weights("typed", {"SHOP": 0}), {}),
        ("nothing_to_weigh", "channel", Weights("typed", {"SHOP": -3}), {}),
        ("no_forecast", "channel", "forecast", {}),
        ("no_season", "channel", "season", {}),
        ("unknown_weights", "channel", "luck", {}),
        ("unknown_member", "channel", Weights("typed", {"KIOSK": 1}), {}),
        ("unknown_dimension", "customer", "equal", {}),
        ("not_a_child", "month", "equal", {"month": 3}),
        ("not_a_child", "quarter", "equal", {"quarter": 3}),
        ("not_a_child", "rep", "equal", {"rep": "R1"}),
        ("not_a_child", "month", Weights("typed", {"9": 1}), {"quarter": 1}),
        ("unknown_period", "month", Weights("typed", {"2025-01": 1}), {}),
        ("nothing_to_split", "rep", "equal", {"channel": "WEB", "region": "S"}),
    ],
)
def test_splits_that_cannot_be(plan: Plan, code: str, by: str, weights, named: dict) -> None:
    put(plan, 100 * E)
    if named and code == "not_a_child":
        put(plan, 50 * E, **named)
    with pytest.raises(BadInput) as refused:
        split(plan, by, weights, **named)
    assert refused.value.code == code
    assert refused.value.text()


def test_a_part_without_an_amount_that_is_locked_is_told(sold: Plan) -> None:
    first = split(sold, "product_line", "equal", locks=["BELL"])
    assert first.empty == ("BELL",) and amounts(first, "product_line") == {"BELL": 0, "ROAD": 1000 * E}
    assert split(sold, "product_line", "equal").empty == ()  # it was locked before


def test_locks_above_the_amount_are_refused(plan: Plan) -> None:
    put(plan, 100 * E)
    split(plan, "channel", Weights("typed", {"SHOP": 1, "WEB": 1}), locks=[])
    with db.writing() as session:
        for code in ("SHOP", "WEB"):
            targets.set_lock(session, OPERATOR, plan, Cell(plan.year, channel=code), True)
    with pytest.raises(Conflict):
        put(plan, 90 * E)


def test_two_margins_hold(plan: Plan) -> None:
    put(plan, 1000 * E)
    split(plan, "rep", Weights("typed", {"R1": 1, "R2": 1, "R3": 1}))
    split(plan, "month", Weights("typed", {str(m): m for m in range(1, 13)}))
    with db.reading() as session:
        table = targets.cells(session, OPERATOR, plan, by=("rep", "month"))
        people = targets.cells(session, OPERATOR, plan, by=("rep",))
    assert table["target"].sum() == 1000 * E
    assert sorted(people["target"]) == [333_3300, 333_3300, 333_3400]
    assert (table["target"] % 100 == 0).all()


def test_a_narrow_scope_splits_its_people_only(plan: Plan) -> None:
    mona = company.user("mona")
    put(plan, 100 * E, rep="R1")
    assert split(plan, "month", "equal", user=mona, rep="R1").change.status == "in_force"
    with pytest.raises(NotPermitted):
        split(plan, "rep", "equal", user=mona)


def test_what_a_year_brings_is_not_moved_by_telling_months_apart(plan: Plan) -> None:
    put(plan, 900_000 * E, rep="R1")
    done = split(plan, "month", "equal", user=company.user("mona"), rep="R1").change
    assert (done.status, done.moved) == ("in_force", 0)
