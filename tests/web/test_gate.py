"""The gate before the pages, and the health check."""

import pytest
from sqlalchemy import create_engine

from salesdash import db, migrations
from salesdash.access import sessions, users
from salesdash.access.identity import OPERATOR
from salesdash.models import Base
from salesdash.web.cookies import SESSION
from tests.web.browser import Browser


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("executive", "kpis"), ("analyst", "uploads"), ("administrator", "people"), ("customer_service", "dictionary"),
        ("production", "forecast"),
    ],
)  # fmt: skip
def test_the_front_door_leads_to_the_first_page_of_the_role(company, role, first):
    with db.writing() as session:
        made = users.add(session, OPERATOR, role, role)
        browser = Browser(cookies={SESSION: sessions.start(session, made.id)})
    assert browser.get("/?a=1").header("location") == f"/{first}?a=1"


def test_without_a_session_pages_lead_to_the_sign_in_and_nothing_is_taken_up(company):
    stranger = Browser()
    assert stranger.get("/").header("location") == "/sign-in"
    assert stranger.get("/settings").header("location") == "/sign-in?next=%2Fsettings"
    assert stranger.put("/_stcore/upload_file/some/file").status == 403
    assert stranger.get("/_stcore/health").status == 200
    assert stranger.get("/static/index.js").status == 200


def test_an_address_without_a_page_says_so_in_the_readers_language(company):
    with db.writing() as session:
        made = users.add(session, OPERATOR, "e", "executive")
        token = sessions.start(session, made.id)
    answer = Browser(cookies={SESSION: token}).get("/nothing/here")
    assert answer.status == 404
    assert "There is no page at this address." in answer.body
    assert "這個網址沒有頁面" in Browser(cookies={SESSION: token}, language="zh-TW").get("/nowhere").body
    browser = Browser(cookies={SESSION: token})
    assert {browser.get(path).status for path in ("/settings", "/media/1.csv", "/component/x", "/a.js")} == {200}


def test_what_comes_back_from_another_service_goes_on_to_its_account(company):
    assert Browser(cookies={"_streamlit_user": "x"}).get("/").header("location") == "/?with=service"
    assert Browser().get("/?with=service").status == 200


def test_pages_may_be_framed_by_our_own_only(company):
    with db.writing() as session:
        made = users.add(session, OPERATOR, "e", "executive")
        browser = Browser(cookies={SESSION: sessions.start(session, made.id)})
    answer = browser.get("/kpis")
    assert (answer.header("x-frame-options"), answer.header("x-content-type-options")) == ("SAMEORIGIN", "nosniff")


def test_health_tells_whether_the_schema_fits(database):
    """The tables are there, the note of the revision is not: this process must not be sent visitors."""
    assert Browser().get("/healthz").status == 503


def test_health_is_well_after_the_upgrade(database):
    engine = create_engine(db.engine().url)
    Base.metadata.drop_all(engine)
    engine.dispose()
    migrations.upgrade()
    answer = Browser().get("/healthz")
    assert answer.status == 200
    assert f'"schema":"{migrations.newest()}"' in answer.body


def test_health_without_a_database(database, monkeypatch):
    monkeypatch.setenv("SALESDASH_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    from salesdash.config import config

    config.cache_clear()
    answer = Browser().get("/healthz")
    assert (answer.status, answer.body) == (503, '{"status":"no database"}')
