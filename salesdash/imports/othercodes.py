"""Other codes of people, as a file of representatives says them: they are added to those that a person has."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.models import PersonCode


class OtherCodes:
    """The codes that the people of one file get."""

    def __init__(self) -> None:
        self._known: set[tuple[int, str]] = set()
        self._new: list[tuple[int, str]] = []

    def load(self, session: Session) -> None:
        """The codes that there are already."""
        self._known = set(session.execute(select(PersonCode.person_id, PersonCode.code)).tuples())

    def give(self, person: int, code: str | None) -> bool:
        """Notes that a code names a person; True if that is new."""
        if code is None or (person, code) in self._known:
            return False
        self._known.add((person, code))
        self._new.append((person, code))
        return True

    def write(self, session: Session, batch_id: int) -> None:
        """Writes them in the caller's transaction."""
        session.add_all(PersonCode(person_id=person, code=code, batch_id=batch_id) for person, code in self._new)
