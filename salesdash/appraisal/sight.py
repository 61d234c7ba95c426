"""Who sees whose appraisal, and who may write in it. Asked by every service here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access import scope
from salesdash.access.identity import User
from salesdash.appraisal import staff
from salesdash.errors import NotPermitted
from salesdash.locale import N_


@dataclass(frozen=True)
class Sight:
    """Whose figures the reader sees, whose notes and actions, and whom they appraise. ``own`` is the person that the
    reader is; ``in_scope`` are those in the row scope, None for everybody."""

    own: int | None
    manages: bool
    closes: bool
    in_scope: frozenset[int] | None = field(default_factory=frozenset)
    #: person who was merged → who stands for them
    finals: Mapping[int, int] = field(default_factory=dict, repr=False)

    def figures(self, person: int) -> bool:
        """Whether the reader sees the person's figures."""
        return self.is_own(person) or ((self.manages or self.closes) and self._within(person))

    def words(self, person: int) -> bool:
        """Whether the reader sees what was written and agreed: not who only closes periods."""
        return self.is_own(person) or (self.manages and self._within(person))

    def appraises(self, person: int) -> bool:
        """Whether the reader writes notes, agrees actions and sets scores: never their own."""
        return not self.is_own(person) and self.manages and self._within(person)

    def is_own(self, person: int) -> bool:
        """Whether the person is the reader."""
        return self.own is not None and self.finals.get(person, person) == self.own

    def _within(self, person: int) -> bool:
        return self.in_scope is None or self.finals.get(person, person) in self.in_scope

    def units(self, units_of: Mapping[int, Sequence[int]]) -> set[int]:
        """Of the units (person → theirs) those of which the reader sees everybody's figures: none for who sees only
        their own."""
        if not (self.manages or self.closes):
            return set()
        every = {unit for units in units_of.values() for unit in units}
        return every - {unit for person, units in units_of.items() if not self.figures(person) for unit in units}

    def require_words(self, person: int) -> None:
        """Raises NotPermitted unless the reader sees what was written about the person."""
        if not self.words(person):
            raise NotPermitted("not_in_scope", N_("This appraisal is not open to you."))

    def require_appraises(self, person: int) -> None:
        """Raises NotPermitted unless the reader appraises the person."""
        if self.is_own(person):
            raise NotPermitted("own_appraisal", N_("Nobody appraises themselves: whoever leads you does."))
        if not self.appraises(person):
            raise NotPermitted("not_in_scope", N_("This appraisal is not open to you."))


def of(session: Session, user: User) -> Sight:
    """What ``user`` sees: their own; with appraisals.manage those in their row scope (today's reporting line and unit);
    with periods.close the figures of those in it, and no words. Takes one of these or kpis.read.

    A scope narrowed to regions names the same people: a person is appraised as a whole, by everybody alike.
    """
    user.require("kpis.read", "appraisals.manage", "periods.close")
    today = company.today(company.settings(session))
    finals = staff.finals(session)
    own = None if user.person_id is None else finals.get(user.person_id, user.person_id)
    manages, closes = user.may("appraisals.manage"), user.may("periods.close")
    if not (manages or closes):
        return Sight(own, manages=False, closes=False, finals=finals)
    seen = scope.of(session, user, today)
    people = None if seen.everything else seen.people
    if people is not None and seen.teams:
        people |= staff.of_teams(session, seen.teams, today)
    return Sight(own, manages, closes, people, finals)
