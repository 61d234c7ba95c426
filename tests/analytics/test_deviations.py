"""When a deviation is an alert, and who contributed to it: worked out by hand or from tables of distributions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from salesdash.analytics.deviations import independent, judged, part, ranked, shortened
from salesdash.analytics.elapsed import predicted
from salesdash.analytics.widening import moderated, quantile, widening


def series(**columns: list) -> DataFrame:
    """Expected 100, 80 % within 10, 95 % within 20, an alert from 30 on, unless said otherwise."""
    size = len(next(iter(columns.values())))
    usual = {"expected": 100, "lo80": 90, "hi80": 110, "lo95": 80, "hi95": 120}
    whole = {name: pd.array(columns.get(name, [value] * size), dtype="Int64") for name, value in usual.items()}
    return DataFrame(whole | {"widening": columns.get("widening", [1.5] * size)}).assign(
        **{name: pd.array(values, dtype="Int64") for name, values in columns.items() if name == "actual"}
    )


def test_watch_and_alert() -> None:
    found = judged(series(actual=[100, 110, 111, 130, 131, 90, 89, 70, 69, None]))
    assert found["severity"].tolist() == [
        None, None, "watch", "watch", "alert", None, "watch", "watch", "alert", None,
    ]  # fmt: skip
    assert found["deviation"].tolist()[:3] == [0, 10, 11]
    assert found["surprise"].tolist()[3:5] == [1.0, pytest.approx(31 / 30)]
    assert found["back"].tolist()[:3] == [True, False, False]
    assert found["back"].tolist()[5] is False


def test_bounds_of_two_sides() -> None:
    found = judged(series(actual=[84, 84], lo80=[95, 85], lo95=[90, 70]))
    assert found["severity"].tolist() == ["alert", "watch"]


def test_without_width_nothing_is_an_alert() -> None:
    flat = {name: [100] for name in ("lo80", "hi80", "lo95", "hi95")}
    assert judged(series(actual=[7], **flat))["severity"].tolist() == ["watch"]


def test_a_part_of_a_period() -> None:
    frame = part(series(actual=[40]), np.array([0.25]), np.array([0.0]))
    assert frame[["expected", "lo80", "hi80", "lo95", "hi95"]].iloc[0].tolist() == [25, 22, 28, 20, 30]
    # one series: 2.807 standard errors for all looks together (0.5 %), 2.108 at the end (3.5 %), twice at a quarter
    assert frame["widening"].iloc[0] == pytest.approx(1.5 * 2.807034 / 2.108358 / 0.5, rel=1e-4)
    unsure = part(series(actual=[40]), np.array([0.25]), np.array([0.1]))
    # √(5² + (1.96 · 0.1 · 100)²) = 20.2
    assert (unsure["lo95"].iloc[0], unsure["hi95"].iloc[0]) == (5, 45)


def test_a_part_of_a_ratio_is_expected_as_the_whole() -> None:
    frame = part(series(actual=[40]), np.array([0.25]), np.array([0.0]), ratio=True)
    assert frame[["expected", "lo80", "hi95"]].iloc[0].tolist() == [100, 80, 140]


def test_the_largest_of_several() -> None:
    # 1.96 for one; (1 − 0.05)^(1/9) leaves 0.568 % for each of nine, which is 2.766
    assert independent(1, 0.05) == pytest.approx(1.959964)
    assert independent(9, 0.05) == pytest.approx(2.76553, abs=1e-4)
    assert float(quantile(9, 0.0, 0.05, 1e9)) == pytest.approx(2.76553, abs=1e-3)
    # of series that always move together one counts
    assert float(quantile(9, 0.999, 0.05, 1e9)) == pytest.approx(1.96, abs=0.1)
    # 0.568 % of a t distribution with 10 degrees of freedom, both sides
    assert float(quantile(9, 0.0, 0.05, 10.0)) == pytest.approx(3.5046, abs=1e-3)


def test_scales_of_series_alike_are_pooled() -> None:
    mean = np.array([100.0, 200, 400, 800, 1600, 3200])
    scale, freedom = moderated(0.1 * mean, mean, np.full(6, 40.0))
    assert scale / mean == pytest.approx(np.full(6, 0.1), rel=0.03)
    assert (freedom == 240).all()


def test_scales_of_series_unlike_are_their_own() -> None:
    half = np.array([1.0, 100, 2, 50, 1, 200, 3, 90])
    scale, freedom = moderated(half, np.full(8, 1000.0), np.full(8, 40.0))
    assert scale == pytest.approx(half, rel=0.1)
    assert (freedom < 42).all()


def run(errors: float, size: float = 1.0, periods: int = 12) -> tuple[DataFrame, DataFrame, DataFrame]:
    """Nine series whose errors are as large as ``errors`` standard errors of their intervals."""
    names = [f"s{n}" for n in range(9)]
    rng = np.random.default_rng(3)
    bounds = {"mean": 100.0 * size, "lo95": (100 - 19.6) * size, "hi95": (100 + 19.6) * size}
    points = DataFrame([{"unique_id": name, "step": step, **bounds} for name in names for step in (1, 2)])
    told = DataFrame(
        [
            {"unique_id": name, "step": step, "ds": ds, "y": (100 + 10 * errors * rng.normal()) * size, **bounds}
            for name in names
            for ds in range(periods)
            for step in (1, 2)
        ]
    )
    inputs = DataFrame({"unique_id": np.repeat(names, 60), "used": 100.0 * size})
    return points, told, inputs


def test_widening_of_honest_intervals() -> None:
    points, errors, inputs = run(1.0)
    wide = widening(points, errors, inputs, 12, share=0.05)
    # nine series alike: nearly the 2.766 standard errors of nine whose scales are known
    assert wide.between(2.5 / 1.96, 3.1 / 1.96).all()
    assert widening(points, errors, inputs, 12, share=0.01).gt(wide).all()


def test_widening_follows_the_errors() -> None:
    wide = [widening(*run(errors), 12).iloc[0] for errors in (0.5, 1.0, 2.0)]
    assert wide[0] == 1.0
    assert wide[2] / wide[1] == pytest.approx(2, rel=0.1)


def test_widening_knows_no_currency() -> None:
    assert widening(*run(1.0), 12).to_numpy() == pytest.approx(widening(*run(1.0, 1e6), 12).to_numpy())


def test_widening_of_little() -> None:
    points, errors, inputs = run(1.0)
    assert widening(points.iloc[:0], errors, inputs, 12).empty
    alone = widening(points.iloc[:2], errors.iloc[:0], inputs.iloc[:4], 12)
    assert alone.iloc[0] > 2  # four values tell little of how far a series strays


def test_shares_by_the_same_month_of_earlier_years() -> None:
    # the latest first: of quarters, the same one a year ago is the fourth
    to_date = np.array([[9.0, 9, 9, 30, 9, 9, 9, 20]])
    whole = np.array([[10.0, 10, 10, 100, 10, 10, 10, 100]])
    share, unsure = predicted(to_date, whole, 0.5, np.full(8, 0.5), season=4, seasons=3)
    assert share.tolist() == [0.25]
    assert unsure[0] > 0


def test_shares_without_history_go_by_working_days() -> None:
    share, unsure = predicted(np.array([[5.0]]), np.array([[10.0]]), 0.4, np.array([0.5]), season=12, seasons=3)
    assert share.tolist() == [0.4]
    # the one period there is went by working days to the point
    assert unsure[0] < 0.001


def test_how_sure_a_share_is() -> None:
    whole = np.full((2, 24), 100.0)
    steady = np.full(24, 50.0)
    wild = np.where(np.arange(24) % 2 == 0, 20.0, 80.0)
    wild[:12] = wild[12:][::-1]  # another way about a year later
    _share, unsure = predicted(np.array([steady, wild]), whole, 0.5, np.full(24, 0.5), season=12, seasons=3)
    assert unsure[0] < unsure[1]
    assert unsure[1] > 0.2


def test_ranking() -> None:
    assert ranked([("a", 5), ("b", -70), ("c", 0), ("d", -40)], -100) == [
        ("b", -70), ("d", -40), ("a", 5), (None, 5),
    ]  # fmt: skip
    assert ranked([("a", 5), ("b", -2)], 3) == [("a", 5), ("b", -2)]


parts = st.lists(st.integers(-(10**15), 10**15), max_size=30)


@settings(max_examples=60)
@given(parts, st.integers(-(10**16), 10**16), st.integers(1, 5))
def test_contributors_sum_to_the_whole(amounts: list[int], whole: int, most: int) -> None:
    found = ranked([(f"m{n}", amount) for n, amount in enumerate(amounts)], whole)
    assert sum(amount for _code, amount in found) == whole
    short = shortened(found, most)
    assert sum(amount for _code, amount in short) == whole
    assert len(short) <= most + 1
