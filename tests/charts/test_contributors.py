"""Bars of contributors: valid figures that sum to the whole."""

import plotly.graph_objects as go

from salesdash.charts import LIGHT
from salesdash.charts.contributors import contributor_bars


def test_bars_to_both_sides_and_their_sum():
    figure = contributor_bars(
        ["North", "<South>"], [-30.0, 10.0], ["-30", "+10"], ("Together", -20.0, "-20"), LIGHT, title="Deviation"
    )
    go.Figure(figure)
    bars, texts = figure["data"]
    assert bars["x"] == [-30.0, 10.0, -20.0]
    assert bars["marker"]["color"] == [LIGHT.warm, LIGHT.accent, LIGHT.compare]
    assert texts["text"] == ["-30", "+10", "-20"]
    assert figure["layout"]["yaxis"]["ticktext"][1] == "&lt;South&gt; "
    low, high = figure["layout"]["xaxis"]["range"]
    assert low == -30.0 and high > 10.0


def test_without_a_deviation_it_is_still_a_figure():
    go.Figure(contributor_bars([], [], [], ("Together", 0.0, "0"), LIGHT, title="Deviation"))
