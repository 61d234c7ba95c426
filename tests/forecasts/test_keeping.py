"""What is kept of runs, and that means add up: pure parts."""

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from salesdash.forecasts.keeping import to_go
from salesdash.forecasts.made import CELL, coherent, whole
from salesdash.periods import plus_months

BY = [(), ("region",), ("channel",), ("region", "channel")]


def test_the_ten_last_and_one_a_month_stay() -> None:
    # run n knows the months up to n // 2: two of each month
    runs = [(n, plus_months(date(2024, 1, 1), n // 2)) for n in range(40)]
    going = to_go(runs, held=[4])
    assert sorted(going) == [n for n in range(0, 30, 2) if n != 4]


def test_after_three_years_a_run_goes() -> None:
    runs = [(n, plus_months(date(2020, 1, 1), n)) for n in range(60)]
    assert sorted(to_go(runs, held=())) == list(range(24))
    assert to_go([], held=()) == []


def test_runs_of_days_long_past_do_not_push_out_what_knows_more() -> None:
    runs = [(1, date(2024, 6, 30)), *((n, date(2020, 1, 31)) for n in range(2, 14))]
    assert sorted(to_go(runs, held=())) == [2, 3]


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 3)), st.floats(-1e9, 1e9, width=32), min_size=1),
    st.floats(-5, 5),
)
def test_means_add_up_at_every_level(members: dict[tuple[int, int], float], off: float) -> None:
    rows = []
    for level in BY:
        seen: dict[tuple, float] = {}
        for (region, channel), value in members.items():
            cell = (region if "region" in level else 0, 0, channel if "channel" in level else 0, 0)
            seen[cell] = seen.get(cell, 0.0) + value
        rows += [(",".join(level), *cell, value + off * (len(level) < 2)) for cell, value in seen.items()]
    cells = DataFrame(rows, columns=["level", *CELL, "mean"])
    mean = whole(cells["mean"]).to_numpy(np.int64)
    points = DataFrame({"number": cells.index, "step": 1, "mean": mean} | {
        name: mean + sign for name, sign in (("lo80", -1), ("hi80", 1), ("lo95", -2), ("hi95", 2))
    })  # fmt: skip
    found = coherent(points, cells[["level", *CELL]], BY)
    by_level = found.groupby(cells["level"])["mean"].sum()
    assert by_level.nunique() == 1
    lowest = cells["level"] == "region,channel"
    assert (found["mean"] == mean)[lowest].all()
    assert (found["lo95"] <= found["mean"]).all() and (found["mean"] <= found["hi80"]).all()


def test_whole_numbers_keep_what_is_missing() -> None:
    found = whole(pd.Series([1.25, float("nan"), -0.00016]))
    assert found.isna().tolist() == [False, True, False]
    assert (found[0], found[2]) == (12_500, -2)
