"""Row scope: which sales a person may see. The one place where it is decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash.access.identity import EVERYTHING, Scope, User
from salesdash.models import Account, AccountRegion, Person, PersonPlace, Region, Role, Team


def of(session: Session, user: User, on: date) -> Scope:
    """The rows that ``user`` may see, by the unit and the reporting line of the day ``on`` (today's, as a rule).

    The scope is the one set for the person, else the role's: own sales; own and those of everybody who reports to
    them, directly or through others; the own unit; the own unit and all below it; all. Whoever is placed nowhere
    sees nothing, but for "all". Regions given to the person narrow each of the five, everything below them included.
    An unknown or disabled account sees nothing.
    """
    if user.operator:
        return EVERYTHING
    found = session.execute(
        select(Account, Role.scope).join(Role, Role.code == Account.role).where(Account.id == user.id)
    ).one_or_none()
    if found is None or found[0].disabled_at is not None:
        return Scope()
    account, role_scope = found
    seen = _seen(session, account, account.scope or role_scope, on)
    return replace(seen, regions=_regions(session, account.id))


def _seen(session: Session, account: Account, scope: str, on: date) -> Scope:
    match scope:
        case "all":
            return EVERYTHING
        case "own":
            return Scope(people=_self(session, account))
        case "own_and_reports":
            return Scope(people=_with_reports(session, _self(session, account), on))
        case "own_unit":
            return Scope(teams=_unit(session, account, on))
        case "own_unit_and_below":
            return Scope(teams=_below(_unit(session, account, on), _parents(session, Team)))
    return Scope()


def _self(session: Session, account: Account) -> frozenset[int]:
    """The person behind the account, or the one that stands for them after a merge."""
    if account.person_id is None:
        return frozenset()
    merged = session.scalar(select(Person.merged_into_id).where(Person.id == account.person_id))
    return frozenset({merged or account.person_id})


def places(session: Session, on: date, people: Iterable[int] | None = None) -> list[PersonPlace]:
    """Where people stood on a day: of each person the latest place that began by then."""
    latest = select(PersonPlace.person_id, func.max(PersonPlace.valid_from).label("since")).where(
        PersonPlace.valid_from <= on
    )
    if people is not None:
        latest = latest.where(PersonPlace.person_id.in_(list(people)))
    newest = latest.group_by(PersonPlace.person_id).subquery()
    return list(
        session.scalars(
            select(PersonPlace).join(
                newest,
                (newest.c.person_id == PersonPlace.person_id) & (newest.c.since == PersonPlace.valid_from),
            )
        )
    )


def _with_reports(session: Session, boss: frozenset[int], on: date) -> frozenset[int]:
    if not boss:
        return boss
    merged = _merges(session, Person)
    managers = {
        place.person_id: merged.get(place.manager_id, place.manager_id)
        for place in places(session, on)
        if place.manager_id is not None and place.person_id not in merged
    }
    return _below(boss, managers)


def _unit(session: Session, account: Account, on: date) -> frozenset[int]:
    """The unit named for the account, else the one that its person holds on the day."""
    team = account.team_id
    if team is None:
        team = next((place.team_id for place in places(session, on, _self(session, account))), None)
    if team is None:
        return frozenset()
    merged = session.scalar(select(Team.merged_into_id).where(Team.id == team))
    return frozenset({merged or team})


def _regions(session: Session, account_id: int) -> frozenset[int] | None:
    given = set(session.scalars(select(AccountRegion.region_id).where(AccountRegion.account_id == account_id)))
    if not given:
        return None
    merged = _merges(session, Region)
    return _below(frozenset(merged.get(region, region) for region in given), _parents(session, Region))


def _merges(session: Session, model: type[Person | Region | Team]) -> dict[int, int]:
    rows = session.execute(select(model.id, model.merged_into_id).where(model.merged_into_id.is_not(None)))
    return {member: into for member, into in rows if into is not None}


def _parents(session: Session, model: type[Region | Team]) -> dict[int, int]:
    merged = _merges(session, model)
    rows = session.execute(select(model.id, model.parent_id).where(model.parent_id.is_not(None)))
    return {
        member: merged.get(parent, parent) for member, parent in rows if parent is not None and member not in merged
    }


def _below(tops: frozenset[int], parents: Mapping[int, int]) -> frozenset[int]:
    """``tops`` and everything under them; a circle in the tree ends where it closes."""
    children = defaultdict(list)
    for member, parent in parents.items():
        children[parent].append(member)
    found: set[int] = set(tops)
    waiting = list(tops)
    while waiting:
        for child in children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
