"""An overview with figures chosen by hand, for what makes words, charts and tables of it."""

from datetime import UTC, date, datetime

import pandas as pd

from salesdash.kpis import Figure, Overview, View
from salesdash.metrics import REGISTRY
from salesdash.periods import Range, month_end, plus_months

PERIOD = Range(date(2026, 11, 1), date(2026, 11, 24))
BEFORE = Range(date(2026, 10, 1), date(2026, 10, 24))


def _figure(value: float | None, before: float | None, change: float | None) -> Figure:
    return Figure(value, {"previous": before}, {"previous": change})


def _members(*rows: tuple[str, str, int | None, int | None, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["code", "name", "revenue", "revenue_previous", "revenue_change_previous"])
    numbers = {"revenue": "Int64", "revenue_previous": "Int64", "revenue_change_previous": "Float64"}
    return frame.astype(numbers).assign(orders=pd.array([1] * len(frame), dtype="Int64"))


def overview(**changes) -> Overview:
    """Revenue 1,200 after 1,000; North grew, South sells no more."""
    totals = {key: _figure(None, None, None) for key in [*REGISTRY, "cost_coverage"]}
    totals |= {
        "revenue": _figure(12_000_000, 10_000_000, 0.2),
        "orders": _figure(3, 4, -0.25),
        "return_rate": _figure(0.05, 0.03, 0.02),
        "gross_margin": _figure(0.4, 0.4, 0.0),
        "cost_coverage": _figure(0.9, 1.0, -0.1),
    }
    starts = [plus_months(date(2026, 11, 1), n - 23) for n in range(24)]
    trend = pd.DataFrame(
        {
            "start": starts,
            "end": [month_end(s) for s in starts],
            "partial": [False] * 23 + [True],
            **{key: pd.array([None] * 24, dtype="Float64") for key in REGISTRY},
        }
    )
    trend["revenue"] = pd.array([n * 100_000 for n in range(24)], dtype="Int64")
    region = _members(("N", "North", 12_000_000, 9_000_000, 1 / 3), ("S", "South", None, 1_000_000, None))
    ranking = pd.DataFrame(
        {
            "code": ["P1"], "name": ["<b>Bike</b>"], "revenue": pd.array([5_000_000], dtype="Int64"),
            "base": pd.array([4_000_000], dtype="Int64"), "difference": pd.array([1_000_000], dtype="Int64"),
            "change": pd.array([0.25], dtype="Float64"),
        }
    )  # fmt: skip
    given = {
        "view": View(PERIOD, {}, {"previous": BEFORE}),
        "totals": totals,
        "by": dict.fromkeys(("region", "channel", "product_line", "rep"), region),
        "trend": trend,
        "products": {"top": ranking, "falling": ranking.iloc[:0]},
        "customers": {"top": ranking, "falling": ranking},
        "bridge": {"volume": 2_500_000, "mix": -700_000, "price": 0, "new": 300_000, "gone": -100_000, "other": 0},
        "data_until": PERIOD.end,
        "imported_at": datetime(2026, 11, 24, 8, tzinfo=UTC),
    }
    return Overview(**(given | changes))
