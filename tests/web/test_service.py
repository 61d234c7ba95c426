"""Sign-in through another service: offered where it is set up, and what the page does with what the service says."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from salesdash import db
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.errors import NotPermitted
from salesdash.ui import identity
from salesdash.ui import service as page
from salesdash.web import service
from tests.web.browser import Browser


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """The file in which an installation names its service."""
    file = tmp_path / "secrets.toml"
    monkeypatch.setattr(service, "FILES", (file,))
    service.configured.cache_clear()
    request.addfinalizer(service.configured.cache_clear)
    return file


def test_it_is_offered_only_where_it_is_set_up(company, secrets):
    assert "/?with=service" not in Browser().get("/sign-in").body
    service.configured.cache_clear()
    secrets.write_text('[auth]\nclient_id = "x"\n')
    assert "/?with=service" in Browser().get("/sign-in").body


class Stop(BaseException):
    """The run of the page ended here."""


@pytest.fixture
def visit(company, secrets, monkeypatch):
    """Runs the page's part with what the service says about the visitor; tells what came of it."""
    secrets.write_text('[auth]\nclient_id = "x"\n')
    with db.writing() as session:
        users.add(session, OPERATOR, "ann@example.com", "finance")
        users.add(session, OPERATOR, "subject-7", "finance")

    def run(asked="service", **said):
        done = []

        def stop():
            raise Stop

        known = SimpleNamespace(is_logged_in=bool(said), get=said.get)
        streamlit = SimpleNamespace(
            query_params={"with": asked}, user=known, login=lambda: done.append("login"), stop=stop,
            error=done.append, button=lambda *_a, **_k: False, context=SimpleNamespace(locale="en"),
        )  # fmt: skip
        monkeypatch.setattr(page, "st", streamlit)
        monkeypatch.setattr(identity, "go_to", done.append)
        try:
            page.take_over()
        except Stop:
            done.append("stop")
        return done

    return run


def test_elsewhere_it_does_nothing(visit):
    assert visit(asked="") == []


def test_a_stranger_is_led_to_the_service(visit):
    assert visit() == ["login", "stop"]


@pytest.mark.parametrize(
    "said", [{"email": "Ann@example.com", "email_verified": True}, {"sub": "subject-7", "email": "x@example.com"}]
)
def test_a_verified_address_or_the_subject_finds_the_account(visit, said):
    path, end = visit(**said)
    assert end == "stop"
    browser = Browser()
    assert browser.get(path, sec_fetch_site="same-origin").status == 303


@pytest.mark.parametrize(
    "said",
    [
        {"email": "ann@example.com", "email_verified": False},
        {"email": "ann@example.com"},
        {"email": "ann@example.com", "email_verified": "true"},
        {"email": "stranger@example.com", "email_verified": True},
    ],
)
def test_nobody_else_gets_in_and_no_account_is_made(visit, said):
    words, end = visit(**said)
    assert "Ask an administrator" in words and end == "stop"
    with db.reading() as session:
        assert len(users.table(session, OPERATOR)) == 2
        with pytest.raises(NotPermitted):
            users.by_login(session, "stranger@example.com")
