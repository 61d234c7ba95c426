"""The charts of the page History: what stands in them, and that plotly takes them."""

from datetime import date

import plotly.graph_objects as go
import pytest

from salesdash.charts.curve import cumulative
from salesdash.charts.lines import Line, lines, month_ticks
from salesdash.charts.pairs import pair_bars
from salesdash.charts.points import Point, points
from salesdash.charts.shares import share_grid
from salesdash.charts.style import DARK, LIGHT, palette
from salesdash.charts.upright import upright_bars
from salesdash.metrics import REGISTRY

REVENUE, RATE = REGISTRY["revenue"], REGISTRY["return_rate"]


def months(count: int) -> list[date]:
    return [date(2023 + n // 12, n % 12 + 1, 1) for n in range(count)]


def test_a_month_told_in_part_is_hollow_and_led_to_by_dots_and_a_gap_stays_one():
    line = Line("Revenue", [1, None, 3, 4], ["a", "b", "c", "<d>"], LIGHT.accent, hollow=[False, False, False, True],
                marked=[False, False, True, False], named=True)  # fmt: skip
    figure = lines(["Jan", "", "Mar", ""], [line], REVENUE, LIGHT, title="Trend", height=250)
    go.Figure(figure)
    solid, marks, dots, name = figure["data"]
    assert solid["y"] == [1, None, 3, None]
    assert marks["y"] == [1, None, 3, 4]
    assert marks["marker"]["color"] == [LIGHT.accent, LIGHT.accent, LIGHT.warm, LIGHT.background]
    assert marks["text"][3] == "&lt;d&gt;"
    assert (dots["x"], dots["y"], dots["line"]["dash"]) == ([2, 3], [3, 4], "dot")
    assert (name["x"], name["text"]) == ([3], [" Revenue"])
    assert figure["layout"]["xaxis"]["tickvals"] == [0, 2]


def test_labels_of_months_are_few_and_the_year_stands_where_it_changes():
    assert month_ticks(months(3)) == ["Jan<br>2023", "Feb", "Mar"]
    ticks = month_ticks(months(37))
    assert len([tick for tick in ticks if tick]) <= 7
    assert ticks[-1].startswith("Jan") and ticks[0] == "Jan<br>2023"
    assert month_ticks([]) == []


def test_upright_bars_leave_out_what_is_missing_and_warm_what_stands_out():
    figure = upright_bars(["Mon", "Tue"], [0.3, None], ["30%", "–"], RATE, DARK, title="Days", height=250,
                          texts=["30.0%", ""], warm=[True, False])  # fmt: skip
    go.Figure(figure)
    bars = figure["data"][0]
    assert bars["y"] == [0.3, None] and bars["marker"]["color"] == [DARK.warm, DARK.accent]
    assert figure["layout"]["yaxis"]["ticktext"][0] == "0%"


def test_the_cumulative_curve_has_its_line_of_equals_and_its_guides():
    figure = cumulative([0, 0.5, 1], [0, 0.9, 1], LIGHT, title="Share", across="Customers", height=250,
                        guides=[(0.8, "A")])  # fmt: skip
    go.Figure(figure)
    equals, curve, guide = figure["data"]
    assert equals["y"] == [0, 1] and curve["y"] == [0, 0.9, 1]
    assert curve["text"][1] == "50.0% → 90.0%<br>If all were alike: 50.0%"
    assert guide["y"] == [0.8, 0.8] and guide["text"] == ["", "A"]


def test_points_further_out_stand_at_the_edge_and_those_that_fell_are_warm():
    members = [
        Point("Large", 0.5, 0.1, 100, "a"),
        Point("<New>", 0.1, 15.0, 25, "b"),
        Point("Small", 0.2, -0.4, 1, "c"),
    ]
    figure = points(members, LIGHT, title="Growth", across="Share", up="Change", height=250)
    go.Figure(figure)
    marks = figure["data"][0]
    assert marks["y"] == [0.1, 2.0, -0.4] and marks["x"] == [0.5, 0.1, 0.2]
    assert marks["marker"]["color"] == [LIGHT.accent, LIGHT.accent, LIGHT.warm]
    assert marks["text"] == ["Large", "&lt;New&gt;", "Small"]
    assert marks["marker"]["size"][:2] == [34, 17]  # areas stand to each other as 100 to 25
    go.Figure(points([], LIGHT, title="Growth", across="Share", up="Change", height=250))


def test_a_grid_of_shares_shows_its_figures_and_blanks():
    figure = share_grid(["A", "B"], ["+1", "+2"], [[0.5, None], [0.2, 0.1]], [["50", ""], ["20", "10"]],
                        [["x", ""], ["y", "z"]], colours=DARK, title="Again")  # fmt: skip
    go.Figure(figure)
    cells, texts = figure["data"]
    assert cells["z"] == [[0.5, None], [0.2, 0.1]] and (cells["zmin"], cells["zmax"]) == (0, 0.5)
    assert texts["text"] == ["50", "", "20", "10"]
    go.Figure(share_grid([], [], [], [], [], colours=LIGHT, title="Again"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pairs_stand_beside_chance(theme):
    figure = pair_bars(
        [("Bikes", "Bells", 1.5, 0.04), ("A<b>", "C", 0.9, 0.1)], palette(theme), title="Pairs", height=250
    )
    go.Figure(figure)
    bars, chance, lifts, supports = figure["data"]
    assert bars["x"] == [1.5, 0.9] and chance["x"] == [1, 1]
    assert lifts["text"] == ["×1.50", "×0.90"] and supports["text"] == ["4.0%", "10.0%"]
    assert "<b>" not in figure["layout"]["yaxis"]["ticktext"][1]
