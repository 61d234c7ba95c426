"""Accounts: making, changing, disabling them, and who may."""

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access import links, passwords, sessions, users
from salesdash.access.identity import OPERATOR
from salesdash.access.permissions import ROLES
from salesdash.access.setup import install_defaults
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import Account, AuditEntry, Region, RolePermission, SignIn, Team

GOOD = "correct horse battery"


def entries(session):
    return [(e.login, e.action, e.key) for e in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_its_default_permissions(company, role):
    with db.writing() as session:
        made = users.add(session, OPERATOR, f"A.{role}@Example.com ", role, name="Anna")
        assert made.permissions == ROLES[role].permissions
        assert made.login == f"a.{role}@example.com"
        assert entries(session) == [("operator", "create", made.login)]


def test_installing_the_defaults_again_changes_nothing_that_somebody_changed(company):
    with db.writing() as session:
        session.delete(session.get_one(RolePermission, ("marketing", "kpis.read")))
    with db.writing() as session:
        install_defaults(session)
        assert users.add(session, OPERATOR, "f", "marketing").permissions == {"calendar.manage"}


def test_without_defaults_there_are_no_roles_and_nobody_gets_anything(database):
    with pytest.raises(BadInput), db.writing() as session:
        users.add(session, OPERATOR, "f", "executive")


@pytest.mark.parametrize(
    ("login", "role", "more", "error"),
    [
        ("two words", "finance", {}, "bad_login"),
        ("", "finance", {}, "bad_login"),
        ("operator", "finance", {}, "bad_login"),
        ("<b>", "finance", {}, "bad_login"),
        ("x" * 201, "finance", {}, "bad_login"),
        ("a", "king", {}, "unknown_role"),
        ("a", "finance", {"scope": "world"}, "unknown_scope"),
        ("a", "finance", {"team": "nowhere"}, "unknown_code"),
        ("a", "finance", {"regions": ["nowhere"]}, "unknown_code"),
        ("a", "finance", {"language": "fr"}, "unknown_language"),
        ("a", "finance", {"password": "short"}, "password_short"),
        ("a", "finance", {"password": "x" * 2000}, "password_long"),
        ("a", "finance", {"password": "password1234"}, "password_common"),
        ("annabel.lee", "finance", {"password": "AnnabelLee2024"}, "password_common"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_saved(company, login, role, more, error):
    with pytest.raises(BadInput) as refused, db.writing() as session:
        users.add(session, OPERATOR, login, role, **more)
    assert refused.value.code == error
    with db.reading() as session:
        assert session.scalars(select(Account)).all() == []
        assert entries(session) == []


def test_a_login_is_given_once_whatever_its_case(company):
    with db.writing() as session:
        users.add(session, OPERATOR, "Ann", "finance")
    with pytest.raises(Conflict), db.writing() as session:
        users.add(session, OPERATOR, "aNN", "finance")


@pytest.mark.parametrize("password", [GOOD, "sunny-mountain-42", "這是一個很長又不好猜的密碼", "x7Gh2kLp90qW"])
def test_any_other_password_will_do_and_is_kept_hashed(company, password):
    with db.writing() as session:
        made = users.add(session, OPERATOR, "ann", "finance", password=password)
        stored = session.get_one(Account, made.id).password_hash
    assert stored.startswith("$argon2id$") and password not in stored
    assert passwords.matches(stored, password)
    assert not passwords.matches(stored, password + "x")
    assert not passwords.matches(None, password)


@pytest.mark.parametrize(
    "password",
    ["123456789012", "1q2w3e4r5t6y", "passwordpassword", "aaaaaaaaaaaa", "P@ssw0rd2024", "qwerty123456", "987654321098",
     "abcabcabcabc", "1qaz2wsx3edc", "ILoveYou1234"],
)  # fmt: skip
def test_common_passwords_are_refused(password):
    with pytest.raises(BadInput):
        passwords.check(password)


def test_only_those_who_manage_people(company):
    with db.writing() as session:
        others = [users.add(session, OPERATOR, role, role) for role in ROLES if role != "administrator"]
        for other in others:
            for attempt in (
                lambda other=other: users.add(session, other, "new", "finance"),
                lambda other=other: users.change(session, other, "finance", role="executive"),
                lambda other=other: users.disable(session, other, "finance"),
                lambda other=other: users.enable(session, other, "finance"),
                lambda other=other: users.reset(session, other, "finance"),
                lambda other=other: users.table(session, other),
            ):
                with pytest.raises(NotPermitted):
                    attempt()


def test_disabling_ends_sessions_and_links_at_once(company):
    with db.writing() as session:
        made = users.add(session, OPERATOR, "ann", "finance")
        token = sessions.start(session, made.id)
        link = users.reset(session, OPERATOR, "ann").split("token=")[1]
        assert sessions.user_of(session, token).id == made.id
        users.disable(session, OPERATOR, "ANN")
    with db.writing() as session:
        assert sessions.user_of(session, token) is None
        assert session.scalars(select(SignIn)).all() == []
        with pytest.raises(NotPermitted):
            users.by_login(session, "ann")
        with pytest.raises(BadInput):
            links.use(session, link, "reset")
        with pytest.raises(Conflict):
            users.reset(session, OPERATOR, "ann")
        users.enable(session, OPERATOR, "ann")
        assert users.by_login(session, "ann").id == made.id
        assert [action for _, action, _ in entries(session)] == ["create", "reset", "disable", "enable"]


def test_a_change_is_audited_with_before_and_after(company):
    with db.writing() as session:
        session.add_all([Region(code="N", name="N"), Region(code="S", name="S"), Team(code="T", name="T")])
        session.flush()
        users.add(session, OPERATOR, "ann", "finance", regions=["N"])
        changed = users.change(
            session, OPERATOR, "ann", role="analyst", scope="own_unit", team="T", regions=["S"], rep="A1"
        )
    assert changed.role == "analyst"
    with db.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert last.before == {"role": "finance", "scope": None, "rep": None, "team": None, "regions": ["N"]}
        assert last.after == {"role": "analyst", "scope": "own_unit", "rep": "A1", "team": "T", "regions": ["S"]}
        row = users.table(session, OPERATOR).iloc[0]
        assert (row["scope"], row["scope_set"], row["team"], row["regions"]) == ("own_unit", "own_unit", "T", ["S"])


def test_two_people_changing_one_account_the_second_is_told(company):
    with db.writing() as session:
        session.add(Region(code="N", name="N"))
        session.flush()
        users.add(session, OPERATOR, "ann", "finance")
        seen = int(users.table(session, OPERATOR)["version"][0])
        users.change(session, OPERATOR, "ann", seen, regions=["N"])
        with pytest.raises(Conflict):
            users.change(session, OPERATOR, "ann", seen, role="analyst")
        with pytest.raises(Conflict):
            users.disable(session, OPERATOR, "ann", seen)


def test_nobody_gives_themself_more(company):
    with db.writing() as session:
        admin = users.add(session, OPERATOR, "admin", "administrator")
        for new in ({"role": "executive"}, {"scope": "all"}, {"rep": "P1"}, {"regions": []}, {"team": None}):
            with pytest.raises(NotPermitted):
                users.change(session, admin, "admin", **new)
        with pytest.raises(NotPermitted):
            users.disable(session, admin, "admin")
        assert users.change(session, admin, "admin", name="Root").name == "Root"


def test_somebody_is_always_left_who_manages_people(company):
    with db.writing() as session:
        first = users.add(session, OPERATOR, "first", "administrator")
        users.add(session, OPERATOR, "second", "administrator")
        users.disable(session, first, "second")
        users.enable(session, first, "second")
        users.disable(session, OPERATOR, "first")
    with pytest.raises(Conflict), db.writing() as session:
        users.change(session, first, "second", role="finance")
