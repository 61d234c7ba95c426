"""My account, language, and what the frame around the pages does."""

import pytest

from salesdash import alerts, db
from salesdash.access import preferences, sessions, sign_in, users
from salesdash.config import config
from salesdash.locale import LANGUAGES
from tests.pages import harness

OLD, NEW = "correct horse battery", "sunny mountain river"


@pytest.fixture
def ann(visitor):
    visitor.account("finance", password=OLD)
    visitor.sign_in("finance")
    return visitor


def field(app, label):
    return next(one for one in app.text_input if one.label == label)


def button(app, label):
    return next(one for one in app.button if one.label == label)


def user():
    with db.reading() as session:
        return users.by_login(session, "finance")


def test_the_own_password_is_changed_and_others_are_signed_out(ann):
    elsewhere = sign_in.with_password("finance", OLD, "10.0.0.1")
    app = ann.open("account")
    for label, value in (("Present password", OLD), ("New password", NEW), ("The same again", NEW)):
        field(app, label).input(value)
    button(app, "Save the password").click().run()
    assert "The new password holds" in app.success[0].value
    assert sign_in.with_password("finance", NEW, "10.0.0.1")
    with db.reading() as session:
        assert sessions.user_of(session, elsewhere) is None
    assert not ann.open("account").error


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        (OLD, NEW, NEW + "x", "not the same"),
        ("wrong wrong wrong", NEW, NEW, "present password is not right"),
        (OLD, "short", "short", "at least 12"),
    ],
)
def test_what_is_wrong_is_said(ann, old, new, again, said):
    app = ann.open("account")
    for label, value in (("Present password", old), ("New password", new), ("The same again", again)):
        field(app, label).input(value)
    button(app, "Save the password").click().run()
    assert said in app.error[0].value
    assert sign_in.with_password("finance", OLD, "10.0.0.1")


def test_language_and_theme(ann):
    app = ann.open("account")
    next(one for one in app.selectbox if one.label == "Language" and one.form_id).select("zh_Hant")
    app.radio[0].set_value("dark")
    button(app, "Save").click().run()
    assert not app.exception
    with db.reading() as session:
        assert preferences.of(session, user()) == {"language": "zh_Hant", "theme": "dark"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sidebar_changes_the_language_and_it_is_remembered(ann, language):
    app = ann.open()
    app.sidebar.selectbox(key="shell_language").select(language).run()
    assert not app.exception
    with db.reading() as session:
        assert users.by_login(session, "finance").language in (language, None)
    assert app.sidebar.selectbox(key="shell_language").value == language


def test_signing_out_ends_the_session(ann):
    app = ann.open("account")
    app.sidebar.button(key="shell_sign_out").click().run()
    assert "You are signed out." in harness.text(ann.open("account"))


def test_signing_out_everywhere(ann):
    elsewhere = sign_in.with_password("finance", OLD, "10.0.0.1")
    button(ann.open("account"), "Sign out everywhere").click().run()
    with db.reading() as session:
        assert sessions.user_of(session, elsewhere) is None
    assert "You are signed out." in harness.text(ann.open("account"))


def test_a_disabled_person_is_out_at_the_next_run(ann):
    app = ann.open("account")
    from salesdash.access.identity import OPERATOR

    with db.writing() as session:
        users.disable(session, OPERATOR, "finance")
    app.run()
    assert "You are signed out." in harness.text(app)
    assert not app.text_input


def test_how_one_is_told_is_chosen_tried_and_refused(ann, monkeypatch):
    monkeypatch.delenv("SALESDASH_SMTP_URL", raising=False)
    config.cache_clear()
    app = ann.open("account")
    app.text_input(key="alerts.email.address").input("ann@example.com")
    app.get("button_group")[0].set_value(["weekly", "at_once"])
    app.button(key="alerts.email.save").click().run()
    assert not app.exception and not app.error and "Saved." in harness.text(app)
    with db.reading() as session:
        assert alerts.choices(session, user())["email"].cadences == ("at_once", "weekly")
    app.text_input(key="alerts.webhook.address").input("http://127.0.0.1/")
    app.button(key="alerts.webhook.test").click().run()
    assert "inside a network" in app.error[0].value
    assert "No mail server is set up" in app.warning[0].value


def test_who_sees_no_figures_chooses_nothing(visitor):
    visitor.sign_in(visitor.account("administrator"))
    assert "Alerts and digests" not in harness.text(visitor.open("account"))
