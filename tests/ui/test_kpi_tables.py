"""The tables of the KPI page, on the page and taken away."""

from dataclasses import replace

import pytest

from salesdash.downloads import Sheet, as_csv
from salesdash.kpis import View
from salesdash.metrics import REGISTRY, Metric
from salesdash.ui import kpi_tables
from salesdash.ui.kpi_numbers import METRICS
from salesdash.ui.kpi_tables import tables
from tests.ui.overviews import PERIOD, overview


def test_every_chart_has_its_table():
    made = tables(overview(), METRICS)
    assert set(made) == {
        "figures", "trend", "region", "channel", "product_line", "rep", "product.top", "product.falling",
        "customer.top", "customer.falling", "bridge",
    }  # fmt: skip
    assert "bridge" not in tables(overview(bridge=None), METRICS)


def test_figures_stand_in_a_row_per_period():
    figures = tables(overview(), METRICS)["figures"]
    html = figures.html("USD")
    assert "Nov 1" in html and "Oct 1" in html
    assert "<td>1,200.00</td>" in html and "<td>1,000.00</td>" in html
    assert "<td>5.0%</td>" in html
    assert "–" in html  # what is unknown


def test_members_carry_their_change_and_names_are_escaped():
    made = tables(overview(), METRICS)
    assert [c.heading for c in made["region"].columns] == ["Region", "Revenue", "Change vs previous period", "Orders"]
    assert "<td>1,200.00</td><td>33.3%</td><td>1</td>" in made["region"].html("USD")
    assert "<td>–</td><td>–</td><td>1</td>" in made["region"].html("USD")  # South sells no more: not 0
    assert "&lt;b&gt;Bike&lt;/b&gt;" in made["product.top"].html("USD")


def test_months_say_when_they_are_partial():
    assert "Nov 2026 (part of the month)" in tables(overview(), METRICS)["trend"].html("USD")


def test_the_bridge_sums_up():
    rows = tables(overview(), METRICS)["bridge"].rows
    assert rows["amount"].tolist() == [2_500_000, -700_000, 0, 300_000, -100_000, 0, 2_000_000]


def test_a_table_goes_out_as_it_stands():
    table = tables(overview(), METRICS)["region"]
    sheet = Sheet(table.title, table.columns, table.rows, as_of="Nov 24, 2026", person="Ann")
    lines = as_csv(sheet).decode("utf-8-sig").splitlines()
    assert lines[0] == "By region"
    assert lines[-2:] == ["North,1200,0.3333333333333333,1", "South,,,1"]


def test_without_a_comparison_nothing_is_compared():
    made = tables(overview(view=View(PERIOD), bridge=None), METRICS)
    assert [c.key for c in made["region"].columns] == ["name", "revenue", "orders"]
    assert len(made["figures"].rows) == 1


@pytest.fixture
def discount_rate(monkeypatch: pytest.MonkeyPatch) -> Metric:
    """A metric that one entry of the registry adds."""
    metric = Metric(
        "sold_share",
        "Sold share",
        "Positive amounts ÷ revenue",
        "ratio",
        "up",
        False,
        "finance",
        over=("sold", "revenue"),
    )
    monkeypatch.setitem(REGISTRY, metric.key, metric)
    return metric


def test_a_metric_is_added_by_one_entry_of_the_registry(discount_rate):
    from salesdash.metrics import complete
    from salesdash.ui import metric_words

    assert complete({"sold": 300, "revenue": 200})["sold_share"] == 1.5
    assert "Sold share" in metric_words.rows()["name"].tolist()
    with_it = overview()
    figure = replace(with_it.totals["gross_margin"], value=1.5)
    with_it = replace(
        with_it, totals={**with_it.totals, "sold_share": figure}, trend=with_it.trend.assign(sold_share=1.5)
    )
    made = kpi_tables.tables(with_it, [*METRICS, "sold_share"])
    assert "Sold share" in [c.heading for c in made["figures"].columns]
    assert "<td>150.0%</td>" in made["figures"].html("USD")
    assert "Sold share" in [c.heading for c in made["trend"].columns]
