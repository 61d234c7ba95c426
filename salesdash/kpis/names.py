"""Codes and names of members, in the language in force."""

from collections.abc import Iterable

from pandas import DataFrame
from sqlalchemy import text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.kpis.answers import UNASSIGNED
from salesdash.kpis.filters import TABLES
from salesdash.locale import gettext as _
from salesdash.locale import language

#: where a member's name in a language stands
LOCAL_NAMES = {"zh_Hant": "coalesce(name_zh_hant, name)", "zh_Hans": "coalesce(name_zh_hans, name)"}


def members(session: Session, dimension: str, ids: Iterable[int] | None = None) -> dict[int, tuple[str, str]]:
    """Members of a dimension (all, or those of ``ids``): id → code and name; 0 is "(unassigned)"."""
    table = TABLES[dimension][0].__tablename__
    name = LOCAL_NAMES.get(language(), "name")
    query = f"SELECT id, code, {name} FROM {table}"
    if ids is None:
        rows = session.execute(text(query)).all()
    else:
        wanted = {"ids": db.list_value(int(i) for i in ids)}
        rows = session.execute(text(f"{query} WHERE id IN {db.bound_integers(session, 'ids')}"), wanted).all()
    found = {0: (UNASSIGNED, _("(unassigned)"))}
    return found | {int(member): (code, called) for member, code, called in rows}


def named(session: Session, frame: DataFrame, dimension: str) -> DataFrame:
    """``frame`` with the ids in its column ``dimension`` replaced by codes and ``{dimension}_name`` beside."""
    ids = frame[dimension].tolist()
    known = members(session, dimension, set(ids))
    frame = frame.assign(**{dimension: [known[member][0] for member in ids]})
    place = list(frame.columns).index(dimension)
    frame.insert(place + 1, f"{dimension}_name", [known[member][1] for member in ids])
    return frame
