"""Adding, naming and correcting members."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from salesdash import db, snapshot
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.masterdata import dimensions, trees
from salesdash.masterdata.dimensions import DIMENSIONS, NAMES, Dimension
from salesdash.masterdata.effects import mark_members

#: how long texts may be
LIMITS = {"code": 200, "title": 200} | dict.fromkeys(NAMES, 400)


def get(session: Session, user: User, key: str, code: str) -> dict[str, Any]:
    """One member as forms show it: its names, whether it is active, its attributes (codes for members), ``code``,
    ``version`` and ``merged_into`` (a code or None). Raises BadInput if there is none."""
    of = dimensions.dimension(user, key)
    one = dimensions.member(session, of, code)
    into = dimensions.codes(session, of.model, [one.merged_into_id]).get(one.merged_into_id)
    return dimensions.plain(session, of, one) | {"code": one.code, "version": one.version, "merged_into": into}


def add(session: Session, user: User, key: str, code: str, **values: Any) -> str:
    """Adds a member and returns its code. ``values``: names, active, and the attributes of the dimension, members by
    their codes. Without a name the code is the name.

    Raises BadInput for a value that does not fit, Conflict for a code that is taken.
    """
    of = dimensions.dimension(user, key)
    code = _text("code", code)
    if not code or code == "(unassigned)":
        raise BadInput("bad_code", N_("A code is needed, other than {reserved}."), reserved="(unassigned)")
    if session.scalar(select(of.model.id).where(of.model.code == code)) is not None:
        raise Conflict("code_taken", N_("There is {member} already."), member=code)
    made = of.model(code=code, name=code)
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as taken:
        raise Conflict("code_taken", N_("There is {member} already."), member=code) from taken
    _set(session, of, made, values)
    session.flush()
    audit.record(session, user, "create", key, code, None, dimensions.plain(session, of, made))
    db.touch(session, "master")
    return code


def change(session: Session, user: User, key: str, code: str, version: int | None = None, **values: Any) -> int:
    """Changes what is named in ``values`` (as for ``add``) and returns the new version. The code stays.

    ``version``: the one that the person saw; another one in force raises Conflict. Raises BadInput for a value that
    does not fit, a region or team that would stand below itself among them. A product whose line is set here is
    placed: the line goes before the one that order lines name. The months whose figures move are marked.
    """
    of = dimensions.dimension(user, key)
    one = dimensions.member(session, of, code, lock=True)
    dimensions.check_version(one, version)
    before = dimensions.plain(session, of, one)
    _set(session, of, one, values)
    try:
        session.flush()
    except StaleDataError as stale:
        raise dimensions.changed_meanwhile(code) from stale
    after = dimensions.plain(session, of, one)
    if after == before:
        return int(one.version)
    audit.record(session, user, "change", key, code, before, after)
    moved = {attribute for attribute in of.above if before[attribute] != after[attribute]}
    if "product_line" in moved:
        mark_members(session, of, [one.id])
    elif "category" in moved or ("parent" in moved and key == "region"):
        snapshot.mark_all(session)
    db.touch(session, "master", *(["access"] if key in ("team", "rep") else []))
    return int(one.version)


def _set(session: Session, of: Dimension, one: Any, values: Mapping[str, Any]) -> None:
    """Puts ``values`` on the member after checking them."""
    allowed = {*NAMES, "active", *of.facts, *of.above}
    if unknown := set(values) - allowed:
        raise BadInput("unknown_field", N_("{field} cannot be set here."), field=", ".join(sorted(unknown)))
    for name, value in values.items():
        if name in of.above:
            _set_above(session, of, one, name, value)
        elif name == "active":
            one.active = bool(value)
        elif name in ("hired_on", "left_on"):
            setattr(one, name, _date(name, value))
        else:
            text = _text(name, value)
            setattr(one, name, text or (one.code if name == "name" else None))


def _set_above(session: Session, of: Dimension, one: Any, attribute: str, code: str | None) -> None:
    column, other = of.above[attribute]
    above = dimensions.final(session, DIMENSIONS[other], code)
    if attribute == "parent" and above is not None:
        trees.check(session, of, one.id, above)
    if above != getattr(one, column):
        setattr(one, column, above)
        if of.key == "product":
            one.placed = above is not None


def _text(name: str, value: Any) -> str:
    text = str(value or "").strip()
    if len(text) > LIMITS.get(name, 400) or any(ord(character) < 32 for character in text):
        raise BadInput(
            "bad_text", N_("{field} may have {limit} characters, on one line."), field=name, limit=LIMITS.get(name, 400)
        )
    return text


def _date(name: str, value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    raise BadInput("bad_date", N_("{field} takes a date."), field=name)
