"""Whose targets a person may see and change."""

from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access import scope
from salesdash.access.identity import Scope, User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.errors import NotPermitted
from salesdash.kpis.filters import merged
from salesdash.locale import N_
from salesdash.models import Person, Team


class Reach:
    """The cells that a person may see: ``people`` whose targets they are and ``regions`` that they lie in (ids;
    None: all)."""

    def __init__(self, people: frozenset[int] | None, regions: frozenset[int] | None) -> None:
        self.people = people
        self.regions = regions

    @property
    def everything(self) -> bool:
        """Whether it is narrowed by nothing."""
        return self.people is None and self.regions is None

    @property
    def key(self) -> tuple:
        """For caches."""
        return (self.people, self.regions)

    def inside(self, coordinates: np.ndarray) -> np.ndarray:
        """For each row of coordinates whether it may be seen."""
        seen = np.ones(len(coordinates), bool)
        if self.people is not None:
            seen &= np.isin(coordinates[:, Coordinates._fields.index("rep")], list(self.people))
        if self.regions is not None:
            seen &= np.isin(coordinates[:, Coordinates._fields.index("region")], list(self.regions))
        return seen

    def require(self, cell: Coordinates) -> None:
        """Raises NotPermitted unless the whole cell is within reach: with a narrow scope it names one of the own
        people (and, where the scope is narrowed to regions, one of these)."""
        if self.everything or self.inside(np.array([cell], np.int64))[0]:
            return
        raise NotPermitted(
            "outside_scope", N_("You may change targets only of people and regions in your scope: name one of them.")
        )


def reach(session: Session, user: User, on: date | None = None) -> Reach:
    """What the user may see and, with targets.set, change, by the places of the day ``on`` (today)."""
    day = on or company.today(company.settings(session))
    seen = scope.of(session, user, day)
    return Reach(None if seen.everything else people_of(session, seen, day), seen.regions)


def people_of(session: Session, seen: Scope, on: date) -> frozenset[int]:
    """The people of a scope: those it names, and those whose place on the day is in one of its teams."""
    people = set(seen.people)
    if seen.teams:
        people |= {person for person, team in teams_of(session, on).items() if team in seen.teams}
    return frozenset(people)


def teams_of(session: Session, on: date) -> dict[int, int]:
    """Person (as merged) → team (as merged) held on the day."""
    people, teams = merged(session, Person), merged(session, Team)
    return {
        people.get(place.person_id, place.person_id): teams.get(place.team_id, place.team_id)
        for place in scope.places(session, on)
        if place.team_id is not None and place.person_id not in people
    }


def named_people(session: Session, people: frozenset[int]) -> dict[int, str]:
    """Id → code of people."""
    rows = session.execute(select(Person.id, Person.code).where(Person.id.in_(people))).tuples()
    return dict(rows.all())
