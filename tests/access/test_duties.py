"""Who does what: read by everybody, changed by who manages people, and nobody holds all."""

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access import duties, users
from salesdash.access.identity import OPERATOR
from salesdash.access.permissions import PERMISSIONS, ROLES
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.locale import use
from salesdash.models import AuditEntry


@pytest.fixture
def admin(company):
    with db.writing() as session:
        return users.add(session, OPERATOR, "admin", "administrator", name="Root")


def version(session, role):
    return int(duties.roles(session, OPERATOR).set_index("role").loc[role, "version"])


def give(session, user, role, *permissions, scope="all"):
    duties.change_role(session, user, role, version(session, role), scope=scope, permissions=set(permissions))


def test_the_defaults_are_those_of_the_contract(company):
    with db.reading() as session:
        roles = duties.roles(session, OPERATOR).set_index("role")
    for code, role in ROLES.items():
        assert roles.loc[code, "scope"] == role.scope
        assert {permission for permission in PERMISSIONS if roles.loc[code, permission]} == role.permissions


def test_everybody_reads_who_does_what(admin):
    with db.writing() as session:
        reader = users.add(session, OPERATOR, "rep", "sales_representative", name="Rita")
        positions = {one.code: one for one in duties.positions(session, reader)}
        assert list(positions) == list(ROLES)
        assert positions["sales_representative"].holders == ("Rita",)
        assert positions["administrator"].holders == ("Root",)
        assert positions["sales_manager"].limits["Discount on one order"] == 10_000 * 10_000
        assert len(duties.roles(session, reader)) == len(ROLES)
        users.disable(session, OPERATOR, "rep")
        assert {one.code: one.holders for one in duties.positions(session, admin)}["sales_representative"] == ()


def test_others_change_nothing(admin):
    with db.writing() as session:
        for role in ROLES:
            if role == "administrator":
                continue
            other = users.add(session, OPERATOR, role, role)
            with pytest.raises(NotPermitted):
                give(session, other, "executive", "kpis.read")
            with pytest.raises(NotPermitted):
                duties.change_position(session, other, "executive", 1, name="x", duties="", limits={})


def test_a_permission_given_to_a_role_holds_at_once_and_is_audited(admin):
    with db.writing() as session:
        clerk = users.add(session, OPERATOR, "f", "marketing")
        give(session, admin, "marketing", "kpis.read", "audit.read", scope="own_unit")
    with db.reading() as session:
        assert users.by_login(session, clerk.login).permissions == {"kpis.read", "audit.read"}
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (last.login, last.entity, last.key) == ("admin", "role", "marketing")
        assert last.before == {"scope": "all", "permissions": ["calendar.manage", "kpis.read"]}
        assert last.after == {"scope": "own_unit", "permissions": ["audit.read", "kpis.read"]}


@pytest.mark.parametrize(
    ("permissions", "scope", "error"),
    [
        ({"people.manage", "targets.approve"}, "all", Conflict),
        ({"audit.read"}, "own", Conflict),
        ({"fly"}, "all", BadInput),
        ({"people.manage"}, "everywhere", BadInput),
    ],
)
def test_nobody_holds_all_and_somebody_is_left_who_manages(admin, permissions, scope, error):
    with pytest.raises(error), db.writing() as session:
        give(session, admin, "administrator", *permissions, scope=scope)
    with db.reading() as session:
        assert users.by_login(session, "admin").permissions == ROLES["administrator"].permissions


@pytest.mark.parametrize(("more", "scope"), [({"kpis.read"}, "own"), (set(), "all")])
def test_nobody_widens_the_role_that_they_hold(admin, more, scope):
    held = set(ROLES["administrator"].permissions)
    with pytest.raises(NotPermitted) as refused, db.writing() as session:
        give(session, admin, "administrator", *held, *more, scope=scope)
    assert refused.value.code == "own_role"
    with db.writing() as session:
        assert users.by_login(session, "admin").permissions == held
        give(session, admin, "administrator", *held - {"master.manage"}, scope="own")
        assert users.by_login(session, "admin").permissions == held - {"master.manage"}
        give(session, OPERATOR, "administrator", *held, *more, scope=scope)
        assert users.by_login(session, "admin").permissions == held | more


def test_two_people_changing_one_role_the_second_is_told(admin):
    with db.writing() as session:
        seen = version(session, "finance")
        duties.change_role(session, admin, "finance", seen, scope="own", permissions={"kpis.read"})
        with pytest.raises(Conflict):
            duties.change_role(session, admin, "finance", seen, scope="all", permissions={"kpis.read"})
        now = version(session, "finance")
        duties.change_role(session, admin, "finance", now, scope="own", permissions={"kpis.read"})
        assert version(session, "finance") == now


def test_a_position_is_rewritten(admin):
    with db.writing() as session:
        before = next(one for one in duties.positions(session, admin) if one.code == "sales_manager")
        duties.change_position(
            session, admin, "sales_manager", before.version, name="Area manager", duties=before.duties,
            limits={"Discount on one order": 5_000_000, "Travel": 20_000_000},
        )  # fmt: skip
        after = next(one for one in duties.positions(session, admin) if one.code == "sales_manager")
        assert (after.name, after.duties) == ("Area manager", before.duties)
        assert dict(after.limits) == {"Discount on one order": 5_000_000, "Travel": 20_000_000}
        with pytest.raises(Conflict):
            duties.change_position(session, admin, "sales_manager", before.version, name="x", duties="", limits={})
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert last.before["name"] == "Sales manager" and last.after["name"] == "Area manager"
        assert "duties" not in last.after


@pytest.mark.parametrize(
    ("name", "limits"),
    [(" ", {}), ("x" * 201, {}), ("x", {" ": 1}), ("x", {"Travel": -1}), ("x", {"Travel": 10**16})],
)
def test_what_does_not_fit_a_position_is_refused(admin, name, limits):
    with pytest.raises(BadInput), db.writing() as session:
        duties.change_position(session, admin, "finance", 1, name=name, duties="", limits=limits)
    with pytest.raises(BadInput), db.writing() as session:
        duties.change_position(session, admin, "king", 1, name="King", duties="", limits={})


def test_saving_a_position_in_another_language_without_changing_it_keeps_the_source_text(admin, monkeypatch):
    monkeypatch.setattr(duties, "gettext", lambda text: f"«{text}»")
    use("zh_Hant")
    with db.writing() as session:
        one = next(one for one in duties.positions(session, admin) if one.code == "sales_manager")
        assert one.name == "«Sales manager»"
        duties.change_position(
            session, admin, one.code, one.version, name=one.name, duties=one.duties, limits=one.limits
        )
    monkeypatch.undo()
    use("en")
    with db.reading() as session:
        one = next(one for one in duties.positions(session, admin) if one.code == "sales_manager")
        assert one.name == "Sales manager"
        assert set(one.limits) == {"Discount on one order", "Credit to one customer", "Change of targets"}
