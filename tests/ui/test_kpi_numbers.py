"""The cards and the sentence of the KPI page."""

from salesdash.charts import LIGHT
from salesdash.kpis.sentences import why
from salesdash.ui.kpi_numbers import METRICS, QUANTITIES, cards
from salesdash.ui.markup import cards as markup_of
from tests.ui.overviews import overview


def card(key: str, **changes):
    return cards(overview(**changes), [key], "USD", LIGHT)[0]


def test_a_card_says_value_change_judgement_and_formula():
    revenue = card("revenue")
    assert (revenue.label, revenue.value) == ("Revenue", "$1,200")
    change = revenue.changes[0]
    assert (change.text, change.against, change.verdict) == ("+20.0%", "vs previous period", "better")
    assert "returns count negative" in revenue.help
    assert revenue.spark.startswith("data:image/svg+xml,")
    assert revenue.spark_words == "Last 12 closed months: from $110 to $220"


def test_more_returns_are_worse_and_ratios_change_in_points():
    change = card("return_rate").changes[0]
    assert (change.text, change.verdict, change.judgement) == ("+2.0 pts", "worse", "worse")
    change = card("gross_margin").changes[0]
    assert (change.text, change.verdict) == ("0.0 pts", "no change")


def test_what_is_unknown_is_a_dash_without_judgement():
    unknown = card("customers")
    assert unknown.value == "–"
    assert (unknown.changes[0].text, unknown.changes[0].verdict, unknown.spark) == ("–", "", "")


def test_the_margin_says_how_much_of_revenue_it_speaks_of():
    assert card("gross_margin").note == "cost known: 90%"
    assert card("revenue").note == ""


def test_good_and_bad_are_told_by_arrow_word_and_class():
    html = markup_of([card("revenue"), card("orders")])
    assert '<span class="sd-better">▲ 20.0% better</span>' in html
    assert '<span class="sd-worse">▼ 25.0% worse</span>' in html


def test_the_seven_and_the_one_for_those_who_see_quantities_only():
    assert len(METRICS) == 7
    assert QUANTITIES == ("quantity",)


def test_one_sentence_on_why_revenue_changed():
    view = overview()
    said = why(view.bridge, view.totals["revenue"], "previous", "Oct 1 – 24, 2026", "USD")
    assert said == (
        "Revenue is $200 (+20.0%) above Oct 1 – 24, 2026, mostly through volume (+$250); mix worked against it (-$70)."
    )
    parts = {"volume": -500_000, "mix": 0, "price": -100_000, "new": 0, "gone": 0, "other": 0}
    said = why(parts, view.totals["orders"], "previous", "October", "USD")
    assert said.startswith("Revenue is $60 (")
    assert said.endswith("below October, mostly through volume (-$50).")
    same = dict.fromkeys(parts, 0)
    assert why(same, view.totals["revenue"], "previous", "October", "USD") == "Revenue is what it was in October."
