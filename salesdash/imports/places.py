"""Where people stand, as a file of representatives says: team, manager, region, each from a date on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.imports.changing import change
from salesdash.models import PersonPlace

#: the first place of a person holds from here on
BEGINNING = date(1900, 1, 1)

#: field of a file → column of a place
COLUMNS = {"team": "team_id", "manager": "manager_id", "region": "region_id"}


class Places:
    """First places hold from the beginning; a changed one holds from ``today``, so that history stays."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._current: dict[int, PersonPlace] = {}
        #: person → manager, as it will be
        self.managers: dict[int, int] = {}
        self._changes: dict[int, dict[str, Any]] = {}
        self._new: list[dict[str, Any]] = []

    @property
    def count(self) -> int:
        """How many people get a place or another one."""
        return len(self._changes) + len(self._new)

    def load(self, session: Session) -> None:
        """Where everybody stands today."""
        held = select(PersonPlace).where(PersonPlace.valid_from <= self._today).order_by(PersonPlace.valid_from)
        self._current = {place.person_id: place for place in session.scalars(held)}
        session.expunge_all()
        self.managers = {p: place.manager_id for p, place in self._current.items() if place.manager_id is not None}

    def move(self, person: int, given: Mapping[str, int]) -> bool:
        """Notes where a person stands; True if that is not where they stood. Nobody is their own manager."""
        wanted = {COLUMNS[name]: member for name, member in given.items() if (name, member) != ("manager", person)}
        current = self._current.get(person)
        if current is not None:
            wanted = {name: member for name, member in wanted.items() if getattr(current, name) != member}
        if not wanted:
            return False
        if "manager_id" in wanted:
            self.managers[person] = wanted["manager_id"]
        if current is not None and current.valid_from == self._today:
            self._changes[current.id] = wanted
            return True
        kept = {name: getattr(current, name, None) for name in COLUMNS.values()}
        since = BEGINNING if current is None else self._today
        self._new.append({"person_id": person, "valid_from": since} | kept | wanted)
        return True

    def write(self, session: Session, batch_id: int) -> list[dict[str, Any]]:
        """Writes the places in the caller's transaction; returns what undoing has to put back."""
        session.add_all(PersonPlace(batch_id=batch_id, **values) for values in self._new)
        session.flush()
        return change(session, PersonPlace.__tablename__, self._changes)
