"""The KPI page as people of several roles see it: figures, filters in the URL, the way down, downloads."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from salesdash import db
from salesdash.models import Account
from tests.kpis.company import Line, company
from tests.pages.harness import PATIENCE, SCRIPT, Visitor

LINES = [
    Line("A1", date(2024, 1, 10), 100, region=2, credit=1, customer=1, cost=60),
    Line("A1", date(2024, 1, 10), 50, region=2, credit=1, customer=1, product=2),
    Line("A2", date(2024, 1, 20), 200, region=4, credit=2, customer=2, product=3, channel=2),
    Line("A3", date(2024, 2, 5), -30, region=2, credit=1, quantity=-1),
    Line("A4", date(2024, 2, 20), 70, region=4, credit=2, customer=3),
]
FEBRUARY = {"period": "custom", "dates": ["2024-02-01", "2024-02-29"]}
JANUARY = {"period": "custom", "dates": ["2024-01-01", "2024-01-31"]}


@pytest.fixture
def looker(visitor: Visitor) -> Visitor:
    company(LINES)
    return visitor


def seen(app: AppTest) -> str:
    """All HTML of the page, its looks aside."""
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    return re.sub("<style>.*?</style>", "", "\n".join(e.proto.body for e in app.get("html")), flags=re.DOTALL)


def as_role(looker: Visitor, role: str, query: dict, **more) -> AppTest:
    looker.sign_in(looker.account(role, **more))
    return open_kpis(looker, query)


def open_kpis(looker: Visitor, query: dict) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE)
    app.query_params.update(query)
    return app.switch_page("../../pages/kpis.py").run()


def charts(app: AppTest) -> list[str]:
    return [element.proto.alt for element in app.get("plotly_chart")]


def test_the_executive_sees_figures_comparisons_and_charts(looker):
    app = as_role(looker, "executive", JANUARY)
    html = seen(app)
    assert ">$350<" in html  # 100 + 50 + 200
    assert "Jan 1\u2009–\u200931, 2024" in html
    assert "vs previous period" in html and "vs last year" in html
    assert "Revenue by month (USD)" in charts(app)
    assert "Revenue by region (USD)" in charts(app)


def test_the_numbers_are_sent_before_the_first_chart(looker):
    app = as_role(looker, "executive", JANUARY)
    kinds = []

    def walk(block):
        for child in block.children.values():
            kinds.append("numbers" if child.type == "html" and "sd-cards" in child.proto.body else child.type)
            if hasattr(child, "children"):
                walk(child)

    walk(app.main)
    assert kinds.index("numbers") < kinds.index("plotly_chart")


def test_a_representative_sees_their_own_sales_only(looker):
    app = as_role(looker, "sales_representative", JANUARY, rep="Ann")
    html = seen(app)
    assert ">$150<" in html and ">$350<" not in html
    assert "South" not in html
    assert list(app.multiselect(key="region").options) == ["N1", "North"]


def test_production_sees_quantities_and_no_amount(looker):
    app = as_role(looker, "production", JANUARY)
    html = seen(app)
    assert "Quantity" in html and "$" not in html
    assert "Quantity by month" in charts(app)
    assert not any("Revenue" in words for words in charts(app))


def test_who_sees_nothing_is_told_so(looker):
    app = as_role(looker, "sales_manager", JANUARY)
    seen(app)
    assert any("No sales" in element.value for element in app.info)


def test_filters_of_the_url_are_understood_by_code_and_name_and_others_are_told(looker):
    app = as_role(looker, "executive", {**JANUARY, "region": ["South", "Atlantis"], "channel": "Web"})
    html = seen(app)
    assert ">$200<" in html
    assert "Region: South" in html and "Channel: Web" in html
    assert [w.value.replace("\\", "") for w in app.warning] == [
        "Ignored, because it is unknown or not open to you: Atlantis"
    ]


def test_what_is_ignored_in_filters_and_in_the_way_down_is_told_at_once(looker):
    app = as_role(looker, "executive", {**JANUARY, "region": "Atlantis", "drill": "region:Utopia"})
    assert [w.value.replace("\\", "") for w in app.warning] == [
        "Ignored, because it is unknown or not open to you: Atlantis, region:Utopia"
    ]


def test_what_an_address_says_becomes_no_link(looker):
    app = as_role(looker, "executive", {**JANUARY, "region": "![x](http://example.org/x.png)"})
    assert "](" not in app.warning[0].value.replace("\\", "\0")


def test_a_filter_not_open_to_the_reader_is_ignored_and_told(looker):
    app = as_role(looker, "sales_representative", {**JANUARY, "region": "South"}, rep="Ann")
    assert ">$150<" in seen(app)
    assert "South" in app.warning[0].value


def test_choosing_a_filter_changes_the_figures_and_reset_takes_it_back(looker):
    app = as_role(looker, "executive", JANUARY)
    app.multiselect(key="channel").set_value(["Web"]).run()
    assert ">$200<" in seen(app)
    app.button(key="filters.reset").click().run()
    assert app.multiselect(key="channel").value == []


def test_filters_and_the_way_down_survive_a_change_of_page(looker):
    app = as_role(looker, "executive", {**JANUARY, "channel": "Web", "drill": "region:South", "compare": ""})
    assert ">$200<" in seen(app)
    app.switch_page("../../pages/dictionary.py").run()
    app.query_params.clear()
    app.switch_page("../../pages/kpis.py").run()
    html = seen(app)
    assert ">$200<" in html and "Channel: Web" in html and "vs last year" not in html
    assert app.query_params["drill"] == "region:South"


def test_the_way_down_leads_to_the_orders_and_back(looker):
    app = as_role(looker, "executive", JANUARY)
    for code, level in (("South", "rep"), ("Bo", "customer")):
        app.selectbox(key="drill.open").set_value(code).run()
        assert f"Revenue by {'representative' if level == 'rep' else level} (USD)" in charts(app)
    app.selectbox(key="drill.open").set_value("C2").run()
    html = seen(app)
    assert "A2" in html and "A1" not in html
    assert app.query_params["drill"] == ["region:South", "rep:Bo", "customer:C2"]
    app.button(key="drill.0").click().run()
    assert ">$350<" in seen(app)
    assert "drill" not in app.query_params


def test_a_link_into_the_way_down_opens_there_for_who_may_see_it(looker):
    link = {**JANUARY, "drill": ["region:South", "rep:Bo"]}
    assert ">$200<" in seen(as_role(looker, "executive", link))
    app = as_role(looker, "sales_representative", link, rep="Ann")
    assert ">$150<" in seen(app)
    assert "region:South" in app.warning[0].value.replace("\\", "")


def test_a_month_without_data_stays_unknown_and_a_running_view_says_so(looker):
    app = as_role(looker, "executive", {"period": "custom", "dates": ["2024-03-01", "2024-03-31"]})
    assert any("No sales" in element.value for element in app.info)
    assert not charts(app)


def test_why_revenue_changed_is_one_sentence(looker):
    app = as_role(looker, "executive", FEBRUARY)
    said = [m.value for m in app.markdown if "What changed" in m.value]
    assert len(said) == 1
    assert "below" in said[0]


def test_the_figures_behind_a_chart_are_a_table_away(looker):
    app = as_role(looker, "executive", JANUARY)
    app.get("button_group")[0].set_value("region").run()
    assert "By region" in seen(app)
    assert {"download.region.csv", "download.region.xlsx"} <= {
        b.proto.id.split("-")[-1] for b in app.get("download_button")
    }


def test_old_data_open_with_their_last_year_and_not_with_an_empty_month(looker):
    app = as_role(looker, "executive", {})
    assert app.selectbox(key="period").value == "custom"
    assert "Data as of Tue, Feb 20, 2024" in seen(app).replace("\u202f", " ")


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_the_page_runs_in_every_language(looker, language):
    login = looker.account("executive")
    looker.sign_in(login)
    with db.writing() as session:
        session.query(Account).filter_by(login=login).one().language = language
    html = seen(open_kpis(looker, JANUARY))
    assert "2024年1月1日至31日" in html


def test_without_orders_the_page_says_so_and_leads_to_the_uploads(visitor):
    visitor.sign_in(visitor.account("analyst"))
    app = open_kpis(visitor, {})
    assert "No orders yet" in app.info[0].value and "Import orders on the page Uploads." in app.info[0].value
    assert [link.proto.label for link in app.get("page_link")] == ["Uploads"]
    assert not app.get("download_button") and not app.multiselect and not app.date_input
    visitor.sign_in(visitor.account("executive"))
    app = open_kpis(visitor, {})
    assert "Whoever may import orders" in app.info[0].value and not app.get("page_link")
