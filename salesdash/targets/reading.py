"""Reading targets: sums by any dimensions, in a person's scope."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.errors import BadInput
from salesdash.kpis.filters import categories, region_parents, selection, unknown_dimension
from salesdash.locale import N_
from salesdash.targets import coding, state, storage
from salesdash.targets.coding import MEMBERS, QUARTER
from salesdash.targets.naming import named
from salesdash.targets.plan import Plan, require_reading
from salesdash.targets.scoping import reach, teams_of

#: what targets can be shown by and filtered by; the last three follow from those before
GROUPS = ("year", "quarter", "month", *MEMBERS, "region_parent", "category", "team")
_COLUMN = {name: place for place, name in enumerate(Coordinates._fields)}


def sheet(session: Session, user: User, plan: Plan, version: int | None = None) -> Sheet:
    """The sheet, narrowed to what the person may see, now or at a version. Remembered: do not change it."""
    plan.check()
    require_reading(user, plan.measure)
    row = storage.sheet_of(session, plan)
    if version is not None and not 0 <= version <= (row.version if row else 0):
        raise BadInput("unknown_version", N_("There is no version {version} of these targets."), version=version)
    whole = state.load(session, plan, row, version)
    seen = reach(session, user)
    if seen.everything:
        return whole
    inside = seen.inside(whole.coordinates)
    cells = list(whole.marks)
    visible = seen.inside(np.array(cells, np.int64).reshape(-1, len(_COLUMN)))
    marks = {cell: whole.marks[cell] for cell, shown in zip(cells, visible, strict=True) if shown}
    return replace(
        whole, coordinates=whole.coordinates[inside], amounts=whole.amounts[inside], marks=marks, people=seen.people
    )


def cells(
    session: Session,
    user: User,
    plan: Plan,
    *,
    by: Sequence[str] = (),
    where: Mapping[str, Sequence[str]] | None = None,
    version: int | None = None,
) -> pd.DataFrame:
    """Targets summed by the dimensions ``by`` (GROUPS), in the person's scope: for each its code (periods: label) and,
    with members, ``{dimension}_name``; target, and whether this very cell was locked and set. What is not split in a
    dimension has None there and the name "(not split)". Without ``by`` one row, where there is any target.

    ``where``: dimension → codes (regions with all below them; labels of periods), as in ``kpis.table``. Takes
    kpis.read, targets.set or targets.approve. Raises BadInput ``unknown_dimension``, ``unknown_member``,
    ``unknown_period``.
    """
    by = tuple(dict.fromkeys(by))
    if unknown := [name for name in (*by, *(where or {})) if name not in GROUPS]:
        raise unknown_dimension(unknown[0], GROUPS)
    found = sheet(session, user, plan, version)
    chosen = _chosen(session, user, plan, found, where or {})
    coordinates = found.coordinates[chosen]
    keys = pd.DataFrame({name: _group(session, name, coordinates) for name in by})
    keys["target"] = found.amounts[chosen]
    if by:
        rows = keys.groupby(list(by), sort=True)[["target"]].sum().reset_index()
    else:
        rows = pd.DataFrame({"target": [keys["target"].sum()]} if len(keys) else {"target": []}, dtype=np.int64)
    marks = _marks(session, plan, found, rows, by=by, where=where or {})
    shown = named(session, plan, rows[list(by)]) if by else pd.DataFrame(index=rows.index)
    shown["target"] = rows["target"].astype(np.int64)
    shown["locked"] = [bool(locked) for locked in marks]
    shown["set"] = [locked is not None for locked in marks]
    return shown


def _chosen(session: Session, user: User, plan: Plan, found: Sheet, where: Mapping[str, Sequence[str]]) -> np.ndarray:
    periods = [label for name in ("year", "quarter", "month") for label in where.get(name, ())]
    members = {name: codes for name, codes in where.items() if name not in ("year", "quarter", "month")}
    chosen = np.ones(len(found.amounts), bool)
    if periods:
        codes = [_period(session, plan, label) for label in periods]
        spans = [found.inside(Coordinates(period=code)) for code in codes if code is not None]
        chosen &= np.any(spans, axis=0) if spans else False
    for column, ids in selection(session, user, members).members.items():
        if column == "team":
            day = company.today(company.settings(session))
            people = [person for person, team in teams_of(session, day).items() if team in ids]
            chosen &= np.isin(found.coordinates[:, _COLUMN["rep"]], people)
        else:
            place = _COLUMN["rep" if column == "person" else column]
            chosen &= np.isin(found.coordinates[:, place], list(ids))
    return chosen


def _period(session: Session, plan: Plan, label: str) -> int | None:
    """The code of the period with this label, None for one of another year."""
    fiscal = company.calendar(session)
    grain, days = fiscal.parse(label)
    if grain not in ("year", "quarter", "month"):
        raise BadInput("unknown_period", N_("{period} is no year, quarter or month."), period=label)
    if fiscal.fiscal_year(days.start) != plan.year:
        return None
    month = coding.fiscal_month(fiscal, days.start.month)
    return {"year": 0, "quarter": QUARTER + (month + 2) // 3, "month": month}[grain]


def _group(session: Session, name: str, coordinates: np.ndarray) -> np.ndarray:
    period = coordinates[:, 0]
    if name == "year":
        return np.zeros(len(period), np.int64)
    if name == "quarter":
        return np.where((period > 0) & (period <= 12), QUARTER + (period + 2) // 3, period)
    if name == "month":
        return np.where(period > 12, 0, period)
    if name in _COLUMN:
        return coordinates[:, _COLUMN[name]]
    if name == "team":
        above = teams_of(session, company.today(company.settings(session)))
        members = coordinates[:, _COLUMN["rep"]]
    elif name == "category":
        above, members = categories(session), coordinates[:, _COLUMN["product_line"]]
    else:
        above, members = region_parents(session), coordinates[:, _COLUMN["region"]]
    ids, places = np.unique(members, return_inverse=True)
    return np.array([above.get(one, 0) for one in ids.tolist()], np.int64)[places]


def _marks(
    session: Session,
    plan: Plan,
    found: Sheet,
    rows: pd.DataFrame,
    *,
    by: Sequence[str],
    where: Mapping[str, Sequence[str]],
) -> list[bool | None]:
    """For each row whether its cell is locked, None where nobody set it. Rows that are no cell of their own (of a team,
    of several members chosen) have none."""
    fixed: dict[str, int] = {}
    for name, codes in where.items():
        if len(codes) != 1 or name not in (*_COLUMN, "year", "quarter", "month"):
            return [None] * len(rows)
        period = name in ("year", "quarter", "month")
        member = _period(session, plan, codes[0]) if period else coding.ids(session, name, codes)[codes[0]]
        if member is None:
            return [None] * len(rows)
        fixed["period" if period else name] = member
    if any(name not in (*_COLUMN, "year", "quarter", "month") for name in by):
        return [None] * len(rows)
    periods = [name for name in ("year", "quarter", "month") if name in by]
    told: list[bool | None] = []
    for row in rows.to_dict("records"):
        named_members = {name: int(row[name]) for name in by if name in _COLUMN}
        if periods:
            named_members["period"] = int(row[periods[-1]])
        split = all(row[name] for name in by if name != "year")
        told.append(found.marks.get(Coordinates(**{**fixed, **named_members})) if split else None)
    return told
