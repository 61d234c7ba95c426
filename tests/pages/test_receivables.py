"""The page Receivables as people of several roles see it: who owes us, since when?"""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.kpis.company import Line, Paid, company, pay
from tests.pages.harness import PATIENCE, SCRIPT, Visitor
from tests.receivables.test_by_hand import LINES, PAYMENTS

DAY = {"as_of": "2024-03-31"}


@pytest.fixture
def looker(visitor: Visitor) -> Visitor:
    company(LINES)
    pay(PAYMENTS)
    return visitor


def seen(app: AppTest) -> str:
    """All HTML and Markdown of the page, its looks aside."""
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    html = "\n".join(e.proto.body for e in app.get("html")) + "\n".join(e.value for e in app.markdown)
    return re.sub("<style>.*?</style>", "", html, flags=re.DOTALL).replace("\\", "")


def open_page(looker: Visitor, role: str, query: dict, **more) -> AppTest:
    looker.sign_in(looker.account(role, **more))
    app = AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE)
    app.query_params.update(query)
    return app.switch_page("../../pages/receivables.py").run()


def test_the_answer_stands_at_the_top(looker):
    app = open_page(looker, "finance", DAY)
    html = seen(app)
    assert "2 customers owe $297; $237 of it (80%) is overdue, the oldest since 91 days." in html
    assert "At the end of Sun, Mar 31, 2024" in html
    for label, value in {"Receivables": "$297", "Overdue": "$237", "Prepaid": "$35"}.items():
        assert re.search(rf"{label}</div>.{{0,60}}<span>{re.escape(value)}</span>", html), label
    assert ">60.8<" in html  # days sales outstanding: 297 ÷ 440 × 90
    assert [element.proto.alt for element in app.get("plotly_chart")] == [
        "Receivables by days overdue (USD)", "Overdue by representative (USD)", "Overdue by region (USD)",
    ]  # fmt: skip
    rows = re.findall(r'<th scope="row">(.*?)</th>', html)
    assert rows == ["C1", "C2", "(unassigned)", "A2", "A1", "D1"]


def test_filters_stand_in_the_address_and_on_the_page(looker):
    app = open_page(looker, "finance", DAY | {"rep": "Bo"})
    html = seen(app)
    assert "Representative: Bo" in html
    assert "2 customers owe $140; $80 of it (57%) is overdue, the oldest since 10 days." in html


def test_looking_into_a_customer_shows_all_open_orders(looker):
    app = open_page(looker, "finance", DAY)
    app.selectbox(key="receivables.open").select("C2").run()
    html = seen(app)
    assert "Customer: C2" in html
    assert "Open orders" in html and ">B2<" in html and ">A2<" not in html
    assert app.query_params["customer"] == "C2"


def test_all_open_orders_and_the_figures_as_a_table(looker):
    app = open_page(looker, "finance", DAY)
    app.segmented_control(key="receivables.which").select("open").run()
    assert ">B2<" in seen(app)
    app.pills(key="receivables.table").select("rep").run()
    html = seen(app)
    assert "Receivables by representative" in html and "Over 90 days" in html


def test_orders_come_largest_first_or_longest_overdue_first(looker):
    app = open_page(looker, "finance", DAY)
    assert re.findall(r'<th scope="row">([AD]\d)</th>', seen(app)) == ["A2", "A1", "D1"]
    app.segmented_control(key="receivables.order").select("longest").run()
    assert re.findall(r'<th scope="row">([AD]\d)</th>', seen(app)) == ["D1", "A1", "A2"]


def test_a_representative_sees_what_they_sold(looker):
    html = seen(open_page(looker, "sales_representative", DAY, rep="Cy"))
    assert "Nobody owes anything." in html
    looker.sign_in(looker.account("sales_representative"))
    assert "A1" not in html


def test_a_company_without_payments_is_told_so_and_offered_the_upload(visitor):
    company([Line("A1", date(2024, 1, 10), 100)])
    app = open_page(visitor, "analyst", {})
    assert "every order looks unpaid" in app.info[0].value
    assert "Uploads" in app.info[0].value
    assert len(app.get("page_link")) == 1
    assert not app.get("plotly_chart") and "$" not in seen(app)
    assert not open_page(visitor, "executive", {}).get("page_link")


def test_a_company_without_orders(visitor):
    assert "No orders yet." in open_page(visitor, "analyst", {}).info[0].value


def test_nothing_owed(visitor):
    company([Line("A1", date(2024, 1, 10), 100)])
    pay([Paid(date(2024, 1, 20), 100, "A1")])
    app = open_page(visitor, "finance", {})
    assert "Nobody owes anything." in seen(app)
    assert "Nothing is owed with these filters." in app.info[0].value
    assert "At the end of Sat, Jan 20, 2024" in seen(app)  # long ago: looked at up to the last payment


def test_what_names_nothing_is_told(looker):
    app = open_page(looker, "finance", DAY | {"rep": "Nobody"})
    assert "Nobody" in app.warning[0].value


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_other_languages(looker, language):
    from salesdash import db
    from salesdash.models import Account

    looker.account("finance")
    with db.writing() as session:
        session.query(Account).filter_by(login="finance").one().language = language
    html = seen(open_page(looker, "finance", DAY))
    assert {"zh_Hant": "應收帳款", "zh_Hans": "应收账款"}[language] in html
