"""Lines that the uploader may not bring or replace: those outside their own row scope."""

from bisect import bisect_right
from collections import defaultdict

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access.identity import Scope
from salesdash.imports.credits import Credits
from salesdash.imports.keys import NONE
from salesdash.models import PersonPlace, Product
from salesdash.snapshot.placing import FILLED, FILLED_BY, merged, placements


class ScopeCheck:
    """Tells which lines are outside a scope: none of the people whom the line credits is in it (by themselves or by
    the team that they held on the line's date), or the line's region is not, where the scope is narrowed to regions.
    Merges and placements are followed, as they are in figures. Whom the database does not know yet is in nobody's
    scope but "all"."""

    def __init__(self, session: Session, scope: Scope) -> None:
        self.scope = scope
        #: whether any line can be outside
        self.limited = not scope.everything or scope.regions is not None
        if not self.limited:
            return
        self._away = merged(session)
        self._placed = placements(session, self._away)
        teams = self._away["team"]
        self._teams: dict[int, list[tuple[np.datetime64, int | None]]] = defaultdict(list)
        places = select(PersonPlace.person_id, PersonPlace.valid_from, PersonPlace.team_id)
        for person, since, team in session.execute(places.order_by(PersonPlace.valid_from)):
            self._teams[person].append((np.datetime64(since, "D"), teams.get(team, team) if team else None))

    def outside(self, session: Session, credits: Credits, lines: dict[str, np.ndarray]) -> np.ndarray:
        """For each line whether it is outside. ``lines``: columns of ``order_lines``; ids may be provisional."""
        days, credit = lines["ordered_on"], lines["credit_id"]
        outside = np.zeros(len(days), dtype=bool)
        if not self.limited:
            return outside
        groups = {int(group): self._people(credits, int(group)) for group in np.unique(credit)}
        rep, region = self._filled(session, groups, lines)
        if not self.scope.everything:
            for group, people in groups.items():
                rows = np.flatnonzero(credit == group)
                if people:
                    outside[rows] = ~self._any_inside(people, days[rows])
                    continue
                for person in np.unique(rep[rows]).tolist():
                    its = rows[rep[rows] == person]
                    outside[its] = ~self._any_inside([person], days[its])
        if self.scope.regions is not None:
            outside |= ~np.isin(region, list(self.scope.regions))
        return outside

    def _people(self, credits: Credits, group: int) -> list[int]:
        away = self._away["person"]
        return [] if group == NONE else [away.get(person, person) for person in credits.people_of(group)]

    def _filled(
        self, session: Session, groups: dict[int, list[int]], lines: dict[str, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The person (the first of several) and the region of each line, placements followed."""
        found = {"rep": _mapped(lines["credit_id"], {group: people[0] for group, people in groups.items() if people})}
        for name in ("customer", "country", "region", "channel"):
            found[name] = _standing(lines[f"{name}_id"], self._away[name])
        if any(by == "product_line" for _dimension, by in self._placed):
            found["product_line"] = self._product_lines(session, lines)
        for dimension in FILLED:
            for by in FILLED_BY:
                if members := self._placed.get((dimension, by)):
                    missing = found[dimension] == NONE
                    found[dimension] = np.where(missing, _mapped(found[by], members), found[dimension])
        return found["rep"], found["region"]

    def _product_lines(self, session: Session, lines: dict[str, np.ndarray]) -> np.ndarray:
        """The product's line where somebody placed it, else the file's, else the product's."""
        products = session.execute(select(Product.id, Product.product_line_id, Product.placed)).all()
        own = {product: line for product, line, _placed in products if line is not None}
        placed = {product: line for product, line, placed in products if placed and line is not None}
        away = self._away["product_line"]
        product = _standing(lines["product_id"], self._away["product"])
        ways = (_mapped(product, placed), lines["product_line_id"], _mapped(product, own))
        result = np.full(len(product), NONE)
        for way in ways:
            result = np.where(result == NONE, _standing(way, away), result)
        return result

    def _any_inside(self, people: list[int], days: np.ndarray) -> np.ndarray:
        inside = np.zeros(len(days), dtype=bool)
        for person in people:
            if person in self.scope.people:
                return np.ones(len(days), dtype=bool)
            if self.scope.teams and person in self._teams:
                inside |= np.array([self._team(person, day) in self.scope.teams for day in days], dtype=bool)
        return inside

    def _team(self, person: int, day: np.datetime64) -> int | None:
        held = self._teams[person]
        at = bisect_right([since for since, _ in held], day)
        return held[at - 1][1] if at else None


def _mapped(ids: np.ndarray, mapping: dict[int, int]) -> np.ndarray:
    """What ``mapping`` has for each id, NONE where it has nothing."""
    distinct, place = np.unique(ids, return_inverse=True)
    return np.array([mapping.get(int(i), NONE) for i in distinct], dtype=np.int64)[place]


def _standing(ids: np.ndarray, away: dict[int, int]) -> np.ndarray:
    """The members that stand for these after merges."""
    moved = _mapped(ids, away)
    return np.where(moved == NONE, ids, moved)
