"""One cell of a forecast with figures chosen by hand, for what makes words, charts and tables of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pandas as pd
from pandas import DataFrame

from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.forecasts import Run
from salesdash.metrics import REGISTRY
from salesdash.periods import FiscalCalendar, plus_months
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.kpi_frame import Frame
from salesdash.units import SCALE

E = SCALE
USER = User(1, "ann", "Ann", "executive", frozenset({"kpis.read"}))


def frame(first_month: int = 1, last: date = date(2026, 11, 24)) -> Frame:
    """A company whose data reach to ``last``."""
    return Frame(USER, Company(fiscal_first_month=first_month), FiscalCalendar(first_month), last, last, {}, "s")


def run(**changes) -> Run:
    """A monthly run of revenue by region."""
    made = {
        "id": 1, "measure": "revenue", "by": ("region",), "frequency": "month", "horizon": 14,
        "as_of": date(2026, 10, 31), "begins": date(2026, 11, 1), "made_at": datetime(2026, 11, 1, 8, tzinfo=UTC),
        "made_by": "ann", "seconds": 1.0, "series": 3, "failed": 0, "status": "done", "parameters": {}, "versions": {},
        "stale": False,
    }  # fmt: skip
    return Run(**(made | changes))


def points(first: date, means: Sequence[float], wide: float = 10, months: int = 1) -> DataFrame:
    """Forecast periods: 80 % so many units to each side, 95 % twice as many."""
    off = (0, -wide, wide, -2 * wide, 2 * wide)
    rows = [
        ("", plus_months(first, months * n), n + 1, *(round((mean + far) * E) for far in off))
        for n, mean in enumerate(means)
    ]
    names = ["period", "period_on", "step", "mean", "lo80", "hi80", "lo95", "hi95"]
    return DataFrame(rows, columns=names).assign(model="combination")


def inputs(first: date, actuals: Sequence[float | None], months: int = 1) -> DataFrame:
    """Known periods; None is a hole."""
    amounts = pd.array([pd.NA if v is None else round(v * E) for v in actuals], dtype="Int64")
    days = [plus_months(first, months * n) for n in range(len(actuals))]
    marks = ["hole" if v is None else None for v in actuals]
    return DataFrame({"period": "", "period_on": days, "actual": amounts, "mark": pd.Series(marks, dtype=object)})


def since(*rows: tuple[date, int, int, float | None]) -> DataFrame:
    """What came: first day, days elapsed, all days, actual."""
    names = ["period_on", "days_elapsed", "days", "actual"]
    shown = DataFrame([(d, e, a, pd.NA if v is None else round(v * E)) for d, e, a, v in rows], columns=names)
    return shown.astype({"actual": "Int64"})


def looked(**changes) -> Looked:
    """Known: 2025 with 100 a month, 2026 with 110 up to October; expected: 120 a month up to the end of 2027."""
    made = {
        "frame": frame(), "run": run(), "latest": True, "cell": {"region": None}, "name": "Everything",
        "metric": REGISTRY["revenue"], "points": points(date(2026, 11, 1), [120] * 14),
        "inputs": inputs(date(2025, 1, 1), [100] * 12 + [110] * 10), "since": since(),
    }  # fmt: skip
    return Looked(**(made | changes))
