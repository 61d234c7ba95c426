"""What people change for themselves: password, language, theme."""

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access import preferences, sessions, sign_in, users
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, NotPermitted
from salesdash.models import AuditEntry

OLD, NEW = "correct horse battery", "sunny mountain river"


@pytest.fixture
def ann(company):
    with db.writing() as session:
        return users.add(session, OPERATOR, "ann", "finance", password=OLD)


def test_a_new_password_ends_all_other_sessions(ann):
    here = sign_in.with_password("ann", OLD, "10.0.0.1")
    there = sign_in.with_password("ann", OLD, "10.0.0.2")
    sign_in.change_password(ann, OLD, NEW, keep=here)
    with db.reading() as session:
        assert sessions.user_of(session, here).login == "ann"
        assert sessions.user_of(session, there) is None
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (last.login, last.action, last.before, last.after) == ("ann", "password", None, None)
    with pytest.raises(NotPermitted):
        sign_in.with_password("ann", OLD, "10.0.0.1")
    assert sign_in.with_password("ann", NEW, "10.0.0.1")


@pytest.mark.parametrize(("old", "new"), [("wrong wrong wrong", NEW), (OLD, "short"), (OLD, "password1234")])
def test_without_the_old_one_or_with_an_easy_one_nothing_changes(ann, old, new):
    with pytest.raises(BadInput):
        sign_in.change_password(ann, old, new)
    assert sign_in.with_password("ann", OLD, "10.0.0.1")


def test_guessing_the_old_password_in_a_stolen_session_is_slowed_down_too(ann):
    for _ in range(5):
        with pytest.raises(BadInput):
            sign_in.change_password(ann, "guess guess guess", NEW)
    with pytest.raises(NotPermitted):
        sign_in.change_password(ann, OLD, NEW)


def test_language_and_theme_are_remembered_and_audited(ann):
    with db.writing() as session:
        assert preferences.of(session, ann) == {"language": None, "theme": None}
        preferences.choose_language(session, ann, "zh_Hant")
        preferences.choose_theme(session, ann, "dark")
        preferences.choose_theme(session, ann, "dark")
    with db.reading() as session:
        assert preferences.of(session, ann) == {"language": "zh_Hant", "theme": "dark"}
        assert users.by_login(session, "ann").language == "zh_Hant"
        assert [entry.after for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))][1:] == [
            {"language": "zh_Hant"},
            {"theme": "dark"},
        ]


def test_the_last_choice_on_a_page_is_remembered_beside_the_rest(ann):
    with db.writing() as session:
        preferences.choose_theme(session, ann, "dark")
        preferences.remember(session, ann, "targets", {"level": "base"})
        preferences.remember(session, ann, "targets", {"level": "stretch"})
        preferences.remember(session, ann, "other", {"a": "b"})
    with db.reading() as session:
        assert preferences.remembered(session, ann, "targets") == {"level": "stretch"}
        assert preferences.remembered(session, ann, "unknown") == {}
        assert preferences.of(session, ann)["theme"] == "dark"


def test_only_what_there_is_and_only_the_own_account(ann):
    with db.writing() as session:
        with pytest.raises(BadInput):
            preferences.choose_language(session, ann, "fr")
        with pytest.raises(BadInput):
            preferences.choose_theme(session, ann, "pink")
        with pytest.raises(NotPermitted):
            preferences.choose_theme(session, OPERATOR, "dark")


def test_signing_out_everywhere(ann):
    tokens = [sign_in.with_password("ann", OLD, "10.0.0.1") for _ in range(3)]
    with db.writing() as session:
        sessions.end_all(session, ann.id)
    with db.reading() as session:
        assert [sessions.user_of(session, token) for token in [*tokens, None, "", "guess"]] == [None] * 6
