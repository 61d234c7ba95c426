"""The page Forecast as people of several roles see it, over runs that were written by hand (tests.forecasts.by_hand):
revenue of 150 a month is known up to February 2026, March has 30 on its 13th day, and the run of the end of 2025
expects 165 a month, 110 of them in N1."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from salesdash import db
from salesdash.config import config
from salesdash.models import Account, Base, Job
from tests.forecasts.by_hand import TODAY, add_run, build, on
from tests.pages import harness
from tests.pages.harness import PATIENCE, SCRIPT, Visitor


@pytest.fixture(scope="module")
def _firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """The company, once for all tests here."""
    folder = tmp_path_factory.mktemp("forecast")
    url = f"sqlite:///{folder / 'company.sqlite3'}"
    Base.metadata.create_all(db.engine(url))
    with pytest.MonkeyPatch.context() as patch, on(TODAY):
        patch.setenv("SALESDASH_DATABASE_URL", url)
        patch.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        yield build()[0]
    config.cache_clear()
    db.engine(url).dispose()


@pytest.fixture
def looker(_firm: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(monkeypatch)


def open_forecast(looker: Visitor, login: str, **query: object) -> AppTest:
    looker.sign_in(login)
    app = AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE)
    app.query_params.update(query)
    return app.switch_page("../../pages/forecast.py").run()


def seen(app: AppTest) -> str:
    """All HTML of the page as plain text."""
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    html = re.sub("<style>.*?</style>", "", "\n".join(e.proto.body for e in app.get("html")), flags=re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", html)


def charts(app: AppTest) -> list[str]:
    return [element.proto.alt for element in app.get("plotly_chart")]


def inside(app: AppTest) -> str:
    return "".join(app.query_params["inside"])


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def test_the_year_lands_where_it_was_worked_out_and_its_members_can_be_opened(looker):
    app = open_forecast(looker, "eva")
    # 300 known; March: 30, and of 165 what 12 of 22 working days bring; 9 more months
    assert "2026 lands at about $1,905, four times out of five between" in seen(app)
    assert "5.8% above a year before" in seen(app) and "$30 in 13 of 31 days" in seen(app)
    assert charts(app) == ["Revenue by month: Everything", "2026 by region"]
    app.selectbox(key="forecast.open").set_value("N1").run()
    assert inside(app) == "region:N1"
    assert "2026 lands at about $1,280," in seen(app)  # 200, 30 and 60, 9 months of 110
    assert charts(app) == ["Revenue by month: N one"]
    assert [link.proto.label for link in app.get("page_link") if "KPIs" in link.proto.label]
    app.button(key="forecast.way.0").click().run()
    assert "inside" not in app.query_params and "$1,905" in seen(app)


def test_the_address_leads_to_a_view_and_what_it_names_in_vain_is_told(looker):
    app = open_forecast(looker, "eva", measure="orders", inside="region:S", part="accuracy")
    assert "Orders · S" in seen(app) or "Orders · South" in seen(app)
    assert "How far off, by level" in seen(app) and "cannot be said yet" in seen(app)
    app = open_forecast(looker, "eva", measure="fortune", inside="region:ATLANTIS")
    assert [w.value.replace("\\", "") for w in app.warning] == [
        "Ignored, because it is unknown or not open to you: fortune, region:ATLANTIS"
    ]
    assert "$1,905" in seen(app)


def test_an_earlier_run_is_shown_as_it_was_made_and_judged_by_what_came(looker):
    earlier = add_run("gross_profit")
    add_run("gross_profit", more=5)
    app = open_forecast(looker, "eva", measure="gross_profit", run=str(earlier))
    assert "as it was made" in seen(app) and "2026 lands at about $1,980," in seen(app)  # 12 months of 165
    assert "in 13 of 31 days" not in seen(app)
    app = open_forecast(looker, "eva", measure="gross_profit")
    assert "as it was made" not in seen(app)


def test_production_begins_here_and_sees_pieces_only(looker):
    looker.sign_in("prod")
    assert harness.page(looker.open()) in ("forecast", "")
    app = open_forecast(looker, "prod", measure="revenue")
    shown = seen(app)
    assert "2026 lands at about 1,905," in shown and "$" not in shown and "Revenue" not in shown
    assert app.selectbox(key="forecast.choice.measure").options == ["Quantity"]
    assert not [key for key in keys(app) if "form" in key.lower()]


def test_who_sees_a_part_of_the_company_sees_its_forecast_and_no_other(looker):
    app = open_forecast(looker, "sue")
    shown = seen(app)
    # S: 100 known, nothing in March but what 12 of 22 days bring of 55, 9 more months
    assert "Revenue · S" in shown and "2026 lands at about $625," in shown
    assert not re.search(r"N one|Everything|\$1,905", " ".join(str(getattr(e, "proto", "")) for e in app.main))
    app = open_forecast(looker, "rita", by="region")
    assert "holds nothing that you may see" in app.info[0].value and not charts(app)
    app = open_forecast(looker, "rita")  # her own dimension comes first, and has no run yet
    assert app.selectbox(key="forecast.choice.by").value == "region" or "no forecast of this yet" in app.info[0].value


def test_a_forecast_is_renewed_followed_stopped_and_found(looker, _firm):
    app = open_forecast(looker, "fin")
    assert "Whoever may make forecasts can renew it." in app.info[0].value  # the facts have changed since
    assert "forecast.renew" not in keys(app)
    app = open_forecast(looker, "ana", inside="region:N1")
    app.button(key="forecast.renew").click().run()
    with db.reading() as session:
        job = session.query(Job).one()
        assert (job.status, job.parameters) == (
            "waiting", {"measure": "revenue", "by": ["region"], "frequency": "month", "horizon": 12},
        )  # fmt: skip
    assert "forecast.cancel" in keys(app) and inside(app) == "region:N1"
    app.button(key="forecast.cancel").click().run()
    assert "was stopped" in app.warning[0].value
    assert "forecast.cancel" not in keys(app)
    app.button(key="forecast.renew").click().run()
    with db.writing() as session:
        session.query(Job).filter_by(status="waiting").one().status = "done"
    app.run()
    assert "The new forecast is there" in app.success[0].value and "$1,280" in seen(app)


def test_where_there_is_no_forecast_those_who_may_can_ask_for_the_first(looker):
    app = open_forecast(looker, "ana", by="channel")
    assert "Make the first one here" in app.info[0].value
    app.number_input[0].set_value(6)
    next(button for button in app.button if button.label == "Make the forecast").click().run()
    with db.writing() as session:
        job = session.query(Job).filter_by(status="waiting").one()
        assert job.parameters["by"] == ["channel"] and job.parameters["horizon"] == 6
        job.status = "cancelled"
    app = open_forecast(looker, "fin", by="channel")
    assert "Whoever may make forecasts does so here" in app.info[0].value
    assert not [button for button in app.button if button.label == "Make the forecast"]


def test_the_points_are_taken_away(looker):
    app = open_forecast(looker, "eva")
    found = {button.proto.id.split("-")[-1] for button in app.get("download_button")}
    assert {"forecast.points.csv", "forecast.members.xlsx", "forecast.all.csv"} <= found


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_no_english_is_left_in_another_language(looker, language):
    with db.writing() as session:
        session.query(Account).filter_by(login="eva").one().language = language
    shown = seen(open_forecast(looker, "eva", part="accuracy"))
    with db.writing() as session:
        session.query(Account).filter_by(login="eva").one().language = None
    words = set(re.findall(r"[A-Za-z]{4,}", shown))
    assert words <= {"MASE", "WAPE", "mean", "North", "South"}, words
