"""Charts: plotly accepts every figure, and each shows what its frame holds."""

from datetime import date
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest

from salesdash.charts import DARK, LIGHT, heat_map, palette, ranked_bars, sparkline, target_bars, trend, waterfall
from salesdash.charts.style import round_ticks
from salesdash.locale import use
from salesdash.metrics import REGISTRY

REVENUE, MARGIN = REGISTRY["revenue"], REGISTRY["gross_margin"]


def months(values: list[int | None], partial: bool = True) -> pd.DataFrame:
    starts = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(len(values))]
    return pd.DataFrame(
        {
            "start": starts,
            "partial": [False] * (len(values) - 1) + [partial],
            "revenue": pd.array(values, dtype="Int64"),
            "gross_margin": pd.array([None if v is None else v / 1e9 for v in values], dtype="Float64"),
        }
    )


def members(count: int = 12) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": [f"R{n}" for n in range(count)],
            "name": [f"Region {n}" for n in range(count)],
            "revenue": pd.array([(count - n) * 10_000_000 for n in range(count)], dtype="Int64"),
            "revenue_previous": pd.array([None] + [10_000_000] * (count - 1), dtype="Int64"),
            "revenue_change_previous": pd.array([None, -0.2] + [0.1] * (count - 2), dtype="Float64"),
        }
    )


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
def test_plotly_accepts_every_figure(colours, language):
    use(language)
    for figure in (
        trend(months([10**9] * 24), REVENUE, "USD", colours, title="Revenue", height=240),
        trend(months([None, 10**8]), MARGIN, "USD", colours, title="Margin", height=240),
        trend(months([1]), REVENUE, "USD", colours, title="One month", height=240),
        ranked_bars(members(), REVENUE, "USD", colours, title="Region", height=240, compared="previous"),
        ranked_bars(members().iloc[:0], REVENUE, "USD", colours, title="Nothing", height=240),
        waterfall(
            {"volume": 5, "mix": -2, "price": 0, "new": 9, "gone": -4, "other": 0}, "USD", colours,
            title="Why", height=240,
        ),
    ):  # fmt: skip
        drawn = go.Figure(figure)
        assert drawn.layout.height == 240
        assert drawn.layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert drawn.layout.title.text


def test_a_trend_draws_twelve_months_over_the_twelve_before():
    figure = trend(months([n * 10_000 for n in range(24)]), REVENUE, "USD", LIGHT, title="Revenue", height=240)
    before, closed, running, marks = figure["data"]
    assert before["y"] == list(range(12))
    assert closed["y"] == list(range(12, 23))
    assert running["y"] == [22, 23] and running["line"]["dash"] == "dot"
    assert marks["y"] == list(range(12, 24))
    assert marks["cliponaxis"] is False  # the largest may lie on the edge
    assert "month to date" in marks["text"][-1] and "month to date" not in marks["text"][-2]
    assert marks["marker"]["color"][-2:] == [LIGHT.accent, LIGHT.background]
    assert figure["layout"]["xaxis"]["ticktext"][:4] == ["", "Feb<br>2025", "", "Apr"]


def test_a_month_without_data_is_a_gap_and_not_zero():
    figure = trend(months([10_000, None, 30_000], partial=False), REVENUE, "USD", LIGHT, title="Revenue", height=240)
    assert figure["data"][1]["y"] == [1, None, 3]
    assert "–" in figure["data"][2]["text"][1]


def test_bars_are_ranked_marked_and_carry_their_code():
    figure = ranked_bars(members(), REVENUE, "USD", LIGHT, title="Region", height=240, compared="previous", most=5)
    bars, ticks, words, changes = figure["data"]
    assert bars["x"] == [12_000, 11_000, 10_000, 9_000, 8_000]
    assert bars["customdata"] == ["R0", "R1", "R2", "R3", "R4"]
    assert ticks["x"] == [None, 1000, 1000, 1000, 1000]
    assert bars["marker"]["color"][:3] == [LIGHT.accent, LIGHT.warm, LIGHT.accent]
    assert words["text"][:2] == ["12K", "11K"]
    assert changes["text"][:3] == ["–", "-20.0%", "+10.0%"]
    assert len(set(words["x"])) == len(set(changes["x"])) == 1  # figures stand below each other


def test_a_member_without_sales_now_keeps_its_place():
    gone = members(3)
    gone.loc[2, "revenue"] = None
    bars, ticks, words, _changes = ranked_bars(
        gone, REVENUE, "USD", LIGHT, title="Region", height=240, compared="previous"
    )["data"]
    assert bars["x"][2] is None
    assert ticks["x"][2] == 1000
    assert words["text"][2] == "–"


def test_names_of_usual_length_stand_whole():
    usual = members(2).assign(name=["Sleeping bags and mats", "Hong Kong and Macao"])
    ticks = ranked_bars(usual, REVENUE, "USD", LIGHT, title="Line", height=240)["layout"]["yaxis"]["ticktext"]
    assert ticks == ["Sleeping bags and mats ", "Hong Kong and Macao "]


def test_long_names_fit():
    long = members(2).assign(name=["A very long name of a region indeed", "一個非常非常長的區域名稱真的很長"])
    ticks = ranked_bars(long, REVENUE, "USD", LIGHT, title="Region", height=240)["layout"]["yaxis"]["ticktext"]
    assert ticks == ["A very long name of a r… ", "一個非常非常長的區域名… "]


def test_names_are_no_markup():
    odd = members(2).assign(name=["<a href='x'>A & B</a>", "B"])
    figure = ranked_bars(odd, REVENUE, "USD", LIGHT, title="Region", height=240)
    assert "<a" not in str(figure["data"][0]["hovertext"]) + str(figure["layout"]["yaxis"]["ticktext"])
    assert "A &amp; B" in figure["data"][0]["hovertext"][0]


def test_the_bridge_leads_to_the_whole_change():
    figure = waterfall(
        {"volume": 300_000, "mix": -120_000, "price": 120_000, "new": 0, "gone": 0, "other": -5_000}, "USD", LIGHT,
        title="Why", height=240,
    )  # fmt: skip
    bars = figure["data"][0]
    assert bars["y"] == [30, -12, 12, -0.5, 29.5]  # what changed nothing has no bar
    assert bars["measure"] == ["relative"] * 4 + ["total"]
    assert figure["layout"]["xaxis"]["ticktext"] == ["Volume", "Mix", "Price", "Other", "Change"]
    assert bars["text"][:2] == ["+30", "-12"]


def test_axis_ticks_are_few_round_and_in_words_of_the_language():
    assert round_ticks(0, 1_234_567) == [0, 500_000, 1_000_000, 1_500_000]
    assert round_ticks(-3, 7) == [-5, -2.5, 0, 2.5, 5, 7.5]
    assert round_ticks(0, 0) == [0, 1]
    figure = trend(months([12_345_678_9000] * 3), REVENUE, "USD", LIGHT, title="Revenue", height=240)
    assert figure["layout"]["yaxis"]["ticktext"] == ["0", "5M", "10M", "15M"]
    use("zh_Hant")
    figure = trend(months([12_345_678_9000] * 3), REVENUE, "USD", LIGHT, title="Revenue", height=240)
    assert figure["layout"]["yaxis"]["ticktext"] == ["0", "500萬", "1000萬", "1500萬"]


def test_a_sparkline_is_a_small_picture_with_gaps():
    address = sparkline([1, 2, None, 4, 3], "#1f5fbf")
    kind, _, picture = address.partition(",")
    assert kind == "data:image/svg+xml"
    root = ElementTree.fromstring(unquote(picture))
    path = root.find("{http://www.w3.org/2000/svg}path")
    assert path.get("d").count("M") == 2
    assert len(address) < 900
    assert sparkline([None, 1, None], "#1f5fbf") == ""


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_keep_their_contrast(theme):
    colours = palette(theme)
    for text in (colours.text, colours.muted, colours.warm, colours.accent):
        assert _contrast(text, colours.background) >= 4.5
    assert _contrast(colours.compare, colours.background) >= 3


def attained() -> pd.DataFrame:
    """Ann's January is above, her February far below its target; Bo has a target in January and none in February."""
    return pd.DataFrame(
        {
            "rep": ["A", "A", "B", "B"], "rep_name": ["Ann", "Ann", "<Bo>", "<Bo>"],
            "month": ["2024-01", "2024-02", "2024-01", "2024-02"],
            "target": pd.array([1_000_000, 1_000_000, 2_000_000, None], dtype="Int64"),
            "actual": pd.array([1_200_000, 100_000, 2_000_000, 50_000], dtype="Int64"),
            "expected_to_date": pd.array([1_000_000, 500_000, 2_000_000, None], dtype="Int64"),
            "attainment": pd.array([1.2, 0.1, 1.0, None], dtype="Float64"),
            "pace": pd.array([1.2, 0.2, 1.0, None], dtype="Float64"),
        }
    )  # fmt: skip


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_heat_map_shows_every_attainment(colours):
    periods = {"2024-01": "Jan", "2024-02": "Feb", "2024-03": "Mar"}
    figure = heat_map(
        attained(), REVENUE, "USD", colours, member="rep", period="month", periods=periods, title="Attainment"
    )
    heat, texts = go.Figure(figure).data
    assert [[None if v is None else round(v, 4) for v in row] for row in heat.z] == [[0.2, -0.5, None], [0, None, None]]
    assert list(texts.text) == ["120", "10", "", "100", "–", ""]
    assert texts.customdata[0] == "A"
    assert "$120.00 / $100.00" in heat.hovertext[0][0]
    assert figure["layout"]["yaxis"]["ticktext"] == ["Ann ", "&lt;Bo&gt; "]
    nobody = heat_map(
        attained().iloc[:0], REVENUE, "USD", colours, member="rep", period="month", periods=periods, title="Nobody"
    )
    assert len(go.Figure(nobody).data) == 2


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_bars_stand_against_their_targets(colours):
    rows = attained().iloc[[0, 1, 3]]
    bars, expected, targets, *_ = go.Figure(
        target_bars(rows, REVENUE, "USD", colours, member="rep", title="Revenue")
    ).data
    assert list(bars.x) == [120, 10, 5]
    assert list(bars.marker.color) == [colours.accent, colours.warm, colours.accent]
    assert (list(expected.x), list(targets.x)) == ([100, 50, None], [100, 100, None])
    assert "Target: $100.00 (10.0%)" in bars.hovertext[1]
    assert go.Figure(target_bars(rows.iloc[:0], REVENUE, "USD", colours, member="rep", title="Nobody")).data


def test_monthly_targets_stand_in_the_trend_where_there_are_any():
    rows = months([10**7] * 24).assign(target=pd.array([None] * 22 + [2 * 10**7] * 2, dtype="Int64"))
    drawn = go.Figure(trend(rows, REVENUE, "USD", LIGHT, title="Revenue", height=240))
    assert list(drawn.data[-1].y) == [None] * 10 + [2000, 2000]
    marks = next(part for part in drawn.data if part.text is not None)
    assert "Target: $2,000.00" in marks.text[-1] and "Target: –" in marks.text[0]
    assert drawn.layout.yaxis.range[1] >= 2000
    assert "Target" not in str(trend(months([10**7] * 24), REVENUE, "USD", LIGHT, title="Revenue", height=240))
