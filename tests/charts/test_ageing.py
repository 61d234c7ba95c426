"""The chart of what is owed by age."""

from plotly import graph_objects as go

from salesdash.charts import DARK, LIGHT, ageing

AMOUNTS = {"not_due": 600_000, "days_30": 0, "older": 70_000}
NAMES = {"not_due": "Not due", "days_30": "1–30 days", "older": "<Over> 90 days"}


def test_what_is_overdue_is_warm_and_names_are_text():
    for colours in (LIGHT, DARK):
        figure = ageing(AMOUNTS, NAMES, "USD", colours, title="Receivables", height=240)
        go.Figure(figure)  # plotly takes every property
        bars = figure["data"][0]
        assert bars["y"] == [60, 0, 7]
        assert bars["text"] == ["60", "", "7"]
        assert bars["marker"]["color"] == [colours.accent, colours.warm, colours.warm]
        assert figure["layout"]["xaxis"]["ticktext"][2] == "&lt;Over&gt;<br>90 days"
        assert "$7.00" in bars["hovertext"][2]


def test_nothing_owed_is_drawn():
    assert ageing(dict.fromkeys(NAMES, 0), NAMES, "USD", LIGHT, title="", height=240)["layout"]["yaxis"]["range"][1] > 0
