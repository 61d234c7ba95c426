"""Attainment on the KPI page: where there are targets, and only there."""

import pytest

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.targets import Cell, Plan
from tests.kpis.company import E4
from tests.pages import test_kpis
from tests.pages.test_kpis import FEBRUARY, JANUARY, LINES, as_role, open_kpis, seen  # noqa: F401

looker = test_kpis.looker


def aim(*cells: tuple[Cell, int], measure: str = "revenue") -> None:
    factor = E4 if measure == "revenue" else 1
    with db.writing() as session:
        rows = [(cell, amount * factor, None) for cell, amount in cells]
        targets.set_many(session, OPERATOR, Plan(2024, measure), rows)


def test_numbers_that_have_a_target_stand_against_it(looker) -> None:
    aim((Cell(2024, month=1, rep="Ann"), 500), (Cell(2024, month=1, rep="Bo"), 200), (Cell(2024, month=2), 100))
    aim((Cell(2024, month=1), 4), measure="orders")
    html = seen(as_role(looker, "executive", JANUARY))
    assert "50.0% of $700" in html  # 350 of 700
    assert "50.0% of 4" in html
    assert html.count("Attainment: actual ÷ target") == 4  # of two cards, for eyes and for ears
    february = open_kpis(looker, FEBRUARY)
    assert "40.0% of $100" in seen(february)
    assert "dashes: target" in next(e.proto.spec for e in february.get("plotly_chart"))
    filtered = seen(open_kpis(looker, JANUARY | {"rep": ["Ann"]}))
    assert "30.0% of $500" in filtered
    assert "of 4" not in filtered


@pytest.mark.parametrize(
    "query",
    [
        JANUARY | {"customer": ["C1"]},  # no targets are set for customers
        {"period": "custom", "dates": ["2024-01-01", "2024-01-15"]},
        {"period": "custom", "dates": ["2024-02-01", "2024-02-29"]},  # no target of February
    ],
)
def test_without_a_target_nothing_changes(looker, query: dict) -> None:
    aim((Cell(2024, month=1), 700))
    html = seen(as_role(looker, "executive", query))
    assert "of $700" not in html
    assert "Attainment" not in html


def test_a_representative_sees_their_own_target(looker) -> None:
    aim((Cell(2024, month=1, rep="Ann"), 500), (Cell(2024, month=1, rep="Bo"), 200))
    assert "30.0% of $500" in seen(as_role(looker, "sales_representative", JANUARY, rep="Ann"))


def test_the_table_of_figures_holds_targets(looker) -> None:
    aim((Cell(2024, month=1), 700))
    app = as_role(looker, "executive", JANUARY)
    html = seen(app.button_group(key="table").set_value("figures").run())
    assert "Target: revenue" in html
    assert "700.00" in html
