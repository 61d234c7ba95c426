"""The page Reports: which period, what will be in it, three files."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.harness import PATIENCE, SCRIPT, Visitor
from tests.reports import paper


@pytest.fixture
def looker(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(paper.setup, "install_defaults", lambda _session: None)  # the page's company has them
    paper.build()
    return visitor


def open_page(looker: Visitor, login: str, **query) -> AppTest:
    looker.sign_in(login)
    app = AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE)
    app.query_params.update(query)
    return app.switch_page("../../pages/reports.py").run()


def seen(app: AppTest) -> str:
    """All HTML of the page as words, its looks aside."""
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    html = re.sub("<style>.*?</style>", "", "\n".join(e.proto.body for e in app.get("html")), flags=re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", html)


def test_the_last_whole_month_first_and_another_period_by_choice(looker):
    app = open_page(looker, "chief")
    html = seen(app)
    assert "Revenue: $350 (-12.5% vs last year and +337.5% vs previous period)." in html
    assert "2024-01: Jan 1" in html and "the whole company" in html and "Data as of Sat, Jan 20, 2024" in html
    assert re.search(r"Are the targets reached\? +Revenue: 87\.5% of the target of \$400 was reached", html)
    assert [button.label for button in app.get("download_button")] == ["PowerPoint", "Excel", "Page to print"]
    assert app.query_params["of"] == "2024-01"
    app.segmented_control(key="reports.grain").select("year").run()
    html = seen(app)
    assert app.query_params["of"] == "2024" and "Revenue: $350 (-27.1% vs last year)." in html
    app.selectbox(key="reports.period.year").select("2023").run()
    assert "Revenue: $480." in seen(app)


def test_a_link_opens_its_period_and_what_is_missing_is_said(looker):
    app = open_page(looker, "chief", of="2024-W03")
    assert "2024-W03: Jan 15" in seen(app) and "Revenue: $200" in seen(app)
    said = " ".join(element.value for element in app.caption).replace("\\", "")
    assert "Not in this report: Targets stand for months: a report of a week has none." in said


def test_own_rows_quantities_and_nothing(looker):
    html = seen(open_page(looker, "ann"))
    assert "Revenue: $150" in html and "Bo" not in html
    html = seen(open_page(looker, "prod"))
    assert "Quantity: 5" in html and "$" not in html
    app = open_page(looker, "lost")
    assert "There are no sales in 2024-01 that you may see." in app.info[0].value.replace("\\", "")
    assert not app.get("download_button")


def test_an_empty_company_is_told_how_to_begin(visitor):
    visitor.sign_in(visitor.account("executive"))
    app = visitor.open("reports")
    assert not app.exception and "No orders yet." in app.info[0].value
