"""The codes by which people and files name members: their own, other codes of people, logins, and names."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.access.users import normal
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import Account, Person, PersonCode

#: how long a code may be
LONGEST = 200

_Way = dict[str, set[int]]


@dataclass(frozen=True)
class Found:
    """What texts of one column name: text → code of the member, merges followed; and texts that name several."""

    codes: dict[str, str] = field(default_factory=dict)
    several: frozenset[str] = frozenset()


def members_by_any_code(session: Session, dimension: str, written: Collection[str]) -> Found:
    """The members of a dimension that the texts of one column name. Needs no permission.

    People are named by their codes, other codes, logins or names, other members by codes or names. What most of the
    column reads as goes first, so that numbers which are somebody's code in one system and somebody else's in another
    are taken as the column means them; names go last. Of people who share a code or name the one who has not left is
    meant.
    """
    texts = set(written)
    of = DIMENSIONS[dimension]
    members = {
        row.id: row
        for row in session.execute(
            select(*of.model.__table__.columns).where(dimensions.visible(of.model)).order_by(of.model.id)
        )
    }
    ways = [_indexed(texts, ((row.code, row.id) for row in members.values()))]
    if of.model is Person:
        others = select(PersonCode.code, PersonCode.person_id)
        ways.append(_indexed(texts, session.execute(others).tuples()))
        logins = select(Account.login, Account.person_id).where(Account.person_id.is_not(None))
        people: dict[str, Any] = dict(session.execute(logins).tuples().all())
        ways.append({text: {people[normal(text)]} for text in texts if normal(text) in people})
    counts = Counter({place: len(way) for place, way in enumerate(ways)})
    ordered = [ways[place] for place, _ in counts.most_common()]
    names = ((row._mapping[name], row.id) for row in members.values() for name in dimensions.NAMES)
    ordered.append(_indexed(texts, names))
    codes, several = {}, set()
    for text in texts:
        found = next((way[text] for way in ordered if text in way), set())
        meant = _meant({_standing(members, member) for member in found} & members.keys(), members)
        if len(meant) == 1:
            codes[text] = members[meant.pop()].code
        elif meant:
            several.add(text)
    return Found(codes, frozenset(several))


def _indexed(texts: set[str], pairs: Any) -> _Way:
    found: _Way = defaultdict(set)
    for text, member in pairs:
        if text in texts:
            found[text].add(member)
    return dict(found)


def _standing(members: dict[int, Any], member: int) -> int:
    """The member that stands for one that was merged."""
    return (members[member].merged_into_id if member in members else None) or member


def _meant(found: set[int], members: dict[int, Any]) -> set[int]:
    """Of several those who are still here, if anybody is."""
    here = {member for member in found if members[member].active and not getattr(members[member], "left_on", None)}
    return here or found


def other_codes(session: Session, user: User, code: str) -> list[str]:
    """The other codes of a person. Takes master.manage or people.manage."""
    of = dimensions.dimension(user, "rep")
    person = dimensions.member(session, of, code)
    mine = select(PersonCode.code).where(PersonCode.person_id == person.id)
    return list(session.scalars(mine.order_by(PersonCode.code)))


def set_other_codes(session: Session, user: User, code: str, codes: Collection[str]) -> None:
    """Gives a person these other codes and no others. Takes master.manage or people.manage. Raises BadInput for an
    unknown person and for a code that is too long."""
    before = other_codes(session, user, code)
    wanted = sorted({one.strip() for one in codes} - {""})
    if any(len(one) > LONGEST for one in wanted):
        raise BadInput("code_too_long", N_("A code has at most {longest} characters."), longest=LONGEST)
    if wanted == before:
        return
    person = dimensions.member(session, DIMENSIONS["rep"], code)
    for row in session.scalars(select(PersonCode).where(PersonCode.person_id == person.id)):
        if row.code not in wanted:
            session.delete(row)
    session.add_all(PersonCode(person_id=person.id, code=one) for one in wanted if one not in before)
    session.flush()
    audit.record(session, user, "change", "rep", code, {"other_codes": before}, {"other_codes": wanted})
    db.touch(session, "master")
