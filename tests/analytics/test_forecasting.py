"""The pure parts of forecasting, by hand. What needs the library is in test_forecasting_runs.py."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from salesdash.analytics.forecasting import aggregate_id, measures, tables
from salesdash.analytics.forecasting.calendar import Grid, guessed
from salesdash.analytics.forecasting.checking import Checked, check
from salesdash.analytics.forecasting.choosing import POWER, chosen
from salesdash.analytics.forecasting.cleaning import clean
from salesdash.analytics.forecasting.hierarchy import coherent, reconciler, tree
from salesdash.analytics.forecasting.intervals import calibrated
from salesdash.analytics.forecasting.kinds import kind
from salesdash.analytics.forecasting.known import factors, regressors
from salesdash.analytics.forecasting.layers import shrunk_season, widths
from salesdash.analytics.forecasting.rolling import End, Made, ends
from salesdash.analytics.forecasting.sheet import Row
from salesdash.analytics.forecasting.spread import Spread, seasonal_effects, seasonal_part, smoothed, spread
from salesdash.errors import BadInput

Y = np.array([100.0, 50.0, 200.0])
F = np.array([110.0, 40.0, 200.0])


def test_measures_by_hand() -> None:
    assert measures.wape(Y, F) == pytest.approx(20 / 350)
    assert measures.bias(Y, F) == 0
    assert measures.bias(Y, F + 7) == pytest.approx(21 / 350)
    # 200·10/210, 200·10/90, 0
    assert measures.smape(Y, F) == pytest.approx((2000 / 210 + 2000 / 90) / 3)
    assert measures.mase(Y, F, np.array([5.0, 10.0, 5.0])) == pytest.approx((2 + 1 + 0) / 3)
    assert measures.coverage(Y, F - 10, F + 10) == 1
    assert measures.coverage(Y, F - 9, F + 9) == pytest.approx(1 / 3)


def test_scale_is_that_of_the_seasonal_naive_forecast() -> None:
    history = np.array([10.0, 20.0, 13.0, 24.0])
    assert measures.naive_scale(history, 2) == pytest.approx((3 + 4) / 2)
    assert measures.naive_scale(history, 4) == pytest.approx((10 + 7 + 11) / 3)  # no season has passed: the naive one
    assert np.isnan(measures.naive_scale(history[:1], 4))


def test_missing_actuals_count_nowhere_and_undefined_is_nan() -> None:
    actual = np.array([100.0, np.nan, 200.0])
    assert measures.wape(actual, F) == pytest.approx(10 / 300)
    assert measures.coverage(actual, F, F) == 0.5
    zero = np.zeros(3)
    assert measures.smape(zero, zero) == 0
    assert np.isnan([measures.wape(zero, F), measures.bias(zero, F), measures.mase(Y, F, zero)]).all()
    assert np.isnan(measures.smape(np.full(3, np.nan), F))


@pytest.mark.parametrize(
    ("frequency", "dates", "first"),
    [
        ("MS", ["2024-01-31", "2024-02-29", "2024-03-01"], ["2024-01-01", "2024-02-01", "2024-03-01"]),
        ("ME", ["2024-01-31", "2024-02-29"], ["2024-01-01", "2024-02-01"]),
        ("QS-APR", ["2024-03-31", "2024-04-01", "2024-09-30"], ["2024-01-01", "2024-04-01", "2024-07-01"]),
        ("QE-JAN", ["2024-01-31", "2024-02-01"], ["2023-11-01", "2024-02-01"]),
        ("YS-JUL", ["2024-06-30", "2024-07-01"], ["2023-07-01", "2024-07-01"]),
        ("W-MON", ["2024-01-07", "2024-01-08"], ["2024-01-01", "2024-01-08"]),
        ("W-SUN", ["2024-01-06", "2024-01-07"], ["2023-12-31", "2024-01-07"]),
        ("D", ["1969-12-31", "2024-02-29"], ["1969-12-31", "2024-02-29"]),
        ("B", ["2024-01-05", "2024-01-08"], ["2024-01-05", "2024-01-08"]),
    ],
)
def test_dates_are_places_of_a_grid(frequency: str, dates: list[str], first: list[str]) -> None:
    grid = Grid(frequency)
    places = grid.places(pd.Series(pd.to_datetime(dates)))
    assert [str(day)[:10] for day in grid.dates(places)] == first
    if frequency != "D":
        assert (np.diff(places) == 1).all()


def test_the_grid_is_seen_from_the_dates() -> None:
    def of(*dates: str) -> str | None:
        return guessed(pd.Series(pd.to_datetime(list(dates))), pd.Series(["a"] * len(dates))).frequency

    assert of("2024-01-31", "2024-02-29", "2024-03-31", "2024-05-31") == "MS"
    assert of("2024-01-03", "2024-01-10", "2024-01-17") == "W-WED"
    assert of("2024-02-01", "2024-05-01", "2024-08-01") == "QS-FEB"
    assert of("2024-01-06", "2024-01-07") == "D"
    assert guessed(pd.Series([10, 20, 30]), pd.Series(["a"] * 3)) == Grid(None, 10)


def rows(*entries: tuple[str, object, object]) -> DataFrame:
    return DataFrame(list(entries), columns=["unique_id", "ds", "y"])


def checked(frame: DataFrame, season: int = 4) -> Checked:
    return check(frame, None, season, guess=True)


def codes(found: Checked) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for name, code, _ in [*found.problems, *found.warnings]:
        said.setdefault(name, set()).add(code)
    return said


def test_what_is_wrong_is_said_of_its_series_and_the_others_go_on() -> None:
    found = checked(
        rows(
            ("good", 1, 5), ("good", 2, 6), ("good", 3, 7),
            ("text", 1, 5), ("text", 2, "abc"), ("text", 3, 7),
            ("gap", 1, 5), ("gap", 4, 8),
            ("twice", 1, 5), ("twice", 1, 5), ("twice", 2, 6),
            ("clash", 1, 5), ("clash", 1, 6), ("clash", 2, 6),
            ("one clash", 1, 5), ("one clash", 1, 6), *(("one clash", day, 6) for day in range(2, 9)),
            ("no date", "soon", 5), ("no date", 2, 5), ("no date", 3, 6),
            ("empty", 1, None), ("empty", 2, ""), ("infinite", 1, float("inf")), ("infinite", 2, 1), ("infinite", 3, 2),
            ("mistyped", 1, 5), ("mistyped", 2, 5), ("mistyped", 9999, 5),
        )
    )  # fmt: skip
    assert codes(found) == {
        "text": {"not_numbers", "holes"}, "gap": {"holes"}, "twice": {"repeated_rows"},
        "clash": {"contradictory_dates"}, "one clash": {"contradictory_dates"}, "no date": {"unreadable_dates"},
        "empty": {"empty"}, "infinite": {"not_numbers"}, "mistyped": {"far_from_the_rest"},
    }  # fmt: skip
    assert [name for name, _, _ in found.problems] == ["clash", "empty"]
    series = {one.name: one for one in found.series}
    assert series["good"].y.tolist() == [5, 6, 7]
    assert np.isnan(series["gap"].y).tolist() == [False, True, True, False]
    assert series["mistyped"].y.tolist() == [5, 5]
    assert (series["one clash"].start, series["one clash"].y[0]) == (2, 6)  # a hole at the edge is no history


def test_dates_may_be_written_as_numbers() -> None:
    months = checked(rows(("a", 202311, 1), ("a", 202312, 2), ("a", 202401, 3)))
    assert (months.grid, months.series[0].y.tolist()) == (Grid("MS"), [1, 2, 3])
    assert checked(rows(("a", 20240130, 1), ("a", 20240131, 2), ("a", 20240201, 3))).grid == Grid("D")
    assert checked(rows(("a", 199911, 1), ("a", 199912, 2), ("a", 199913, 3))).grid == Grid(None)  # no 13th month
    assert checked(rows(("a", 1, 1), ("a", 2, 2))).grid == Grid(None)


def test_order_of_rows_does_not_matter() -> None:
    found = checked(rows(("a", "2024-03-01", 3), ("a", "2024-01-01", 1), ("a", "2024-02-01", 2)))
    assert found.grid == Grid("MS")
    assert found.series[0].y.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("y", "expected"),
    [
        ([], "empty"), ([0.0] * 30, "constant"), ([7.0] * 3, "constant"),
        ([7.0], "short"), ([0.0], "constant"), ([1.0, 2, 3, 4], "short"),
        ([float(v % 12) + 1 for v in range(23)], "short"), ([float(v % 12) + 1 for v in range(24)], "regular"),
        ([0.0, 0, 5] * 10, "intermittent"), ([4.0, 5, 6, 0] * 8, "intermittent"), ([4.0, 5, 6, 7, 0] * 6, "regular"),
    ],
)  # fmt: skip
def test_kinds(y: list[float], expected: str) -> None:
    assert kind(np.array(y), 12) == expected


def nothing_said(y: np.ndarray) -> np.ndarray:
    return np.full(len(y), None, dtype=object)


def test_a_hole_is_filled_by_its_place_in_the_season_not_by_zero() -> None:
    y = np.tile([10.0, 20.0, 30.0, 40.0], 5)
    y[9] = np.nan
    used, marks = clean(y, nothing_said(y), 4)
    assert used[9] == pytest.approx(20, abs=2)
    assert marks.tolist() == [None] * 9 + ["hole"] + [None] * 10
    assert (np.delete(used, 9) == np.delete(y, 9)).all()


def test_a_one_off_value_is_set_aside_unless_people_say_it_is_normal() -> None:
    y = np.array([10.0, 11, 9, 10, 12, 10, 9, 11, 10, 60, 11, 10, 9, 12, 10, 11])
    used, marks = clean(y, nothing_said(y), 1)
    assert marks[9] == "outlier"
    assert 9 <= used[9] <= 12
    said = nothing_said(y)
    said[9], said[2] = "normal", "closed"
    used, marks = clean(y, said, 1)
    assert used[9] == 60
    assert (marks[2], marks[9]) == ("closed", "normal")
    assert used[2] != 9  # what people set aside is filled like a hole


def test_wild_series_keep_their_values() -> None:
    y = np.array([1.0, 90, 3, 2, 80, 1, 2, 70, 3, 1, 95, 2, 85, 1, 3, 2])
    used, marks = clean(y, nothing_said(y), 1)
    assert (used == y).all()
    assert not marks.any()


def test_season_and_spread_by_hand() -> None:
    season = np.tile([-3.0, 1.0, 2.0], 4)
    assert seasonal_part(season + 10, 3) == pytest.approx(season)
    assert seasonal_part(np.arange(5.0), 3).tolist() == [0] * 5  # less than two seasons
    weight, error = smoothed(np.array([10.0, 10, 10, 10, 20, 20, 20, 20, 20, 20]))
    assert weight == pytest.approx(0.95)  # a new level is best followed at once
    assert error == pytest.approx(np.sqrt((10**2 + 0.5**2 + 0.025**2) / 9), rel=0.01)
    noisy = np.array([10.0, 12, 10, 12, 10, 12, 10, 12])
    found = spread(noisy, 1, 3)
    assert found.logs
    assert found.bound(np.array([10.0] * 3), np.zeros(3)).tolist() == [10, 10, 10]
    assert found.score(np.array([11.0]), np.array([11.0])).tolist() == [0]
    assert (np.diff(found.steps) > 0).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.floats(-50, 50), min_size=1, max_size=6), max_size=12))
def test_bounds_keep_their_order_and_never_narrow(scores: list[list[float]]) -> None:
    found = calibrated([np.array(one) for one in scores], 6).scores
    assert np.isfinite(found).all()
    assert (found[:, 0] <= found[:, 1]).all()
    assert (found[:, 1] < found[:, 2]).all()
    assert (found[:, 2] <= found[:, 3]).all()
    assert (np.diff(found[:, 3]) >= 0).all()
    assert (np.diff(found[:, 0]) <= 0).all()


def test_bounds_are_the_quantiles_of_many_errors() -> None:
    errors = np.linspace(-1, 1, 2001)[:, None]
    found = calibrated(list(errors), 1).scores[0]
    assert found == pytest.approx([-0.95, -0.8, 0.8, 0.95], abs=0.03)


def test_earlier_ends_leave_enough_history_and_see_the_horizon_first() -> None:
    assert ends(60, 500, 12, 12) == (12, 15)
    assert ends(10_000, 1, 12, 12)[0] == 12
    assert ends(30, 1, 12, 12) == (5, 2)  # 25 values are the least for a season of 12
    assert ends(98, 1, 8, 52)[:3] == (8, 10, 12)  # half the history, before two seasons have passed
    assert ends(3, 1, 6, 12) == ()


def test_sums_and_their_names() -> None:
    levels = DataFrame({"unique_id": ["a", "b", "c"], "region": ["N", "N", "S"], "line": ["x", "y", "x"]})
    made = tree(levels, [(), ("region",), ("line",), ("region", "line")])
    assert made.names == ("total", "region=N", "region=S", "line=x", "line=y", "a", "b", "c")
    assert made.members["level"].tolist() == ["", "region", "region", "line", "line"] + ["region,line"] * 3
    assert made.summing[:5].tolist() == [[1, 1, 1], [1, 1, 0], [0, 0, 1], [1, 0, 1], [0, 1, 0]]
    bottom = np.array([[1.0], [2.0], [4.0]])
    assert made.summed(bottom)[:, 0].tolist() == [7, 3, 4, 5, 2, 1, 2, 4]
    assert aggregate_id(("region", "line"), ("N", "x")) == "region=N|line=x"


def test_means_that_must_not_be_negative_still_add_up() -> None:
    levels = DataFrame({"unique_id": ["a", "b"], "region": ["N", "S"]})
    made = tree(levels, [()])
    weights = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    # the total stays what it was: what the one may not fall below is taken from the other
    assert coherent(made, weights, np.array([[0.0], [-1.0], [3.0]]), positive=True)[:, 0].tolist() == [2, 0, 2]
    assert coherent(made, weights, np.array([[0.0], [-3.0], [1.0]]), positive=True)[:, 0].tolist() == [0, 0, 0]
    assert coherent(made, weights, np.array([[0.0], [-1.0], [3.0]]), positive=False)[:, 0].tolist() == [2, -1, 3]


def test_known_events_are_told_from_the_past_and_put_into_the_future() -> None:
    days = np.array([20.0, 22, 21, 23, 20, 21, 22, 23, 21, 20, 22, 23] * 4 + [21.0, 20, 23])
    days = np.roll(days, 5) + np.array([(k // 12) % 2 for k in range(51)])
    places = np.arange(51)
    numbers = np.column_stack([days, np.zeros(51)])  # the second never happened
    effect = 0.04 * days
    y = np.exp(3 + 0.1 * np.sin(places[:48] * np.pi / 6) + effect[:48])
    found = factors([y], [numbers], 12)[0]
    assert found == pytest.approx(np.exp(effect - effect[:48].mean()), rel=0.01)


def test_noise_is_no_event_and_series_with_zeros_follow_the_others() -> None:
    chance = np.random.default_rng(4)
    numbers = (np.arange(40) % 7 == 0).astype(float)[:, None]
    noise = np.exp(chance.normal(0, 0.1, 36))
    assert factors([noise], [numbers], 12)[0].tolist() == [1] * 40
    sold = np.exp(0.5 * numbers[:36, 0] + chance.normal(0, 0.05, 36))
    none = np.where(np.arange(36) == 3, 0, 1.0)
    first, second = factors([sold, none], [numbers, numbers], 12)
    assert first == pytest.approx(second)
    assert first[35] / first[1] == pytest.approx(np.exp(0.5), rel=0.1)


def test_known_numbers_lie_on_the_grid_of_the_series() -> None:
    table = DataFrame({"ds": pd.date_range("2024-01-01", periods=3, freq="MS"), "days": [23, 21, 20]})
    found = regressors(table, Grid("MS"))
    assert found is not None
    first = found.start
    assert found.of("a", first + 1, 3)[:, 0].tolist()[:2] == [21, 20]
    assert np.isnan(found.of("a", first + 1, 3)[2, 0])
    both = pd.concat([table, table.assign(unique_id="b", days=[1, 2, 3])], ignore_index=True)
    own = regressors(both, Grid("MS"))
    assert own is not None
    assert (own.of("b", first, 1)[0, 0], own.of("c", first, 1)[0, 0]) == (1, 23)
    assert regressors(table[["ds"]], Grid("MS")) is None


def test_a_season_that_may_be_chance_is_drawn_towards_none() -> None:
    season = np.array([-4.0, 0, 4, 0, -2, 2])
    sure = shrunk_season(np.tile(season, 6), 6)
    assert sure == pytest.approx(season)
    noise = np.random.default_rng(1).normal(0, 1, 36)
    assert np.abs(shrunk_season(noise, 6)).max() < 0.7 * np.abs(seasonal_effects(noise, 6, np.mean)[0]).max()
    assert shrunk_season(season, 6).tolist() == [0] * 6  # seen once only
    assert widths(12) == [1, 2, 3, 4, 6, 12]
    assert widths(1) == [1, 2, 4]


def test_methods_that_did_better_weigh_more() -> None:
    y = np.array([10.0, 10, 10, 10, 10, 10, 10, 10])
    parts = {"good": np.array([11.0]), "bad": np.array([20.0])}
    flat = Spread(False, np.ones(1))
    earlier = tuple(End(held, np.array([15.5]), flat, parts) for held in (4, 3, 2, 1))
    one = Made("regular", "combination", End(0, np.array([15.5]), flat, parts), earlier)
    row = Row("a", 0, y, y, nothing_said(y))
    found = chosen([row], [one])[0]
    # losses 0.1 and 1 of a mean of 0.55: 2/11 and 20/11
    share = (2 / 11) ** -POWER / ((2 / 11) ** -POWER + (20 / 11) ** -POWER)
    assert found.now.mean[0] == pytest.approx(11 * share + 20 * (1 - share))
    assert found.earlier[0].mean[0] == found.now.mean[0]
    alone = Made("regular", "combination", End(0, np.array([9.0]), flat), ())
    assert chosen([row], [alone])[0] is alone


def test_the_whole_is_expected_to_be_the_same_whichever_way_it_is_split() -> None:
    levels = DataFrame({"unique_id": ["a", "b", "c"], "region": ["N", "S", "S"]})
    made = tree(levels, [(), ("region",)])
    chance = np.random.default_rng(5)
    bottom = chance.normal(0, [[1.0], [2.0], [3.0]], (3, 40))
    errors = made.summed(bottom)
    means = np.array([[100.0], [10.0], [60.0], [12.0], [30.0], [45.0]])  # the total, N, S, a, b, c
    for own in (errors, errors[:, :2]):  # also where too little is known of how errors move together
        found = coherent(made, reconciler(made, own).weights, means, positive=True)[:, 0]
        assert found[0] == pytest.approx(100, abs=0.05)  # of 3 that the parts lack
        assert found[1] + found[2] == pytest.approx(found[0])
        assert found[4] + found[5] == pytest.approx(found[2])


def test_a_row_with_a_field_too_many_is_a_hole_of_its_series_and_the_file_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "series.csv"
    file.write_text("unique_id,ds,y\na,1,5\na,2,5,6\nb,1,7\n")
    assert tables.read(file)["y"].tolist() == ["5", "5,6", "7"]
    file.write_text("")
    with pytest.raises(BadInput, match="is empty"):
        tables.read(file)
