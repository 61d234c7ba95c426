"""Lists of members to look through."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from salesdash.access import scope
from salesdash.access.identity import User
from salesdash.locale import language
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS, NAMES, Dimension
from salesdash.masterdata.people import PLACE

#: what every list has; the attributes of the dimension stand between the names and ``active``
COLUMNS = ["code", *NAMES, "active", "merged_into", "version"]


@dataclass(frozen=True)
class Page:
    """Part of a list: ``rows`` (COLUMNS and the attributes; members by code, with ``{attribute}_name`` beside), and
    how many there are in all."""

    rows: pd.DataFrame
    total: int


def shown_name(model: type[Any]) -> Any:
    """The column of the name in the language in force, the English one where that is missing."""
    column = {"zh_Hant": model.name_zh_hant, "zh_Hans": model.name_zh_hans}.get(language())
    return model.name if column is None else func.coalesce(column, model.name)


def table(
    session: Session,
    user: User,
    key: str,
    *,
    search: str = "",
    merged: bool = False,
    limit: int = 200,
    offset: int = 0,
) -> Page:
    """Members of the dimension by code, those whose code or one of whose names contains ``search``. Those merged
    away only with ``merged``. Representatives come with the team, manager and region that they hold last."""
    of = dimensions.dimension(user, key)
    model = of.model
    conditions: list[ColumnElement[bool]] = [dimensions.visible(model)]
    if not merged:
        conditions.append(model.merged_into_id.is_(None))
    if text := search.strip():
        escaped = "".join(f"\\{c}" if c in "\\%_" else c for c in text.lower())
        conditions.append(or_(*(func.lower(column).like(f"%{escaped}%", escape="\\") for column in _searched(model))))
    into = aliased(model)
    columns: list[Any] = [model.code, *(getattr(model, name) for name in NAMES)]
    names = ["code", *NAMES]
    wanted = select().outerjoin_from(model, into, into.id == model.merged_into_id)
    for attribute, (column, other) in of.above.items():
        above = aliased(DIMENSIONS[other].model)
        wanted = wanted.outerjoin(above, above.id == getattr(model, column))
        columns += [above.code, shown_name(above)]
        names += [attribute, f"{attribute}_name"]
    columns += [*(getattr(model, fact) for fact in of.facts), model.active, into.code, model.version]
    names += [*of.facts, "active", "merged_into", "version"]
    wanted = wanted.add_columns(*columns).where(*conditions).order_by(model.code).limit(limit).offset(offset)
    rows = pd.DataFrame([list(row) for row in session.execute(wanted)], columns=names)
    if of.key == "rep":
        rows = _with_places(session, rows)
    total = session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
    return Page(rows, total)


def choices(session: Session, user: User, key: str) -> dict[str, str]:
    """Code → name in the language in force, of the members that can be chosen: active, not merged away."""
    user.require("master.manage", "people.manage")
    of: Dimension = DIMENSIONS[key]
    model = of.model
    rows = session.execute(
        select(model.code, shown_name(model))
        .where(dimensions.visible(model), model.merged_into_id.is_(None), model.active)
        .order_by(model.code)
    )
    return dict(rows.tuples().all())


def _searched(model: type[Any]) -> list[Any]:
    return [model.code, *(getattr(model, name) for name in NAMES)]


def _with_places(session: Session, rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` of people with what they hold last."""
    person = DIMENSIONS["rep"].model
    wanted_people = select(person.id, person.code).where(person.code.in_(rows["code"].tolist()))
    ids: dict[int, str] = dict(session.execute(wanted_people).tuples().all())
    held = {ids[place.person_id]: place for place in scope.places(session, date.max, list(ids))}
    for attribute, (column, other) in PLACE.items():
        model = DIMENSIONS[other].model
        wanted = {code: getattr(place, column) for code, place in held.items()}
        found = {
            row.id: row
            for row in session.execute(
                select(model.id, model.code, shown_name(model).label("shown")).where(model.id.in_(set(wanted.values())))
            )
        }
        named = [found.get(wanted.get(code)) for code in rows["code"]]
        rows[attribute] = [row.code if row else None for row in named]
        rows[f"{attribute}_name"] = [row.shown if row else None for row in named]
    return rows
