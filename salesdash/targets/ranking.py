"""Where somebody stands among the people of their team: only where the company allows it, and without names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access import scope
from salesdash.access.identity import OPERATOR, User
from salesdash.models import Person
from salesdash.targets.attainment import attainment
from salesdash.targets.plan import Plan


@dataclass(frozen=True)
class Rank:
    """The place among ``of`` people of the team who have a target, 1 being the highest attainment; equals share one."""

    place: int
    of: int


def rank(
    session: Session, user: User, plan: Plan, *, as_of: date, where: Mapping[str, Sequence[str]] | None = None
) -> Rank | None:
    """The reader's own place by attainment in a period of the plan, among those who are in the same team today.

    None unless the company's setting ``peer_ranking`` is on, the reader is a person with a target, and at least two
    others have one: with one other the place would tell that person's figure. Takes kpis.read.
    """
    user.require("kpis.read")
    settings = company.settings(session)
    if not settings.peer_ranking or user.person_id is None:
        return None
    today = company.today(settings)
    teams = {place.person_id: place.team_id for place in scope.places(session, today)}
    own = teams.get(user.person_id)
    peers = {person for person, team in teams.items() if team == own and own is not None}
    codes = dict(session.execute(select(Person.id, Person.code).where(Person.id.in_(peers))).tuples().all())
    if user.person_id not in codes:
        return None
    # a place is all that leaves this function: the figures of others do not
    found = attainment(
        session, OPERATOR, year=plan.year, measure=plan.measure, level=plan.level, by=("rep",), as_of=as_of,
        where=where,
    ).rows  # fmt: skip
    found = found[found["rep"].isin(list(codes.values())) & found["attainment"].notna()]
    reached = dict(zip(found["rep"], found["attainment"], strict=True))
    mine = reached.get(codes[user.person_id])
    if mine is None or len(reached) < 3:
        return None
    return Rank(1 + sum(one > mine for one in reached.values()), len(reached))
