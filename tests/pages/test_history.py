"""The page History as people of several roles see it: every analysis, its sentences, filters, the address, tables."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from salesdash import db
from salesdash.history import ANALYSES
from salesdash.models import Account
from tests.kpis.company import Line, company
from tests.pages.harness import PATIENCE, SCRIPT, Visitor

#: 30 months in which customer 1 buys product 1 of Ann, customers 2 and 3 both products of Bo in one order
LINES = [
    line
    for n in range(30)
    for line in (
        Line(f"A{n}", date(2022 + n // 12, n % 12 + 1, 3), 100 + 10 * n),
        Line(f"B{n}", date(2022 + n // 12, n % 12 + 1, 28), 200, customer=2 + n % 2, credit=2, region=4),
        Line(f"B{n}", date(2022 + n // 12, n % 12 + 1, 28), 50, customer=2 + n % 2, credit=2, region=4, product=2),
    )
] + [Line("R", date(2024, 3, 5), -30, quantity=-1)]
SPRING = {"period": "custom", "dates": ["2023-07-01", "2024-06-30"]}


@pytest.fixture
def looker(visitor: Visitor) -> Visitor:
    company(LINES)
    return visitor


def seen(app: AppTest) -> str:
    """All HTML of the page, its looks aside."""
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    return re.sub("<style>.*?</style>", "", "\n".join(e.proto.body for e in app.get("html")), flags=re.DOTALL)


def open_history(looker: Visitor, **query: object) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE)
    app.query_params.update(query)
    return app.switch_page("../../pages/history.py").run()


def charts(app: AppTest) -> list[str]:
    return [element.proto.alt for element in app.get("plotly_chart")]


def test_every_analysis_has_numbers_sentences_and_charts(looker):
    looker.sign_in(looker.account("executive"))
    for name in ANALYSES:
        app = open_history(looker, analysis=name, by="product", **SPRING)
        html = seen(app)
        drawn = charts(app)
        assert 1 <= len(drawn) <= 4, name
        assert "sd-cards" in html and ANALYSES[name].question in html
        assert all(re.search(f'sd-say">{re.escape(said)}<', html.replace("&#x27;", "'")) for said in drawn)
        assert not app.warning and not app.info, name
    assert "Most came back of P1: $30" in html


def test_a_choice_goes_into_the_address_and_survives_a_change_of_page(looker):
    looker.sign_in(looker.account("executive"))
    app = open_history(looker, **SPRING)
    assert "looking back from Jun 30, 2024" in seen(app)
    app.get("button_group")[0].set_value("baskets").run()
    assert app.query_params["analysis"] == "baskets"
    app.selectbox(key="history.by.baskets").set_value("product").run()
    assert app.query_params["by"] == "product"
    said = "P1 and P2 are bought together 1 times as often" in seen(app)
    assert said or "Nothing is bought together more often than chance" in seen(app)
    app.multiselect(key="region").set_value(["South"]).run()
    app.switch_page("../../pages/dictionary.py").run()
    app.query_params.clear()
    app.switch_page("../../pages/history.py").run()
    html = seen(app)
    assert ANALYSES["baskets"].question in html and "Region: South" in html


def test_what_the_address_names_in_vain_is_told(looker):
    looker.sign_in(looker.account("executive"))
    app = open_history(looker, analysis="fortune", region="Atlantis", **SPRING)
    assert [w.value.replace("\\", "") for w in app.warning] == [
        "Ignored, because it is unknown or not open to you: Atlantis, fortune"
    ]
    assert ANALYSES["trend"].question in seen(app)


def test_figures_behind_the_charts_are_a_table_away(looker):
    looker.sign_in(looker.account("executive"))
    app = open_history(looker, analysis="products", by="product", **SPRING)
    app.get("button_group")[1].set_value("top").run()
    assert "Product: classes, shares and growth" in seen(app)
    assert {"download.top.csv", "download.top.xlsx"} <= {b.proto.id.split("-")[-1] for b in app.get("download_button")}


def test_a_representative_sees_their_own_sales_only(looker):
    looker.sign_in(looker.account("sales_representative", rep="Ann"))
    app = open_history(looker, analysis="concentration", **SPRING)
    assert "fewer than two customers" in app.info[0].value and "C2" not in seen(app)


def test_production_sees_quantities_and_no_amount(looker):
    looker.sign_in(looker.account("production"))
    app = open_history(looker, analysis="prices", **SPRING)
    assert [w.value for w in app.warning] and "$" not in seen(app)
    assert app.get("button_group")[0].options == [
        ANALYSES[name].name for name in ("trend", "years", "products", "concentration", "patterns", "returns")
    ]
    for name in ("products", "returns"):
        app = open_history(looker, analysis=name, **SPRING)
        assert "$" not in seen(app) and charts(app)


def test_too_little_data_is_said_and_not_drawn(looker):
    looker.sign_in(looker.account("executive"))
    app = open_history(looker, analysis="patterns", period="custom", dates=["2021-01-01", "2021-03-31"])
    assert not charts(app)
    assert "Too little data" in app.info[0].value and "data reach up to" in app.info[0].value


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_every_analysis_runs_in_every_language(looker, language):
    login = looker.account("executive")
    looker.sign_in(login)
    with db.writing() as session:
        session.query(Account).filter_by(login=login).one().language = language
    for name in ANALYSES:
        app = open_history(looker, analysis=name, by="product", **SPRING)
        assert charts(app) and ANALYSES[name].question not in seen(app)


def test_without_orders_the_page_says_so(visitor):
    visitor.sign_in(visitor.account("analyst"))
    app = open_history(visitor)
    assert "No orders yet" in app.info[0].value and [link.proto.label for link in app.get("page_link")] == ["Uploads"]
