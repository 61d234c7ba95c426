"""Where people stand: their team, manager and region, each from a date on, so that history stays with who held it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.masterdata.effects import mark_members
from salesdash.models import Person, PersonPlace, Region, Team

#: from when the first place of a person holds
ALWAYS = date(1900, 1, 1)
#: what a place says → (column, dimension of the member it names)
PLACE = {"team": ("team_id", "team"), "manager": ("manager_id", "rep"), "region": ("region_id", "region")}
COLUMNS = ["valid_from", "team", "team_name", "manager", "manager_name", "region", "region_name"]


def places(session: Session, user: User, code: str) -> pd.DataFrame:
    """Where a person stood, oldest first: COLUMNS, ``valid_from`` being 1900-01-01 for "always"."""
    of = dimensions.dimension(user, "rep")
    person = dimensions.member(session, of, code)
    boss = aliased(Person)
    rows = session.execute(
        select(PersonPlace.valid_from, Team.code, Team.name, boss.code, boss.name, Region.code, Region.name)
        .outerjoin(Team, Team.id == PersonPlace.team_id)
        .outerjoin(boss, boss.id == PersonPlace.manager_id)
        .outerjoin(Region, Region.id == PersonPlace.region_id)
        .where(PersonPlace.person_id == person.id)
        .order_by(PersonPlace.valid_from)
    ).tuples()
    return pd.DataFrame([list(row) for row in rows], columns=COLUMNS)


def assign(
    session: Session,
    user: User,
    codes: Sequence[str],
    since: date | None = None,
    *,
    versions: dict[str, int] | None = None,
    **place: str | None,
) -> None:
    """Puts people into a team, under a manager, into a region, from ``since`` on (None: always, where nothing else
    was said before). ``place``: team, manager, region by their codes (None takes it away); what is not named stays
    as it was on that day. Later places stay.

    ``versions``: person → version that was seen; another one in force raises Conflict. Raises BadInput for unknown
    codes, for a date out of 1900 to 2199, for someone who would report to themself, directly or through others.
    """
    of = dimensions.dimension(user, "rep")
    if unknown := set(place) - set(PLACE):
        raise BadInput("unknown_field", N_("{field} cannot be set here."), field=", ".join(sorted(unknown)))
    day = since or ALWAYS
    if not ALWAYS <= day <= date(2199, 12, 31):
        raise BadInput("date_out_of_range", N_("{day} is out of range."), day=day)
    wanted = {
        PLACE[name][0]: dimensions.final(session, DIMENSIONS[PLACE[name][1]], code) for name, code in place.items()
    }
    # everybody is locked: who reports to whom is one tree
    session.execute(select(Person.id).order_by(Person.id).with_for_update())
    for person in dimensions.members(session, of, codes, lock=True):
        _renew_version(session, person, (versions or {}).get(person.code, person.version))
        before, after = _place(session, person.id, day, wanted)
        if before != after:
            audit.record(session, user, "place", "rep", person.code, before, after | {"since": day.isoformat()})
            mark_members(session, of, [person.id], since=day)
    if "manager_id" in wanted:
        _refuse_circles(session, day)
    db.touch(session, "master", "access")


def forget(session: Session, user: User, code: str, since: date, *, version: int | None = None) -> None:
    """Takes back the place that began on ``since``; the one before holds on. Raises BadInput if there is none."""
    of = dimensions.dimension(user, "rep")
    session.execute(select(Person.id).order_by(Person.id).with_for_update())
    person = dimensions.member(session, of, code, lock=True)
    _renew_version(session, person, person.version if version is None else version)
    place = session.scalar(
        select(PersonPlace).where(PersonPlace.person_id == person.id, PersonPlace.valid_from == since)
    )
    if place is None:
        raise BadInput("unknown_place", N_("Nothing begins on {day} for {member}."), day=since, member=code)
    before = _words(session, {column: getattr(place, column) for column, _ in PLACE.values()})
    session.delete(place)
    session.flush()
    _refuse_circles(session, since)
    audit.record(session, user, "remove place", "rep", code, before | {"since": since.isoformat()}, None)
    mark_members(session, of, [person.id], since=since)
    db.touch(session, "master", "access")


def _renew_version(session: Session, person: Person, seen: int) -> None:
    """Places belong to the person: changing them gives the person a new version."""
    renewed = session.execute(
        update(Person).where(Person.id == person.id, Person.version == seen).values(version=Person.version + 1)
    )
    if renewed.rowcount != 1:  # type: ignore[attr-defined]
        raise dimensions.changed_meanwhile(person.code)
    session.refresh(person)


def _place(
    session: Session, person_id: int, day: date, wanted: dict[str, int | None]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Makes or changes the place that begins on ``day``; returns what held on that day before and after, in codes."""
    held = session.scalars(
        select(PersonPlace)
        .where(PersonPlace.person_id == person_id, PersonPlace.valid_from <= day)
        .order_by(PersonPlace.valid_from.desc())
        .limit(1)
    ).first()
    columns = [column for column, _ in PLACE.values()]
    before = {column: getattr(held, column) if held else None for column in columns}
    after = before | wanted
    if held is None or (held.valid_from != day and after != before):
        held = PersonPlace(person_id=person_id, valid_from=day)
        session.add(held)
    for column, value in after.items():
        if getattr(held, column) != value:
            setattr(held, column, value)
            held.batch_id = None  # what a person decided is no longer what a file brought
    session.flush()
    return _words(session, before), _words(session, after)


def _words(session: Session, place: dict[str, int | None]) -> dict[str, Any]:
    return {
        name: dimensions.codes(session, DIMENSIONS[other].model, [place[column]]).get(place[column] or 0)
        for name, (column, other) in PLACE.items()
    }


def _refuse_circles(session: Session, since: date) -> None:
    """Raises BadInput if from ``since`` on anybody reports to themself, directly or through others."""
    merged = dict(
        session.execute(
            select(Person.id, Person.merged_into_id).where(Person.merged_into_id.is_not(None))
        ).tuples().all()
    )  # fmt: skip
    rows = session.execute(
        select(PersonPlace.valid_from, PersonPlace.person_id, PersonPlace.manager_id).order_by(PersonPlace.valid_from)
    ).all()
    bosses: dict[int, int | None] = {}
    for at, row in enumerate(rows):
        boss = merged.get(row.manager_id, row.manager_id) if row.manager_id else None
        bosses[merged.get(row.person_id, row.person_id) or row.person_id] = boss
        last_of_day = at + 1 == len(rows) or rows[at + 1].valid_from != row.valid_from
        holds_later = at + 1 == len(rows) or rows[at + 1].valid_from > since
        if last_of_day and holds_later and _circle(bosses):
            raise BadInput("below_itself", N_("Nobody can report to themself, directly or through others."))


def _circle(bosses: dict[int, int | None]) -> bool:
    sound: set[int] = set()
    for start in bosses:
        seen: set[int] = set()
        one: int | None = start
        while one is not None and one not in sound:
            if one in seen:
                return True
            seen.add(one)
            one = bosses.get(one)
        sound |= seen
    return False
