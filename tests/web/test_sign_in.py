"""Sign-in by the browser: cookies, lock-out, other sites, links that lead elsewhere, one-time links."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from salesdash import company as companies
from salesdash import db
from salesdash.access import first, links, lockout, sessions, sign_in, users
from salesdash.access.identity import OPERATOR
from salesdash.config import config, serve_at
from salesdash.errors import NotPermitted
from salesdash.models import Account, AuditEntry, CompanySetting, ImportBatch, OneTimeLink, SignIn, SignInFailure
from salesdash.models.base import now
from salesdash.web.cookies import SESSION
from tests.web.browser import Browser

GOOD = "correct horse battery"
OTHER = "sunny mountain river"
WRONG = "Login or password is wrong."


@pytest.fixture
def ann(company):
    """Somebody with an account and a password."""
    with db.writing() as session:
        return users.add(session, OPERATOR, "ann", "executive", name="Ann", password=GOOD)


def who(browser):
    with db.reading() as session:
        user = sessions.user_of(session, browser.cookies.get(SESSION))
    return user.login if user else None


def test_signing_in_begins_a_session_in_a_cookie_that_scripts_cannot_read(ann):
    browser = Browser()
    assert browser.get("/kpis?region=N&from=2024-01-01").header("location") == (
        "/sign-in?next=%2Fkpis%3Fregion%3DN%26from%3D2024-01-01"
    )
    answer = browser.sign_in("ANN ", GOOD, next="/kpis?region=N&from=2024-01-01")
    assert answer.status == 303
    assert answer.header("location") == "/kpis?region=N&from=2024-01-01"
    (cookie,) = answer.set_cookies
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert who(browser) == "ann"
    assert browser.get("/kpis").body == "a page of the application"
    with db.reading() as session:
        assert session.scalars(select(SignIn.token_hash)).one() != browser.cookies[SESSION]
        assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all() == ["create", "sign_in"]


def test_behind_tls_the_cookie_is_for_tls_only(ann, monkeypatch):
    monkeypatch.setenv("SALESDASH_PUBLIC_URL", "https://sales.example.com")
    config.cache_clear()
    browser = Browser(host="sales.example.com")
    answer = browser.post("/sign-in", {"login": "ann", "password": GOOD}, origin="https://sales.example.com")
    assert "Secure" in answer.set_cookies[0]


def test_the_session_that_a_browser_brought_is_never_taken_over(ann):
    browser = Browser(cookies={SESSION: "chosen by somebody else"})
    browser.sign_in("ann", GOOD)
    first = browser.cookies[SESSION]
    assert first != "chosen by somebody else"
    browser.sign_in("ann", GOOD)
    assert browser.cookies[SESSION] != first


def test_one_answer_for_all_that_cannot_sign_in(ann, monkeypatch):
    """A wrong password, an unknown login, a disabled account and one without a password do the same work and read
    the same, so nobody learns which logins exist."""
    with db.writing() as session:
        users.add(session, OPERATOR, "gone", "finance", password=GOOD)
        users.disable(session, OPERATOR, "gone")
        users.add(session, OPERATOR, "fresh", "finance")
    worked = []
    real = sign_in.passwords.matches
    monkeypatch.setattr(sign_in.passwords, "matches", lambda *given: worked.append(given) or real(*given))
    answers = [Browser().sign_in(login, OTHER) for login in ("ann", "nobody", "gone", "fresh")]
    answers.append(Browser().sign_in("gone", GOOD))
    assert {(answer.status, answer.notice) for answer in answers} == {(403, WRONG)}
    assert len(worked) == 5
    assert not any(answer.set_cookies for answer in answers)


@pytest.mark.parametrize("login", ["ann", "nobody"])
def test_after_five_failures_a_login_waits_whether_it_exists_or_not(ann, login):
    for _ in range(5):
        assert Browser().sign_in(login, OTHER).notice == WRONG
    blocked = Browser(address="10.0.0.9").sign_in(login, GOOD)
    assert blocked.notice == "Too many failed attempts. Try again in 1 minute."
    with db.writing() as session:
        key = links.fingerprint(f"login:{login}")
        first = session.get_one(SignInFailure, key).blocked_until - session.get_one(SignInFailure, key).last_at
        assert first == lockout.FIRST_WAIT
        session.execute(update(SignInFailure).values(blocked_until=now() - timedelta(seconds=1)))
    Browser().sign_in(login, OTHER)
    with db.writing() as session:
        row = session.get_one(SignInFailure, key)
        assert row.blocked_until - row.last_at == 2 * lockout.FIRST_WAIT
        session.execute(update(SignInFailure).values(blocked_until=now() - timedelta(seconds=1)))
        locked = session.scalars(select(AuditEntry.key).where(AuditEntry.action == "lock_out")).all()
        assert locked == (["ann", "ann"] if login == "ann" else [])
    assert Browser().sign_in(login, GOOD).status == (303 if login == "ann" else 403)


def test_an_address_that_tries_many_logins_waits_too(ann):
    with db.writing() as session:
        for number in range(lockout.FREE["address"]):
            lockout.enter(session, "login", f"guess{number}")
            lockout.enter(session, "address", "127.0.0.1")
    assert "Too many" in Browser().sign_in("ann", GOOD).notice
    assert Browser(address="127.0.0.2").sign_in("ann", GOOD).status == 303


def test_signing_in_gives_an_address_one_attempt_back_and_not_all(ann):
    Browser().sign_in("ann", OTHER)
    Browser().sign_in("ann", GOOD)
    with db.reading() as session:
        assert session.get(SignInFailure, links.fingerprint("login:ann")) is None
        assert session.get_one(SignInFailure, links.fingerprint("address:127.0.0.1")).failures == 1


def test_the_longest_wait_is_bounded_and_is_forgotten_after_a_day(ann):
    with db.writing() as session:
        row = SignInFailure(key=links.fingerprint("login:ann"), failures=500, last_at=now())
        session.add(row)
        lockout.enter(session, "login", "ann")
        assert row.blocked_until - row.last_at == lockout.LONGEST_WAIT
        with pytest.raises(NotPermitted):
            lockout.enter(session, "login", "ann")
        row.blocked_until, row.last_at = now() - timedelta(hours=25), now() - timedelta(hours=25)
        assert not lockout.enter(session, "login", "ann")
        assert row.failures == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:8501.evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/sample", "/sign-out", "/setup", "/reset"])
def test_a_form_that_another_site_sent_is_refused(ann, headers, path):
    browser = Browser()
    browser.sign_in("ann", GOOD)
    held = browser.cookies[SESSION]
    answer = browser.post(path, {"login": "ann", "password": GOOD}, **headers)
    assert answer.status == 403
    assert browser.cookies[SESSION] == held
    assert who(browser) == "ann"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tevil", "/ /evil",
        "\\\\evil", "http:evil", "/%0d%0aSet-Cookie:x=1\r\nX: y", "",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(ann, wanted):
    location = Browser().sign_in("ann", GOOD, next=wanted).header("location")
    assert location == "/"


def test_what_is_typed_is_never_markup(ann):
    answer = Browser().sign_in('"><script>alert(1)</script>', OTHER, next='/"><script>')
    assert "<script>" not in answer.body
    assert "&lt;script&gt;" in answer.body


def test_the_pages_are_strict(company):
    answer = Browser().get("/sign-in")
    assert "default-src 'none'" in answer.header("content-security-policy")
    assert "frame-ancestors 'none'" in answer.header("content-security-policy")
    assert (answer.header("x-frame-options"), answer.header("x-content-type-options")) == ("DENY", "nosniff")
    assert answer.header("cache-control") == "no-store"
    for expected in ('for="login"', 'autocomplete="username"', 'autocomplete="current-password"', '<html lang="en">'):
        assert expected in answer.body


def test_signing_out_ends_the_session_everywhere_it_was_copied_to(ann):
    browser = Browser()
    browser.sign_in("ann", GOOD)
    thief = Browser(cookies=dict(browser.cookies))
    assert "Sign out" in browser.get("/sign-out").body
    assert who(browser) == "ann"
    answer = browser.post("/sign-out", {})
    assert answer.header("location") == "/sign-in"
    assert SESSION not in browser.cookies
    assert who(thief) is None
    assert thief.get("/kpis").header("location").startswith("/sign-in")


def test_a_session_ends_after_its_hours_and_showing_pages_does_not_renew_it(ann):
    browser = Browser()
    browser.sign_in("ann", GOOD)
    with db.writing() as session:
        ends = session.scalars(select(SignIn.expires_at)).one()
        assert timedelta(hours=11, minutes=59) < ends - now() <= timedelta(hours=12)
    browser.get("/kpis")
    with db.writing() as session:
        assert session.scalars(select(SignIn.expires_at)).one() == ends
        session.execute(update(SignIn).values(expires_at=now() - timedelta(seconds=1)))
    assert who(browser) is None


def test_a_disabled_account_is_out_at_once(ann):
    browser = Browser()
    browser.sign_in("ann", GOOD)
    with db.writing() as session:
        users.disable(session, OPERATOR, "ann")
    assert browser.get("/kpis").header("location").startswith("/sign-in")


def test_a_new_password_by_a_one_time_link(ann):
    browser = Browser()
    browser.sign_in("ann", GOOD)
    with db.writing() as session:
        address = users.reset(session, OPERATOR, "ann")
    token = address.split("token=")[1]
    assert address.startswith("http://127.0.0.1:8501/reset?token=")
    with db.reading() as session:
        assert token not in [link.token_hash for link in session.scalars(select(OneTimeLink))]
    stranger = Browser()
    assert "Choose a password" in stranger.get(f"/reset?token={token}").body
    unlike = stranger.post("/reset", {"token": token, "password": OTHER, "again": OTHER + "x"})
    assert unlike.notice == "The two passwords are not the same."
    common = stranger.post("/reset", {"token": token, "password": "password1234", "again": "password1234"})
    assert common.status == 400
    done = stranger.post("/reset", {"token": token, "password": OTHER, "again": OTHER})
    assert done.header("location") == "/sign-in?said=reset"
    assert who(browser) is None
    assert Browser().sign_in("ann", GOOD).status == 403
    assert Browser().sign_in("ann", OTHER).status == 303
    spent = stranger.get(f"/reset?token={token}")
    assert "An administrator makes a new one" in spent.notice and 'name="password"' not in spent.body
    again = stranger.post("/reset", {"token": token, "password": GOOD, "again": GOOD})
    assert "used already or has expired" in again.notice
    assert Browser().sign_in("ann", OTHER).status == 303


def test_a_link_expires_and_a_newer_one_replaces_it(ann):
    with db.writing() as session:
        first = users.reset(session, OPERATOR, "ann").split("token=")[1]
        second = users.reset(session, OPERATOR, "ann").split("token=")[1]
    form = {"password": OTHER, "again": OTHER}
    assert Browser().post("/reset", form | {"token": first}).status == 400
    with db.writing() as session:
        session.execute(update(OneTimeLink).values(expires_at=now() - timedelta(seconds=1)))
    assert Browser().post("/reset", form | {"token": second}).status == 400
    for token in ("", "x", "' OR 1=1 --"):
        assert Browser().post("/reset", form | {"token": token}).status == 400


def test_a_token_serves_its_own_purpose_only(ann):
    with db.writing() as session:
        token = users.reset(session, OPERATOR, "ann").split("token=")[1]
    assert Browser().post("/setup", {"token": token, "login": "x", "password": OTHER, "again": OTHER}).status == 400
    assert Browser().get(f"/sign-in/service?token={token}", sec_fetch_site="same-origin").status == 403


def test_the_first_administrator_is_made_once(database):
    with db.writing() as session:
        address = first.address(session)
        second = first.address(session)
    token = address.split("token=")[1]
    browser = Browser()
    assert "no administrator yet" in browser.get("/sign-in").notice
    form = {"token": token, "login": "Root@Example.com", "name": "Root", "password": GOOD, "again": GOOD}
    guessed = browser.post("/setup", form | {"token": "guessed"})
    assert guessed.status == 400 and "Start the server again" in guessed.notice and "password" not in guessed.body
    assert 'name="password"' in browser.get(f"/setup?token={token}").body
    assert browser.post("/setup", form | {"password": "short", "again": "short"}).status == 400
    assert browser.post("/setup", form).header("location") == "/"
    assert who(browser) == "root@example.com", "signed in at once"
    assert Browser().sign_in("root@example.com", GOOD).status == 303
    with db.writing() as session:
        assert users.by_login(session, "root@example.com").role == "administrator"
        assert first.address(session) is None
    late = browser.post("/setup", form | {"token": second.split("token=")[1], "login": "second"})
    assert (late.status, late.notice) == (
        400,
        "There is an administrator already. Sign in, or ask them for an account.",
    )
    assert Browser().get(f"/setup?token={token}").notice == late.notice
    with db.reading() as session:
        assert session.scalars(select(Account.login)).all() == ["root@example.com"]


def test_an_administrator_is_needed_while_nobody_who_manages_people_can_sign_in(ann):
    """Others with a password, and administrators without one or disabled, cannot help."""
    with db.writing() as session:
        users.add(session, OPERATOR, "fresh", "administrator")
        users.add(session, OPERATOR, "gone", "administrator", password=GOOD)
        users.disable(session, OPERATOR, "gone")
        token = first.address(session).split("token=")[1]
    assert "no administrator yet" in Browser().get("/sign-in").notice
    form = {"token": token, "login": "root", "name": "", "password": OTHER, "again": OTHER}
    browser = Browser()
    assert browser.post("/setup", form).header("location") == "/"
    assert who(browser) == "root"
    with db.writing() as session:
        assert first.address(session) is None


def test_the_samples_administrator_is_enough_while_one_click_signs_them_in(sample):
    with db.writing() as session:
        assert first.address(session) is not None, "ann of the sample manages nobody"
        session.scalars(select(Account).where(Account.login == "ann")).one().role = "administrator"
        session.flush()
        assert first.address(session) is None


def test_links_begin_with_the_address_that_is_served_unless_another_is_set(ann, monkeypatch):
    monkeypatch.setattr("salesdash.config._served", [])
    monkeypatch.delenv("SALESDASH_PUBLIC_URL", raising=False)
    config.cache_clear()

    def link():
        with db.writing() as session:
            return users.reset(session, OPERATOR, "ann").split("/reset")[0]

    assert link() == "http://127.0.0.1:8501"
    serve_at("127.0.0.1", 9100)
    assert link() == "http://127.0.0.1:9100"
    serve_at("0.0.0.0", 9100)
    assert link() == "http://127.0.0.1:9100"
    serve_at("::1", 443, tls=True)
    assert link() == "https://[::1]:443"
    monkeypatch.setenv("SALESDASH_PUBLIC_URL", "https://sales.example.com/")
    config.cache_clear()
    assert link() == "https://sales.example.com"


@pytest.fixture
def sample(ann):
    with db.writing() as session:
        session.add(CompanySetting(key="sample", value="1"))
        session.scalars(select(Account).where(Account.login == "ann")).one().preferences = {"sample": True}
        users.add(session, OPERATOR, "own", "administrator")
        assert companies.settings(session).sample


def test_the_sample_companys_people_are_one_click_away_on_this_machine(sample):
    browser = Browser(host="localhost:8501")
    assert 'value="ann"' in browser.get("/sign-in").body
    # accounts that somebody made while the sample is loaded are nobody else's
    assert 'value="own"' not in browser.get("/sign-in").body
    assert browser.post("/sign-in/sample", {"login": "own"}).status == 403
    answer = browser.post("/sign-in/sample", {"login": "ann", "next": "/kpis"})
    assert answer.header("location") == "/kpis"
    assert who(browser) == "ann"
    assert Browser(address="::1", host="[::1]:8501").post("/sign-in/sample", {"login": "ann"}).status == 303
    assert Browser().post("/sign-in/sample", {"login": "nobody"}).status == 403


def test_data_of_others_end_the_one_click(sample):
    with db.writing() as session:
        session.add(ImportBatch(kind="orders", file_name="sample-1", status="published", created_by="operator"))
        session.add(ImportBatch(kind="orders", file_name="b.csv", status="staging", created_by="ann"))
    assert 'value="ann"' in Browser().get("/sign-in").body
    with db.writing() as session:
        session.execute(update(ImportBatch).where(ImportBatch.file_name == "b.csv").values(status="published"))
    assert 'value="ann"' not in Browser().get("/sign-in").body
    assert Browser().post("/sign-in/sample", {"login": "ann"}).status == 403
    notice = Browser().get("/sign-in").notice
    assert "import undo BATCH" in notice and "users reset LOGIN" in notice, "the ways out are told"


def test_whoever_forgot_the_password_is_told_what_to_do(ann):
    assert "Forgotten? An administrator can hand you a link" in Browser().get("/sign-in").body


@pytest.mark.parametrize(
    ("address", "host", "headers"),
    [
        ("192.168.1.7", "127.0.0.1:8501", {}),
        ("127.0.0.1", "sales.example.com", {}),
        ("127.0.0.1", "192.168.1.5:8501", {}),
        ("127.0.0.1", "127.0.0.1:8501", {"x-forwarded-for": "203.0.113.9"}),
        ("127.0.0.1", "127.0.0.1:8501", {"forwarded": "for=203.0.113.9"}),
        ("127.0.0.1", "127.0.0.1.evil.example", {}),
    ],
)
def test_nobody_else_gets_the_sample_people(sample, address, host, headers):
    browser = Browser(address=address, host=host)
    assert 'value="ann"' not in browser.get("/sign-in", **headers).body
    assert browser.post("/sign-in/sample", {"login": "ann"}, **headers).status == 403
    assert who(browser) is None


def test_a_public_address_hides_the_sample_people(sample, monkeypatch):
    monkeypatch.setenv("SALESDASH_PUBLIC_URL", "https://sales.example.com")
    config.cache_clear()
    assert 'value="ann"' not in Browser().get("/sign-in").body
    assert Browser().post("/sign-in/sample", {"login": "ann"}).status == 403


def test_with_other_data_there_is_no_such_click(ann):
    assert 'value="ann"' not in Browser().get("/sign-in").body
    assert Browser().post("/sign-in/sample", {"login": "ann"}).status == 403


def test_another_services_sign_in_maps_to_an_account_and_makes_none(ann):
    token = sign_in.from_service("Ann")
    for headers in ({}, {"sec-fetch-site": "cross-site"}):
        assert Browser().get(f"/sign-in/service?token={token}", **headers).status == 403
    browser = Browser()
    assert browser.get(f"/sign-in/service?token={token}", sec_fetch_site="same-origin").header("location") == "/"
    assert who(browser) == "ann"
    assert Browser().get(f"/sign-in/service?token={token}", sec_fetch_site="same-origin").status == 403
    with pytest.raises(NotPermitted):
        sign_in.from_service("stranger@example.com")
    with db.writing() as session:
        users.disable(session, OPERATOR, "ann")
    with pytest.raises(NotPermitted):
        sign_in.from_service("ann")


def test_the_language_is_the_browsers_or_the_chosen_one(company):
    assert '<html lang="zh-Hant">' in Browser(language="zh-TW,zh;q=0.9").get("/sign-in").body
    assert '<html lang="zh-Hans">' in Browser(language="zh-CN").get("/sign-in").body
    browser = Browser()
    assert '<html lang="zh-Hant">' in browser.get("/sign-in?next=%2Fkpis&lang=zh_Hant").body
    assert '<html lang="zh-Hant">' in browser.get("/sign-in").body
    assert '<html lang="en">' in browser.get("/sign-in?lang=en").body
    assert '<html lang="en">' in Browser().get("/sign-in?lang=xx").body
