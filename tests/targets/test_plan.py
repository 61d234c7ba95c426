"""Amounts in the numbers in which they are kept, periods of fiscal years, what imports leave behind."""

from pathlib import Path

import pytest

from salesdash import db, imports, targets
from salesdash.access.identity import OPERATOR
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.errors import BadInput
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import CompanySetting
from salesdash.periods import FiscalCalendar
from salesdash.targets import Cell, Plan, coding
from salesdash.units import SCALE
from tests.imports.helpers import bring, write

APRIL = FiscalCalendar(first_month=4)


def test_amounts_as_people_write_them(firm: str) -> None:
    with db.reading() as session:
        assert targets.amount(session, "revenue", "1200000.5") == 12_000_005_000
        assert targets.amount(session, "quantity", 12) == 12 * SCALE
        assert targets.amount(session, "orders", "12") == 12
        for measure, written, code in (
            ("revenue", "0.001", "too_fine"), ("quantity", "1.5", "too_fine"), ("orders", "1.5", "too_fine"),
            ("revenue", "-1", "negative"), ("revenue", "many", "no_number"), ("revenue", "NaN", "no_number"),
            ("revenue", "1e30", "too_large"),
        ):  # fmt: skip
            with pytest.raises(BadInput) as refused:
                targets.amount(session, measure, written)
            assert refused.value.code == code


def test_the_unit_is_that_of_the_currency(firm: str) -> None:
    with db.reading() as session:
        assert targets.unit(session, "revenue") == 100
        for currency, step in (("JPY", 10_000), ("KWD", 10), ("USD", 100)):
            session.merge(CompanySetting(key="currency", value=currency))
            session.flush()
            assert targets.unit(session, "revenue") == step
        session.rollback()


def test_months_of_a_fiscal_year_that_begins_in_april() -> None:
    plan = Plan(2027)
    assert coding.period_of(APRIL, plan, Cell(2027, month=4)) == 1
    assert coding.period_of(APRIL, plan, Cell(2027, month=3)) == 12
    assert coding.period_of(APRIL, plan, Cell(2027, quarter=4)) == 104
    assert coding.label_of(APRIL, 2027, 1) == "2027-04"
    assert coding.label_of(APRIL, 2027, 12) == "2027-03"
    assert [str(day) for day in (coding.days_of(APRIL, 2027, 1).start, coding.days_of(APRIL, 2027, 12).end)] == [
        "2026-04-01", "2027-03-31",
    ]  # fmt: skip
    assert [coding.calendar_month(APRIL, month) for month in (1, 9, 10, 12)] == [4, 12, 1, 3]
    assert [list(coding.months_of(period)) for period in (101, 104, 7)] == [[1, 2, 3], [10, 11, 12], [7]]


def test_a_cell_in_words(firm: str) -> None:
    with db.reading() as session:
        assert coding.in_words(session, Plan(2026), Coordinates(period=3, region=1)) == "2026-03 · Name of N"


def test_an_undone_import_leaves_members_that_targets_name(company: str, tmp_path: Path) -> None:
    batch = bring(company, write(tmp_path / "regions.csv", "code,name", "KEPT,Kept", "GONE,Gone"), "regions").batch
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, Plan(2019), Cell(2019, region="KEPT"), SCALE)
    imports.undo(company, OPERATOR, batch)
    with db.reading() as session:
        assert dimensions.member(session, DIMENSIONS["region"], "KEPT")
        with pytest.raises(BadInput):
            dimensions.member(session, DIMENSIONS["region"], "GONE")
        assert targets.about(session, OPERATOR, Plan(2019), Cell(2019, region="KEPT")).amount == SCALE
