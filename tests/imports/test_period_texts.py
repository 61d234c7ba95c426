"""Periods as files write them."""

from datetime import date

import pytest

from salesdash.imports import periodtext, targetwords
from salesdash.imports.periodtext import Period


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026", Period(2026)), ("FY2026", Period(2026)), ("2026年度", Period(2026)),
        ("2026-Q1", Period(2026, 1)), ("Q1 2026", Period(2026, 1)), ("2026年第一季", Period(2026, 1)),
        ("第3季度", Period(None, 3)), ("1Q", Period(None, 1)),
        ("2026-03", Period(2026, None, 3)), ("202603", Period(2026, None, 3)), ("2026年3月", Period(2026, None, 3)),
        ("03/2026", Period(2026, None, 3)), ("Mar-26", Period(2026, None, 3)), ("２０２６／３", Period(2026, None, 3)),
        ("M03", Period(None, None, 3)), ("March", Period(None, None, 3)), ("Sept", Period(None, None, 9)),
        ("三月", Period(None, None, 3)), ("十二月", Period(None, None, 12)),
        ("2026-03-15", Period(None, None, 3, date(2026, 3, 15))),
        ("2026-03-01 00:00:00", Period(None, None, 3, date(2026, 3, 1))),
        ("20260301", Period(None, None, 3, date(2026, 3, 1))),
        ("mars", None), ("Q5", None), ("M13", None), ("2026-13", None), ("2026-02-30", None), ("12", None), ("", None),
        ("total", None), ("1850-01", None), ("x" * 50, None),
    ],
)  # fmt: skip
def test_a_period(text: str, found: Period | None) -> None:
    assert periodtext.period(text) == found


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("M01", "m01"), ("Jan", "m01"), ("1月(千元)", "m01"), ("二月目標", "m02"), ("Target Dec", "m12"),
        ("2026-10", "m10"), ("2026-10-01 00:00:00", "m10"), ("Q1 Target", "q1"), ("第四季預算", "q4"),
        ("Month", None), ("Quarter", None), ("Target", None), ("2026", None), ("Decision", None), ("EmployeeID", None),
    ],
)  # fmt: skip
def test_a_column_of_a_month_or_quarter(name: str, field: str | None) -> None:
    found = periodtext.column(name)
    assert (found.field if found else None) == field


@pytest.mark.parametrize(
    ("text", "unit"),
    [("1", 1), ("1,000", 1000), ("千元", 1000), ("in thousands", 1000), ("萬元", 10_000), ("百万", 10**6),
     ("億", 10**8),
     ("0", None), ("-5", None), ("2.5", None), ("dozen", None)],
)  # fmt: skip
def test_a_unit(text: str, unit: int | None) -> None:
    assert targetwords.unit(text) == unit


def test_measures_and_levels() -> None:
    words = ("Revenue", "銷售額", "gross profit", "新客户", "回款", "margin %", "customers")
    assert [targetwords.measure(word) for word in words] == [
        "revenue", "revenue", "gross_profit", "new_customers", "receipts", None, None
    ]  # fmt: skip
    assert [targetwords.level(word) for word in ("Base", "目标", "挑戰", "best")] == ["base", "target", "stretch", None]
