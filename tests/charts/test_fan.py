"""The chart of history and forecast, its strip of events, and members with ranges: what stands in them."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest
from pandas import DataFrame

from salesdash.charts.events import strip
from salesdash.charts.fan import fan, period_ticks
from salesdash.charts.ranges import member_ranges
from salesdash.charts.style import LIGHT, palette
from salesdash.metrics import REGISTRY
from salesdash.units import SCALE

REVENUE, MARGIN = REGISTRY["revenue"], REGISTRY["gross_margin"]
COLUMNS = ("actual", "earlier", "target", "override", "mean", "lo80", "hi80", "lo95", "hi95")


def periods(**columns) -> DataFrame:
    """Three known months and two ahead; amounts in units."""
    rows = {name: [None] * 5 for name in COLUMNS} | {"mark": [None] * 5, "running": [False] * 5} | columns
    frame = DataFrame({name: rows[name] for name in ("mark", "running")}, dtype=object)
    for name in COLUMNS:
        frame[name] = pd.array([pd.NA if v is None else round(v * SCALE) for v in rows[name]], dtype="Int64")
    frame["start"] = [date(2026, month, 1) for month in (8, 9, 10, 11, 12)]
    frame["tick"], frame["year"] = ["Aug", "Sep", "Oct", "Nov", "Dec"], ["2026"] * 5
    frame["hover"] = [f"month {at}" for at in range(5)]
    return frame


AHEAD = {
    "actual": [10, 20, 30, 5, None], "running": [False, False, False, True, False], "mean": [None] * 3 + [40, 50],
    "lo80": [None] * 3 + [30, 35], "hi80": [None] * 3 + [50, 65],
    "lo95": [None] * 3 + [20, 25], "hi95": [None] * 3 + [60, 75],
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_forecast_begins_where_the_known_ends_and_its_bands_lie_around_it(theme):
    figure = fan(periods(**AHEAD), REVENUE, palette(theme), title="Revenue", height=300)
    go.Figure(figure)
    named = {trace["name"]: trace for trace in figure["data"] if trace["name"]}
    assert named["Actual"]["y"] == [10, 20, 30, None, None]  # what runs is no part of the line
    assert (named["Forecast"]["x"], named["Forecast"]["y"]) == ([2, 3, 4], [30, 40, 50])
    assert named["80 %"]["x"] == [2, 3, 4, 4, 3, 2]
    assert named["80 %"]["y"] == [30, 50, 65, 35, 30, 30]
    assert named["95 %"]["y"] == [30, 60, 75, 25, 20, 30]
    assert figure["layout"]["shapes"][0]["x0"] == 2.5
    assert figure["layout"]["yaxis"]["range"] == [0, 80]


def test_a_period_that_runs_is_hollow_and_one_set_aside_is_warm():
    figure = fan(
        periods(**AHEAD, mark=[None, "outlier", None, None, None]), REVENUE, LIGHT, title="Revenue", height=300
    )
    marks = next(trace for trace in figure["data"] if trace.get("hoverinfo") == "text")
    assert marks["marker"]["color"] == [LIGHT.accent, LIGHT.background, LIGHT.accent, LIGHT.background, LIGHT.accent]
    assert marks["marker"]["line"]["color"][1] == LIGHT.warm and marks["text"][1] == "month 1"


def test_a_hole_stays_a_hole_and_a_forecast_behind_it_stands_alone():
    shown = AHEAD | {"actual": [10, 20, None, None, None], "running": [False] * 5}
    named = {t["name"]: t for t in fan(periods(**shown), REVENUE, LIGHT, title="Revenue", height=300)["data"]}
    assert named["Actual"]["y"] == [10, 20, None, None, None]
    assert named["Forecast"]["x"] == [3, 4]
    alone = {"mean": [None] * 4 + [0.4], "lo80": [None] * 4 + [0.3], "hi80": [None] * 4 + [0.5],
             "lo95": [None] * 4 + [0.2], "hi95": [None] * 4 + [0.6]}  # fmt: skip
    figure = fan(periods(**alone), MARGIN, LIGHT, title="Margin", height=300)
    band = figure["data"][1]
    assert (band["x"], band["y"]) == ([3.75, 4.25, 4.25, 3.75], [0.5, 0.5, 0.3, 0.3])
    assert figure["layout"]["yaxis"]["ticktext"][0] == "0%"
    go.Figure(fan(periods(), REVENUE, LIGHT, title="Nothing", height=300))


def test_targets_earlier_forecasts_and_overrides_are_marks_of_their_own():
    shown = AHEAD | {"target": [15, None, 25, 35, 45], "earlier": [None, 18, 33, None, None],
                     "override": [None] * 4 + [60]}  # fmt: skip
    named = {t["name"]: t for t in fan(periods(**shown), REVENUE, LIGHT, title="Revenue", height=300)["data"]}
    assert named["Target"]["y"] == [15, None, 25, 35, 45]
    assert named["Forecast one period before"]["y"] == [None, 18, 33, None, None]
    assert named["Override"]["y"][4] == 60 and named["Override"]["marker"]["symbol"] == "diamond"
    assert named["Forecast"]["y"] == [30, 40, 50]  # an override takes nobody's place


def test_labels_are_few_and_the_year_stands_where_it_changes():
    months = [str(n % 12 + 1) for n in range(50)]
    ticks = period_ticks(months, [str(2023 + n // 12) for n in range(50)])
    assert len([tick for tick in ticks if tick]) <= 9 and ticks[-1] == "2<br>2027"
    assert period_ticks(["Q1", "Q2"], ["2026", "2026"]) == ["Q1<br>2026", "Q2"]
    assert period_ticks([], []) == []


def test_events_that_overlap_stand_in_lanes_and_hostile_names_are_harmless():
    events = DataFrame(
        [(0.0, 2.0, "Sale <b>\nAug", "promotion"), (1.0, 1.0, "Fair", "event"), (3.0, 3.5, "Closed", "closure")],
        columns=["from", "until", "hover", "kind"],
    )
    height, traces, axes = strip(events, LIGHT)
    assert [trace["y"][0] for trace in traces] == [0, 1, 0]
    assert [trace["line"]["color"] for trace in traces] == [LIGHT.accent, LIGHT.compare, LIGHT.warm]
    assert traces[0]["text"][0] == "Sale &lt;b&gt;<br>Aug"
    assert traces[1]["x"][2] > traces[1]["x"][0]  # a day is seen
    assert 0 < axes["yaxis2"]["domain"][1] < height < 0.3
    assert strip(None, LIGHT) == (0.0, [], {}) == strip(events[:0], LIGHT)
    figure = fan(periods(**AHEAD), REVENUE, LIGHT, title="Revenue", height=300, events=events)
    go.Figure(figure)
    assert figure["layout"]["yaxis"]["domain"] == [height, 1]


def test_members_have_their_range_their_year_before_and_their_code():
    rows = DataFrame(
        {"code": ["N", "S"], "name": ["North", "<South>"], "mean": [100, 50], "lo80": [90, 30], "hi80": [120, 60],
         "before": pd.array([80, pd.NA], dtype="Int64"), "hover": ["a", "b"], "value": ["100", "50"],
         "shift": ["+25.0%", "–"]}
    )  # fmt: skip
    figure = member_ranges(rows, LIGHT, title="2026 by region")
    go.Figure(figure)
    bars, before, values, shifts = figure["data"]
    assert bars["customdata"] == ["N", "S"] and bars["error_x"]["array"] == [20, 10]
    assert bars["error_x"]["arrayminus"] == [10, 20]
    assert before["x"] == [80, None] and values["text"] == ["100", "50"] and shifts["text"][0] == "+25.0%"
    assert figure["layout"]["yaxis"]["ticktext"][1] == "&lt;South&gt; "
