"""What accounts point at (roles, scopes, people, teams, regions), from codes and back to codes."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access.identity import User
from salesdash.access.permissions import ROLES, SCOPES
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.models import Account, AccountRegion, Person, Region, Role, Team


def role(session: Session, name: str) -> str:
    """The code of a role. Raises BadInput if there is none."""
    code = name.strip().lower().replace("-", "_")
    if session.get(Role, code) is None:
        raise BadInput(
            "unknown_role", N_("There is no role {role}. There are: {roles}."), role=name, roles=", ".join(ROLES)
        )
    return code


def scope(name: str | None) -> str | None:
    """The code of a scope; None stands for the one of the role. Raises BadInput if there is none."""
    if name is not None and name not in SCOPES:
        raise BadInput(
            "unknown_scope",
            N_("There is no scope {scope}. There are: {scopes}."),
            scope=name,
            scopes=", ".join(SCOPES),
        )
    return name


def person(session: Session, code: str | None) -> int | None:
    """The person with this code; made, nameless, if nobody has it so far, for files to fill. None without a code."""
    code = (code or "").strip()
    if not code:
        return None
    found = session.scalar(select(Person).where(Person.code == code))
    if found is None:
        found = Person(code=code, name=code)
        session.add(found)
        session.flush()
        db.touch(session, "master")
    return found.merged_into_id or found.id


def member(session: Session, model: Any, code: str | None) -> int | None:
    """The member of master data (Team, Region) with this code. Raises BadInput if there is none."""
    code = (code or "").strip()
    if not code:
        return None
    found = session.scalar(select(model).where(model.code == code))
    if found is None:
        raise BadInput("unknown_code", N_("There is no {member} in the master data."), member=code)
    return found.merged_into_id or found.id


def facts(session: Session, one: Account) -> dict[str, Any]:
    """An account in words, as the audit trail and the list of people show it."""
    regions = session.scalars(
        select(Region.code).join(AccountRegion, AccountRegion.region_id == Region.id)
        .where(AccountRegion.account_id == one.id).order_by(Region.code)
    )  # fmt: skip
    who = session.get(Person, one.person_id) if one.person_id else None
    team = session.get(Team, one.team_id) if one.team_id else None
    return {
        "name": one.name, "role": one.role, "scope": one.scope, "rep": who.code if who else None,
        "team": team.code if team else None, "regions": list(regions), "language": one.language,
        "disabled": one.disabled_at is not None,
    }  # fmt: skip


def choices(session: Session, user: User) -> dict[str, dict[str, str]]:
    """What accounts can be given: "teams", "regions" and "people", each code → name. Takes people.manage."""
    user.require("people.manage")
    models: dict[str, Any] = {"teams": Team, "regions": Region, "people": Person}
    return {kind: _choice(session, model) for kind, model in models.items()}


def _choice(session: Session, model: Any) -> dict[str, str]:
    wanted = select(model.code, model.name).where(model.merged_into_id.is_(None)).order_by(model.name, model.code)
    return {row.code: row.name for row in session.execute(wanted)}
