"""E-mails through a real mail server."""

from datetime import UTC, datetime

import pytest

from salesdash.alerts import mail
from salesdash.config import config
from salesdash.errors import BadInput
from tests.alerts.post_office import Office, who_knows

AT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def letter(to: str = "ann@example.com", subject: str = "Acme · 2 new alerts"):
    return mail.letter(to, subject, "銷售額 is low.\n", "<p>銷售額 is low.</p>", key="7-daily", at=AT)


@pytest.fixture
def setting(monkeypatch):
    def put(name: str, value: str) -> None:
        monkeypatch.setenv(f"SALESDASH_{name}", value)
        config.cache_clear()

    yield put
    config.cache_clear()


def test_a_letter_arrives_in_text_and_html(office):
    with mail.Postman() as postman:
        assert postman.send(letter()) is None
    (got,) = office.keeper.letters
    assert office.keeper.recipients == ["ann@example.com"]
    assert str(got["From"]) == "SalesDash <sales@example.com>"
    assert (str(got["To"]), str(got["Subject"])) == ("ann@example.com", "Acme · 2 new alerts")
    assert got["Date"].datetime == AT
    assert (got["Message-ID"], got["Auto-Submitted"]) == ("<7-daily@example.com>", "auto-generated")
    assert got.get_body(("plain",)).get_content().strip() == "銷售額 is low."
    assert "<p>銷售額 is low.</p>" in got.get_body(("html",)).get_content()


def test_one_connection_serves_everybody(office):
    with mail.Postman() as postman:
        assert [postman.send(letter(f"p{i}@example.com")) for i in range(3)] == [None] * 3
    assert office.keeper.recipients == ["p0@example.com", "p1@example.com", "p2@example.com"]


def test_a_line_break_in_a_name_makes_no_header(office):
    with mail.Postman() as postman:
        assert postman.send(letter(subject="Acme\r\nBcc: all@example.com")) is None
    (got,) = office.keeper.letters
    assert got["Bcc"] is None and str(got["Subject"]) == "Acme Bcc: all@example.com"


@pytest.mark.parametrize(("answer", "lasting"), [("550 no such user", True), ("450 mailbox busy", False)])
def test_an_address_that_is_refused_is_told_and_the_others_get_theirs(office, answer, lasting):
    office.keeper.refuses["gone@example.com"] = answer
    with mail.Postman() as postman:
        problem = postman.send(letter("gone@example.com"))
        assert problem is not None
        assert (problem.code, problem.detail, problem.lasting) == ("address", answer, lasting)
        assert postman.send(letter()) is None
    assert office.keeper.recipients == ["ann@example.com"]


def test_a_letter_that_is_refused(office):
    office.keeper.answer = "554 looks like spam"
    with mail.Postman() as postman:
        problem = postman.send(letter())
    assert problem is not None and (problem.code, problem.lasting) == ("refused", True)


def test_a_server_that_is_away_is_asked_once_in_a_round(office, monkeypatch):
    office.close()
    asked = []
    opened = mail._opened
    monkeypatch.setattr(mail, "_opened", lambda: asked.append(1) or opened())
    with mail.Postman() as postman:
        problems = [postman.send(letter()), postman.send(letter())]
    assert [problem.code for problem in problems if problem] == ["unreachable", "unreachable"]
    assert len(asked) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_signing_in(setting):
    options = {"authenticator": who_knows("mailer", "p@ss word"), "auth_required": True, "auth_require_tls": False}
    server = Office(**options).open()
    try:
        setting("SMTP_FROM", "sales@example.com")
        setting("SMTP_URL", f"smtp://mailer:p%40ss%20word@127.0.0.1:{server.port}")
        with mail.Postman() as postman:
            assert postman.send(letter()) is None
        setting("SMTP_URL", f"smtp://mailer:wrong@127.0.0.1:{server.port}")
        with mail.Postman() as postman:
            problem = postman.send(letter())
        assert problem is not None and problem.code == "sign_in" and "wrong" not in problem.kept()
    finally:
        server.close()
    assert len(server.keeper.letters) == 1


def test_a_password_does_not_leave_the_machine_without_tls(office, setting, monkeypatch):
    setting("SMTP_URL", f"smtp://mailer:secret@127.0.0.1:{office.port}")
    monkeypatch.setattr(mail.Server, "here", property(lambda _self: False))
    with mail.Postman() as postman:
        problem = postman.send(letter())
    assert problem is not None and problem.code == "no_tls" and not office.keeper.letters


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.com", ("mail.example.com", 25, False, None, None)),
        ("smtp://u:p%3A%40@mail.example.com:587", ("mail.example.com", 587, False, "u", "p:@")),
        ("smtps://u:p@mail.example.com", ("mail.example.com", 465, True, "u", "p")),
    ],
)
def test_the_setting(setting, url, expected):
    setting("SMTP_URL", url)
    found = mail.server()
    assert found is not None and not found.here
    assert (found.host, found.port, found.tls, found.user, found.password) == expected
    assert "p%3A" not in repr(config())


@pytest.mark.parametrize("url", ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://h:99999"])
def test_a_setting_that_is_none(setting, url):
    setting("SMTP_URL", url)
    with pytest.raises(BadInput):
        mail.server()
    assert mail.hindrance().code == "settings"


def test_what_hinders_all_mail(setting, monkeypatch):
    monkeypatch.delenv("SALESDASH_SMTP_URL", raising=False)
    config.cache_clear()
    assert mail.hindrance().code == "no_server"
    setting("SMTP_URL", "smtp://localhost")
    assert mail.hindrance() is None
    setting("SMTP_FROM", "nobody")
    assert mail.hindrance().code == "settings"


@pytest.mark.parametrize("text", ["ann@example.com", "a.b+c@mail.example.co.uk", "o'neil@example.com"])
def test_addresses(text):
    assert mail.is_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "ann", "ann@", "@example.com", "ann@example", "a b@example.com", "a@b.com,c@d.com", "a@b.com\nBcc: c@d.com",
     "Ann <ann@example.com>", "ann@exam_ple.com", "x" * 250 + "@example.com"],
)  # fmt: skip
def test_what_is_no_address(text):
    assert not mail.is_address(text)
