"""Where people stood on the last day of a period, and by which scorecard they are scored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access import scope
from salesdash.appraisal.scorecards import SUBJECTS, USUAL
from salesdash.masterdata import trees
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import Account, Person, Team


@dataclass(frozen=True)
class Staff:
    """``team``: person → the unit that they held on the day. ``role``: person → role of their account, or
    "sales_manager" where somebody reported to them. ``above``: unit → unit above it. Merges are followed."""

    team: dict[int, int]
    role: dict[int, str]
    above: dict[int, int]

    def role_of(self, person: int) -> str:
        """The subject of the scorecard that holds for the person."""
        return self.role.get(person, USUAL)

    def units_of(self, person: int) -> list[int]:
        """The person's unit and all units above it."""
        units: list[int] = []
        unit = self.team.get(person)
        while unit is not None and unit not in units:
            units.append(unit)
            unit = self.above.get(unit)
        return units


def on(session: Session, day: date) -> Staff:
    """The staff as it stood on ``day``; roles are today's, since accounts keep none of the past."""
    merged = finals(session)
    stands = dict(session.execute(select(Team.id, Team.merged_into_id)).tuples().all())
    team: dict[int, int] = {}
    leads: set[int] = set()
    for place in scope.places(session, day):
        if place.person_id in merged:
            continue
        if place.team_id is not None:
            team[place.person_id] = stands.get(place.team_id) or place.team_id
        if place.manager_id is not None:
            leads.add(merged.get(place.manager_id, place.manager_id))
    role = dict.fromkeys(leads, "sales_manager")
    held = select(Account.person_id, Account.role).where(Account.person_id.is_not(None), Account.disabled_at.is_(None))
    for person, code in session.execute(held.order_by(Account.id.desc())).tuples():
        if code in SUBJECTS and person is not None:
            role[merged.get(person, person)] = code
    return Staff(team, role, trees.parents(session, DIMENSIONS["team"]))


def finals(session: Session) -> dict[int, int]:
    """Person who was merged → the one that stands for them."""
    rows = select(Person.id, Person.merged_into_id).where(Person.merged_into_id.is_not(None))
    return {person: into for person, into in session.execute(rows).tuples() if into is not None}


def codes(session: Session) -> dict[str, int]:
    """Code of a person → id of the one that stands for them."""
    rows = session.execute(select(Person.code, Person.id, Person.merged_into_id)).tuples()
    return {code: into or person for code, person, into in rows}


def of_teams(session: Session, units: Collection[int], day: date) -> frozenset[int]:
    """The people who held one of the units on ``day``."""
    return frozenset(person for person, unit in on(session, day).team.items() if unit in units)
