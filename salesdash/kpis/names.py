"""Codes and names of members, in the language in force."""

from collections.abc import Iterable

import pandas as pd
from pandas import DataFrame
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.kpis.answers import UNASSIGNED
from salesdash.kpis.filters import TABLES
from salesdash.locale import gettext as _
from salesdash.locale import language

#: where a member's name in a language stands
LOCAL_NAMES = {"zh_Hant": "coalesce(name_zh_hant, name)", "zh_Hans": "coalesce(name_zh_hans, name)"}


def members(session: Session, dimension: str, ids: Iterable[int] | None = None) -> DataFrame:
    """Members of a dimension by id (all, or those of ``ids``): index id, columns code and name; 0 is "(unassigned)"."""
    model = TABLES[dimension][0]
    table = model.__tablename__
    name = {"zh_Hant": "coalesce(name_zh_hant, name)", "zh_Hans": "coalesce(name_zh_hans, name)"}.get(
        language(), "name"
    )
    if ids is None:
        rows = session.execute(select(text(f"id, code, {name}")).select_from(text(table))).all()
    else:
        wanted = db.bound_integers(session, "ids")
        query = text(f"SELECT id, code, {name} FROM {table} WHERE id IN {wanted}")
        rows = session.execute(query, {"ids": db.list_value(int(i) for i in ids)}).all()
    found = DataFrame([(0, UNASSIGNED, _("(unassigned)")), *map(tuple, rows)], columns=["id", "code", "name"])
    return found.set_index("id")


def named(session: Session, frame: DataFrame, dimension: str) -> DataFrame:
    """``frame`` with the ids in its column ``dimension`` replaced by codes and ``{dimension}_name`` beside."""
    ids = frame[dimension].astype("int64")
    known = members(session, dimension, ids.unique().tolist())
    place = list(frame.columns).index(dimension)
    frame = frame.assign(**{dimension: known["code"].reindex(ids).to_numpy()})
    frame.insert(place + 1, f"{dimension}_name", pd.Series(known["name"].reindex(ids).to_numpy(), index=frame.index))
    return frame
