"""Of whom and of which period an appraisal is, from what people call them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from salesdash.appraisal import staff
from salesdash.appraisal.periods import Period, of_label
from salesdash.company import calendar
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.models import Person


@dataclass(frozen=True)
class Subject:
    """A person in a period. ``people``: their id first, then those who were merged into them."""

    period: Period
    label: str
    person: int
    rep: str
    people: tuple[int, ...]

    @property
    def key(self) -> str:
        """How the audit trail names it: 2026-03 R1."""
        return f"{self.label} {self.rep}"


def subject(session: Session, label: str, rep: str) -> Subject:
    """The person with the code (or who stands for them) in the period. Raises BadInput where there is none."""
    fiscal = calendar(session)
    period = of_label(fiscal, label)
    person = person_id(session, rep)
    merged = sorted(one for one, into in staff.finals(session).items() if into == person)
    return Subject(period, period.label(fiscal), person, session.get_one(Person, person).code, (person, *merged))


def person_id(session: Session, rep: str) -> int:
    """The id of the person with the code, or of the one that stands for them. Raises BadInput if there is none."""
    found = staff.codes(session).get(rep.strip())
    if found is None:
        raise BadInput("unknown_code", N_("There is no {member} in the master data."), member=rep)
    return found
