"""Targets against sales of a small company, worked out by hand. Amounts in whole units here."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from salesdash import company as company_settings
from salesdash import db, kpis, targets
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import CompanySetting, OrderLine
from salesdash.periods import Range
from salesdash.targets import Cell, Plan
from salesdash.targets.season import reaches_back
from tests.kpis.company import E4, Line, company, publish

LINES = [
    # the year before: 400 in January, 100 of it in the South up to the 20th; 600 in July
    Line("H1", date(2023, 1, 10), 100, region=4),
    Line("H2", date(2023, 1, 25), 300, region=3, credit=2),
    Line("H3", date(2023, 7, 3), 600),
    Line("A1", date(2024, 1, 10), 100),
    Line("A2", date(2024, 1, 20), 200, customer=2, credit=4, region=3),
    Line("A3", date(2024, 2, 5), -30, quantity=-1),
    Line("A4", date(2024, 3, 30), 70, customer=4, credit=2),
    Line("A4", date(2024, 4, 2), 20, customer=4, credit=2),
    Line("A5", date(2024, 3, 31), 10, customer=None, region=None, country=1, credit=None, channel=2),
]
OVER = date(2024, 12, 31)
Q1 = {"quarter": ["2024-Q1"]}


@pytest.fixture
def small(database: str) -> None:
    company(LINES)


def aim(*cells: tuple[Cell, int], measure: str = "revenue") -> None:
    """Sets targets, in whole units."""
    factor = targets.scale(measure)
    with db.writing() as session:
        rows = [(cell, amount * factor, None) for cell, amount in cells]
        targets.set_many(session, OPERATOR, Plan(2024, measure), rows)


def asked(*, user: User = OPERATOR, **arguments: Any) -> targets.Attainment:
    with db.reading() as session:
        return targets.attainment(session, user, **({"year": 2024, "as_of": OVER} | arguments))


def rows(*by: str, **arguments: Any) -> dict:
    """The rows as the command line shows them, by the codes of their dimensions."""
    found = asked(by=by, **arguments).document()["rows"]
    return {row[by[0]] if len(by) == 1 else tuple(row[name] for name in by): row for row in found}


def test_people_of_a_quarter(small: None) -> None:
    aim(*((Cell(2024, quarter=1, rep=rep), amount) for rep, amount in (("Ann", 500), ("Bo", 100), ("Cy", 50))))
    people = rows("rep", where=Q1)
    # Ann: 100, 60 % of 200, and the return of 30; Bo: 40 % of 200, and 70; the order of nobody has no target
    assert {code: (row["target"], row["actual"], row["attainment"], row["gap"]) for code, row in people.items()} == {
        "Ann": (500, 190, 0.38, -310),
        "Bo": (100, 150, 1.5, 50),
        "Cy": (50, 0, 0, -50),
        "(unassigned)": (None, 10, None, None),
    }
    total = asked(by=("rep",), where=Q1).document()["total"]
    assert (total["target"], total["actual"], total["gap"]) == (650, 350, -300)
    with db.reading() as session:
        seen = kpis.table(session, OPERATOR, date(2024, 1, 1), date(2024, 3, 31)).document()["total"]["revenue"]
    assert total["actual"] == seen


def test_the_document_has_the_keys_of_the_contract(small: None) -> None:
    aim((Cell(2024), 100))
    document = asked(by=("rep", "month")).document()
    keys = ["rep", "rep_name", "month", "target", "actual", "attainment", "gap", "expected_to_date", "pace"]
    assert all(list(row)[:9] == keys for row in document["rows"])
    (whole,) = asked().document()["rows"]
    assert (whole["target"], whole["actual"], whole["attainment"]) == (100, 370, 3.7)


def test_distinct_counts_are_counted_for_themselves(small: None) -> None:
    aim((Cell(2024, quarter=1, rep="Ann"), 4), (Cell(2024, quarter=1, rep="Bo"), 4), measure="orders")
    people = rows("rep", measure="orders", where=Q1)
    assert {code: row["actual"] for code, row in people.items()} == {"Ann": 2, "Bo": 2, "(unassigned)": 1}
    total = asked(by=("rep",), measure="orders", where=Q1).total
    assert (total["target"], total["actual"], total["attainment"]) == (8, 4, 0.5)


def test_what_is_not_split_stands_for_itself(small: None) -> None:
    aim((Cell(2024), 1000), (Cell(2024, rep="Ann"), 300))
    people = rows("rep")
    assert (people["Ann"]["target"], people[None]["target"], people[None]["rep_name"]) == (300, 700, "(not split)")
    assert (people[None]["actual"], people[None]["attainment"], people[None]["gap"]) == (None, None, None)
    assert sum(row["target"] or 0 for row in people.values()) == 1000
    assert sum(row["actual"] or 0 for row in people.values()) == 370


def test_a_target_of_nothing_is_a_target_without_attainment(small: None) -> None:
    aim((Cell(2024, rep="Ann"), 0), (Cell(2024, rep="Bo"), 10))
    ann = rows("rep")["Ann"]
    assert (ann["target"], ann["attainment"], ann["gap"], ann["has_target"]) == (0, None, 190, True)


def test_regions_count_for_the_nearest_target(small: None) -> None:
    aim((Cell(2024, region="North"), 1000), (Cell(2024, region="N2"), 400))
    places = rows("region", where=Q1 | {"quarter": []})
    # N1 has no target of its own: its 100, -30, 70 and 20 count for the North; the South has none at all
    assert {code: (row["target"], row["actual"]) for code, row in places.items()} == {
        "N2": (400, 200), "North": (600, 160), "South": (None, 10),
    }  # fmt: skip
    assert (places["North"]["region_name"], places["N2"]["region_name"]) == ("North (not split)", "N2")
    above = rows("region_parent")
    assert (above["North"]["target"], above["North"]["actual"], above["North"]["attainment"]) == (1000, 360, 0.36)
    north = asked(where={"region": ["North"]}).total
    assert (north["target"], north["actual"]) == (1000 * E4, 360 * E4)


def test_distinct_counts_of_a_region_with_those_below_it(small: None) -> None:
    aim(*((Cell(2024, month=month, region="North"), 5) for month in (1, 3, 4)), measure="orders")
    found = rows("region", measure="orders", where={"month": ["2024-03", "2024-04"]})
    # the order of N1 goes on in April
    assert (found["North"]["target"], found["North"]["actual"], found["South"]["actual"]) == (10, 1, 1)
    january = rows("region", measure="orders", where={"month": ["2024-01"]})
    assert {code: row["actual"] for code, row in january.items()} == {"North": 2}


def test_periods(small: None) -> None:
    aim((Cell(2024, month=1), 400), (Cell(2024, quarter=1), 600), (Cell(2024), 1000))
    months = rows("month")
    assert {label: (row["target"], row["actual"]) for label, row in months.items()} == {
        "2024-01": (400, 300), "2024-02": (None, -30), "2024-03": (None, 80), "2024-04": (None, 20),
        None: (600, None),
    }  # fmt: skip
    quarters = rows("quarter")
    assert [(q, row["target"], row["actual"]) for q, row in quarters.items()] == [
        ("2024-Q1", 600, 350), ("2024-Q2", None, 20), (None, 400, None),
    ]  # fmt: skip
    assert (rows("year")["2024"]["target"], rows("year")["2024"]["actual"]) == (1000, 370)


def test_expected_by_the_season_of_the_years_before(small: None) -> None:
    aim((Cell(2024, month=1), 400), (Cell(2024, month=3), 100))
    months = rows("month", as_of=date(2024, 1, 20))
    january, march = months["2024-01"], months["2024-03"]
    # a quarter of January 2023 fell up to the 20th
    assert (january["expected_to_date"], january["actual"], january["pace"], january["lead"]) == (100, 300, 3, 200)
    assert (march["expected_to_date"], march["pace"], march["actual"]) == (0, None, 0)
    # 8 working days from the 21st to the 31st, 100 remain
    assert (january["days_left"], january["left"], march["days_left"]) == (8, 12.5, 21)
    closed = rows("month", as_of=date(2024, 2, 1))["2024-01"]
    assert (closed["expected_to_date"], closed["days_left"], closed["left"]) == (400, 0, None)
    whole = asked(as_of=date(2024, 1, 20)).total  # a tenth of 2023
    assert (whole["expected_to_date"], whole["pace"]) == (50 * E4, 6)


def test_a_region_has_its_own_season_and_people_that_of_all(small: None) -> None:
    aim((Cell(2024, month=1, region="N2", rep="Bo"), 100), (Cell(2024, month=1, region="South", rep="Cy"), 100))
    by_region = rows("region", as_of=date(2024, 1, 20), where={"month": ["2024-01"]})
    assert (by_region["N2"]["expected_to_date"], by_region["South"]["expected_to_date"]) == (0, 100)
    by_rep = rows("rep", as_of=date(2024, 1, 20), where={"month": ["2024-01"]})
    assert (by_rep["Bo"]["expected_to_date"], by_rep["Cy"]["expected_to_date"]) == (25, 25)


def test_a_year_in_which_the_data_only_began_tells_no_season_where_another_does(small: None) -> None:
    publish([Line("B1", date(2022, 1, 28), 1000)], first_id=50)  # of January 2022 the days before are missing
    aim((Cell(2024, month=1), 400))
    assert rows("month", as_of=date(2024, 1, 20))["2024-01"]["expected_to_date"] == 100
    assert reaches_back(date(2024, 1, 8), Range(date(2024, 1, 1), date(2024, 1, 31)))
    assert not reaches_back(date(2024, 1, 9), Range(date(2024, 1, 1), date(2024, 1, 31)))


def test_expected_by_working_days_without_history(small: None) -> None:
    with db.writing() as session:  # everything of 2023 is of today
        session.execute(update(OrderLine).where(OrderLine.ordered_on < date(2024, 1, 1)).values(net_amount=0))
        company_settings.change(session, OPERATOR, "holiday_country", "US")
        aim_rows = [(Cell(2024, month=5), 220 * E4, None)]
        targets.set_many(session, OPERATOR, Plan(2024), aim_rows)
    may = rows("month", as_of=date(2024, 5, 10))["2024-05"]
    # 23 weekdays less Memorial Day; 8 of them up to the 10th
    assert (may["expected_to_date"], may["days_left"], may["left"]) == (80, 14, 15.7143)


def test_fiscal_years(small: None) -> None:
    with db.writing() as session:
        session.add(CompanySetting(key="fiscal_first_month", value="4"))
        db.touch(session, "settings")
    aim((Cell(2024, month=4), 100), (Cell(2024, quarter=4), 700))  # April 2023; January to March 2024
    months = rows("quarter")
    assert {label: (row["target"], row["actual"]) for label, row in months.items()} == {
        "2024-Q1": (100, 0), "2024-Q2": (None, 600), "2024-Q4": (700, 350),
    }  # fmt: skip


def reader(session: Any, login: str, role: str, **options: Any) -> User:
    from salesdash.access import setup, users

    setup.install_defaults(session)
    users.add(session, OPERATOR, login, role, **options)
    return users.by_login(session, login)


def test_everybody_sees_their_own(small: None) -> None:
    aim((Cell(2024, rep="Ann"), 500), (Cell(2024, rep="Bo"), 100), (Cell(2024), 1000))
    with db.writing() as session:
        bo = reader(session, "bo", "sales_representative", rep="Bo")
        finance = reader(session, "fay", "finance")
        production = reader(session, "pat", "production")
        admin = reader(session, "ada", "administrator")
    own = asked(user=bo, by=("rep",)).document()
    assert [(row["rep"], row["target"], row["actual"]) for row in own["rows"]] == [("Bo", 100, 170)]
    assert (own["total"]["target"], own["total"]["actual"]) == (100, 170)
    assert asked(user=finance).document()["total"]["target"] == 1000
    with pytest.raises(NotPermitted):
        asked(user=production)
    assert asked(user=production, measure="quantity").document()["total"]["actual"] == 4
    with pytest.raises(NotPermitted):
        asked(user=admin)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"by": ("customer",)}, "unknown_dimension"),
        ({"measure": "cost"}, "unknown_measure"),
        ({"level": "wish"}, "unknown_level"),
        ({"where": {"rep": ["Zoe"]}}, "unknown_member"),
        ({"where": {"month": ["2023-01"]}}, "unknown_period"),
        ({"where": {"quarter": ["2024-01"]}}, "unknown_period"),
        ({"where": {"quarter": ["2024-Q1"], "month": ["2024-05"]}}, "no_months"),
        ({"year": 1776}, "year_out_of_range"),
    ],
    ids=str,
)
def test_questions_that_cannot_be_answered(small: None, arguments: dict, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        asked(**arguments)
    assert refused.value.code == code


def test_without_targets_and_without_sales(small: None) -> None:
    assert asked().total["target"] is None
    assert rows("rep")["Ann"]["target"] is None
    future = asked(year=2030, by=("rep",), as_of=date(2024, 5, 1))
    assert (len(future.rows), future.total["actual"], future.total["gap"]) == (0, 0, None)


@pytest.fixture
def once(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[None]:
    """The company on SQLite, for properties that hold on any database."""
    from salesdash.config import config

    monkeypatch.setenv("SALESDASH_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(tmp_path / "snapshot"))
    config.cache_clear()
    company(LINES)
    yield
    config.cache_clear()


_CELLS = st.tuples(
    st.sampled_from([{}, {"quarter": 1}, {"quarter": 2}, {"month": 1}, {"month": 3}, {"month": 12}]),
    st.sampled_from([None, "North", "N1", "N2", "South"]),
    st.sampled_from([None, "Ann", "Bo", "Cy"]),
    st.integers(0, 10**6),
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(_CELLS, min_size=1, max_size=4), day=st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_the_rows_add_up_to_the_total(once: None, cells: Sequence[tuple], day: date) -> None:
    for period, region, rep, amount in cells:
        cell = Cell(2024, region=region, rep=rep, **period)
        with suppress(Conflict), db.writing() as session:  # what was set before may leave no room
            targets.set_amount(session, OPERATOR, Plan(2024), cell, amount * 100, give_way="parent")
    for by in (("rep",), ("month",), ("region",), ("region_parent", "quarter"), ("month", "region", "rep"), ("team",)):
        found = asked(by=by, as_of=day)
        for column in ("target", "actual"):
            assert int(found.rows[column].sum()) == (found.total[column] or 0), (by, column)
        assert not any(isinstance(v, float) and pd.isna(v) for v in found.total.values())
