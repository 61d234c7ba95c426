"""Rows that the uploader may not bring: those outside their own row scope."""

from bisect import bisect_right
from collections import defaultdict

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access.identity import Scope
from salesdash.imports.credits import Credits
from salesdash.imports.keys import NONE
from salesdash.models import Person, PersonPlace, Region, Team


class ScopeCheck:
    """Tells which rows are outside a scope: none of the people whom the row credits is in it (by themselves or by
    the team that they held on the row's date), or the row's region is not, where the scope is narrowed to regions.
    Whom the database does not know yet is in nobody's scope but "all"."""

    def __init__(self, session: Session, scope: Scope) -> None:
        self.scope = scope
        if scope.everything and scope.regions is None:
            return
        self._merged = _merges(session, Person)
        teams = _merges(session, Team)
        regions = _merges(session, Region)
        self._regions = {old for old, new in regions.items() if new in (scope.regions or ())} | set(scope.regions or ())
        self._teams: dict[int, list[tuple[np.datetime64, int | None]]] = defaultdict(list)
        places = select(PersonPlace.person_id, PersonPlace.valid_from, PersonPlace.team_id)
        for person, since, team in session.execute(places.order_by(PersonPlace.valid_from)):
            self._teams[person].append((np.datetime64(since, "D"), teams.get(team, team) if team else None))

    def outside(self, credits: Credits, credit: np.ndarray, region: np.ndarray, days: np.ndarray) -> np.ndarray:
        """For each row whether it is outside. ``credit`` and ``region`` may hold provisional ids."""
        outside = np.zeros(len(days), dtype=bool)
        if not self.scope.everything:
            for group in np.unique(credit):
                rows = np.flatnonzero(credit == group)
                people = [] if group == NONE else credits.people_of(int(group))
                outside[rows] = ~self._any_inside(people, days[rows])
        if self.scope.regions is not None:
            outside |= ~np.isin(region, list(self._regions))
        return outside

    def _any_inside(self, people: list[int], days: np.ndarray) -> np.ndarray:
        inside = np.zeros(len(days), dtype=bool)
        for person in (self._merged.get(person, person) for person in people):
            if person in self.scope.people:
                return np.ones(len(days), dtype=bool)
            if self.scope.teams and person in self._teams:
                inside |= np.array([self._team(person, day) in self.scope.teams for day in days], dtype=bool)
        return inside

    def _team(self, person: int, day: np.datetime64) -> int | None:
        held = self._teams[person]
        at = bisect_right([since for since, _ in held], day)
        return held[at - 1][1] if at else None


def _merges(session: Session, model: type[Person | Region | Team]) -> dict[int, int]:
    rows = session.execute(select(model.id, model.merged_into_id).where(model.merged_into_id.is_not(None)))
    return {old: new for old, new in rows if new is not None}
