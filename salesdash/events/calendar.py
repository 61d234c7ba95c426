"""Events by hand: listed, added, changed, taken away and brought back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.kpis.names import members
from salesdash.locale import N_
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import CompanyEvent

#: kind → name
KINDS = {
    "holiday": N_("Holiday"),
    "promotion": N_("Promotion"),
    "closure": N_("Closure"),
    "event": N_("Other event"),
}
#: dimension → the column that names where an event takes place
PLACES = {"region": "region_id", "product_line": "product_line_id", "channel": "channel_id"}
#: columns of ``events``
COLUMNS = [
    "id", "name", "kind", "first_on", "last_on", "region", "region_name", "product_line", "product_line_name",
    "channel", "channel_name", "effect", "note", "version",
]  # fmt: skip
#: days that an event may lie on, as everywhere
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
#: least and greatest expected change: nothing is sold, eleven times as much
EFFECTS = (-1.0, 10.0)
_LONGEST = {"name": 200, "note": 1000}


@dataclass(frozen=True)
class Removed:
    """An event that was taken away, as ``bring_back`` takes it."""

    name: str
    values: Mapping[str, Any]


def events(session: Session, user: User, start: date | None = None, end: date | None = None) -> DataFrame:
    """The events that touch the days from ``start`` to ``end``, in the order of their days: COLUMNS. Members by code
    and name, None: everywhere; ``effect``: the change of sales that is expected, None where nobody said.

    Everybody who may see KPIs or keeps the calendar sees all of it: it holds no figures.
    """
    user.require("kpis.read", "kpis.quantities", "calendar.manage")
    wanted = select(CompanyEvent).order_by(CompanyEvent.first_on, CompanyEvent.last_on, CompanyEvent.id)
    if start is not None:
        wanted = wanted.where(CompanyEvent.last_on >= start)
    if end is not None:
        wanted = wanted.where(CompanyEvent.first_on <= end)
    found = list(session.scalars(wanted))
    named = {place: _members(session, place, found) for place in PLACES}
    rows = []
    for one in found:
        row = {name: getattr(one, name) for name in ("id", "name", "kind", "first_on", "last_on", "effect", "note")}
        for place, column in PLACES.items():
            row[place], row[f"{place}_name"] = named[place].get(getattr(one, column), (None, None))
        rows.append(row | {"version": one.version})
    return DataFrame(rows, columns=COLUMNS, dtype=object)


def _members(session: Session, place: str, found: list[CompanyEvent]) -> dict[int | None, tuple[str, str]]:
    ids = {member for one in found if (member := getattr(one, PLACES[place])) is not None}
    known = members(session, place, ids) if ids else {}
    return {member: known[member] for member in ids if member in known}


def add(session: Session, user: User, **values: Any) -> int:
    """Adds an event and returns its id. ``values``: name, kind, first_on, last_on (None: one day), region,
    product_line, channel (codes), effect, note. Takes calendar.manage. Raises BadInput for a value that does not fit,
    Conflict for an event that is there already."""
    user.require("calendar.manage")
    made = CompanyEvent(**checked(session, values))
    if _alike(session, made):
        raise _there_already(made.name)
    session.add(made)
    session.flush()
    audit.record(session, user, "create", "event", key_of(made), None, plain(session, made))
    db.touch(session, "events")
    return made.id


def change(session: Session, user: User, event: int, version: int, **values: Any) -> int:
    """Changes what is named in ``values`` (as for ``add``) and returns the new version. ``version``: the one that the
    person saw; another one in force raises Conflict. Takes calendar.manage."""
    user.require("calendar.manage")
    one = _found(session, event, version)
    before = plain(session, one)
    for column, value in checked(session, before | values).items():
        if getattr(one, column) != value:
            setattr(one, column, value)
    if _alike(session, one):
        raise _there_already(one.name)
    _flush(session, one.name)
    after = plain(session, one)
    if after != before:
        audit.record(session, user, "change", "event", key_of(one), before, after)
        db.touch(session, "events")
    return one.version


def remove(session: Session, user: User, event: int, version: int) -> Removed:
    """Takes an event away; what is returned brings it back. Takes calendar.manage. Raises Conflict if somebody changed
    it meanwhile."""
    user.require("calendar.manage")
    one = _found(session, event, version)
    removed = Removed(one.name, plain(session, one))
    audit.record(session, user, "remove", "event", key_of(one), removed.values, None)
    session.delete(one)
    _flush(session, removed.name)
    db.touch(session, "events")
    return removed


def bring_back(session: Session, user: User, removed: Removed) -> int:
    """An event that was taken away as it was; its id is a new one. Takes calendar.manage."""
    return add(session, user, **removed.values)


def checked(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an event from what was given, members by their ids. Raises BadInput."""
    first, last = values.get("first_on"), values.get("last_on") or values.get("first_on")
    if not isinstance(first, date) or not isinstance(last, date) or first < FIRST_DAY or last > LAST_DAY:
        raise BadInput("bad_date", N_("An event needs its first day, between 1900 and 2199."))
    if last < first:
        raise BadInput(
            "dates_reversed",
            N_("The event ends ({end}) before it begins ({start})."),
            start=first.isoformat(),
            end=last.isoformat(),
        )
    if values.get("kind") not in KINDS:
        raise BadInput("unknown_event_kind", N_("There is no such kind of event. There are: {kinds}."),
                       kinds=", ".join(KINDS))  # fmt: skip
    found = {"name": _text("name", values), "note": _text("note", values)}
    if not found["name"]:
        raise BadInput("no_name", N_("An event needs a name."))
    effect = values.get("effect")
    if effect is not None and not EFFECTS[0] <= float(effect) <= EFFECTS[1]:
        raise BadInput("bad_effect", N_("The expected effect lies between -100 % and +1000 %."))
    places = {
        column: dimensions.final(session, DIMENSIONS[place], values.get(place)) for place, column in PLACES.items()
    }
    effect = None if effect is None else float(effect)
    return found | {"kind": values["kind"], "first_on": first, "last_on": last, "effect": effect} | places


def _text(name: str, values: Mapping[str, Any]) -> str:
    text = str(values.get(name) or "").strip()
    if len(text) > _LONGEST[name] or any(ord(character) < 32 for character in text):
        raise BadInput("bad_text", N_("{field} may have {limit} characters, on one line."), field=name,
                       limit=_LONGEST[name])  # fmt: skip
    return text


def plain(session: Session, one: CompanyEvent) -> dict[str, Any]:
    """An event as forms and the audit trail have it, members by their codes."""
    names = ("name", "kind", "first_on", "last_on", "effect", "note")
    values = {name: getattr(one, name) for name in names}
    for place, column in PLACES.items():
        member = getattr(one, column)
        values[place] = dimensions.codes(session, DIMENSIONS[place].model, [member]).get(member) if member else None
    return values


def key_of(one: CompanyEvent) -> str:
    """How the audit trail names an event."""
    return f"{one.name} {one.first_on.isoformat()}"


def _alike(session: Session, one: CompanyEvent) -> bool:
    """Whether another event of this name begins on the same day in the same place."""
    with session.no_autoflush:
        columns = ("name", "first_on", *PLACES.values())
        same = [getattr(CompanyEvent, column).is_not_distinct_from(getattr(one, column)) for column in columns]
        others = session.scalars(select(CompanyEvent.id).where(*same)).all()
    return any(other != one.id for other in others)


def _there_already(name: str) -> Conflict:
    return Conflict("event_there", N_("{event} is in the calendar already, on the same day and place."), event=name)


def _found(session: Session, event: int, version: int) -> CompanyEvent:
    one = session.get(CompanyEvent, event)
    if one is None or one.version != version:
        raise _changed_meanwhile(one.name if one else str(event))
    return one


def _flush(session: Session, name: str) -> None:
    try:
        session.flush()
    except StaleDataError as stale:
        raise _changed_meanwhile(name) from stale


def _changed_meanwhile(name: str) -> Conflict:
    return Conflict("changed_meanwhile", N_("Somebody else changed {member} meanwhile. Look at it again."), member=name)


def places(session: Session, user: User) -> dict[str, dict[str, str]]:
    """Where an event can take place: dimension → code → name of the active members. Takes calendar.manage."""
    user.require("calendar.manage")
    found = {}
    for place in PLACES:
        model = DIMENSIONS[place].model
        wanted = select(model.id).where(model.active, model.merged_into_id.is_(None), dimensions.visible(model))
        known = members(session, place, session.scalars(wanted))
        named = [known[member] for member in known if member]
        found[place] = dict(sorted(named, key=lambda pair: pair[1].casefold()))
    return found
