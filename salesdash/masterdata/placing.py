"""What imports left "(unassigned)", and giving it a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, db, snapshot
from salesdash.access import audit, scope
from salesdash.access.identity import EVERYTHING, User
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.masterdata.listing import shown_name
from salesdash.models import Placement, ProductLine
from salesdash.periods import Range
from salesdash.snapshot.facts import Facts, Selection

#: what can be missing → what it can be placed by, the most telling first; product lines are given to products,
#: categories to product lines, teams to people
WAYS: dict[str, tuple[str, ...]] = {
    "region": ("country", "customer", "rep", "channel"),
    "channel": ("customer", "rep", "country", "region"),
    "rep": ("customer", "region", "country", "channel"),
    "product_line": ("product",),
    "category": ("product_line",),
    "team": ("rep",),
}
#: what can be missing and cannot be placed: only the next file can say it
ONLY_COUNTED = ("customer", "product", "country")
#: dimension → column of the snapshot
_COLUMN = {"rep": "person"}

SUMMARY = ["dimension", "lines", "revenue"]
GAPS = ["code", "name", "lines", "revenue", "first_month", "last_month"]
PLACEMENTS = ["placement", "dimension", "by", "by_code", "by_name", "code", "name", "version"]

_ALL_DAYS = Range(date(1900, 1, 1), date(2199, 12, 31))


@dataclass(frozen=True)
class _Missing:
    """Where a dimension is unassigned: the snapshot's column and the members that mean so."""

    column: str
    members: frozenset[int]


def unassigned(session: Session, user: User) -> pd.DataFrame:
    """What is unassigned: SUMMARY, a row for each dimension of which something is, after all merges and placements,
    over all dates. ``lines`` counts a shared line for each credited person. ``revenue`` in 1/10,000, None without the
    permission to see all sales. Takes master.manage."""
    user.require("master.manage")
    money = _sees_sales(session, user)
    rows = []
    for dimension in (*WAYS, *ONLY_COUNTED):
        missing = _missing(session, dimension)
        if not missing.members:
            continue
        found = _ask(session, missing, None).iloc[0]
        if pd.notna(found["lines"]) and found["lines"]:
            rows.append([dimension, int(found["lines"]), int(found["revenue"]) if money else None])
    return pd.DataFrame(rows, columns=SUMMARY)


def gaps(session: Session, user: User, dimension: str, by: str) -> pd.DataFrame:
    """The lines without ``dimension``, grouped by the members of ``by``: GAPS, most lines first; lines that have no
    such member either stand under "(unassigned)". Months are given by their first
    day. ``revenue`` as in ``unassigned``. Takes master.manage."""
    user.require("master.manage")
    _check_way(dimension, by)
    rows = _ask(session, _missing(session, dimension), _COLUMN.get(by, by))
    model = DIMENSIONS[by].model
    named = {
        row.id: row
        for part in range(0, len(rows), 500)
        for row in session.execute(
            select(model.id, model.code, shown_name(model).label("shown")).where(
                model.id.in_(rows["member"].iloc[part : part + 500].astype(int).tolist())
            )
        )
    }
    rows["code"] = [named[m].code if m in named else "(unassigned)" for m in rows["member"]]
    rows["name"] = [named[m].shown if m in named else None for m in rows["member"]]
    if not _sees_sales(session, user):
        rows["revenue"] = None
    return rows.sort_values(["lines", "code"], ascending=[False, True], ignore_index=True)[GAPS]


def place(session: Session, user: User, dimension: str, by: str, by_codes: Sequence[str], *, to: str) -> None:
    """Lines without ``dimension`` (region, channel, rep) get the member ``to`` if their ``by`` is one of
    ``by_codes``; a placement that exists for these is changed. For product_line, category and team set the attribute
    of the product, the product line, the person instead (``editing.change``, ``people.assign``).

    Takes master.manage. Raises BadInput for what does not exist or cannot be placed so.
    """
    user.require("master.manage")
    _check_way(dimension, by)
    if dimension not in ("region", "channel", "rep"):
        raise BadInput("cannot_place", N_("{dimension} is not placed this way."), dimension=dimension)
    target = dimensions.final(session, DIMENSIONS[dimension], to)
    if target is None:
        raise BadInput("unknown_code", N_("There is no {member} in the master data."), member=to)
    for by_code in by_codes:
        by_id = dimensions.final(session, DIMENSIONS[by], by_code)
        held = session.scalar(
            select(Placement)
            .where(Placement.dimension == dimension, Placement.by_dimension == by, Placement.by_id == by_id)
            .with_for_update()
        )
        before = None
        if held is None:
            held = Placement(dimension=dimension, by_dimension=by, by_id=by_id, member_id=target)
            session.add(held)
        else:
            before = {dimension: dimensions.codes(session, DIMENSIONS[dimension].model, [held.member_id]).get(
                held.member_id)}  # fmt: skip
            held.member_id = target
        session.flush()
        audit.record(session, user, "place", f"{dimension} by {by}", by_code, before, {dimension: to})
    snapshot.mark_all(session)
    db.touch(session, "master")


def placements(session: Session, user: User) -> pd.DataFrame:
    """The placements in force: PLACEMENTS. Takes master.manage."""
    user.require("master.manage")
    held = session.scalars(select(Placement).order_by(Placement.dimension, Placement.by_dimension, Placement.id)).all()
    named: dict[str, dict[int, Any]] = {}
    for key in {key for row in held for key in (row.dimension, row.by_dimension)}:
        model = DIMENSIONS[key].model
        ids = {row.member_id for row in held if row.dimension == key}
        ids |= {row.by_id for row in held if row.by_dimension == key}
        rows = session.execute(select(model.id, model.code, shown_name(model).label("shown")).where(model.id.in_(ids)))
        named[key] = {row.id: row for row in rows}
    listed = []
    for row in held:
        by, to = named[row.by_dimension].get(row.by_id), named[row.dimension].get(row.member_id)
        if by and to:
            listed.append([row.id, row.dimension, row.by_dimension, by.code, by.shown, to.code, to.shown, row.version])
    return pd.DataFrame(listed, columns=PLACEMENTS)


def withdraw(session: Session, user: User, placement: int, version: int | None = None) -> None:
    """Takes a placement back: the lines are unassigned again. Takes master.manage. Raises Conflict if somebody
    changed it since ``version`` or took it back already."""
    user.require("master.manage")
    held = session.get(Placement, placement, with_for_update=True, populate_existing=True)
    if held is None:
        raise Conflict("placement_gone", N_("This placement was taken back already."))
    if version is not None and held.version != version:
        raise Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."))
    by = dimensions.codes(session, DIMENSIONS[held.by_dimension].model, [held.by_id]).get(held.by_id, "")
    to = dimensions.codes(session, DIMENSIONS[held.dimension].model, [held.member_id]).get(held.member_id)
    subject = f"{held.dimension} by {held.by_dimension}"
    audit.record(session, user, "withdraw", subject, by, {held.dimension: to}, None)
    session.delete(held)
    session.flush()
    snapshot.mark_all(session)
    db.touch(session, "master")


def _check_way(dimension: str, by: str) -> None:
    if by not in WAYS.get(dimension, ()):
        raise BadInput(
            "cannot_place", N_("{dimension} cannot be placed by {by}."), dimension=dimension, by=by
        )  # fmt: skip


def _missing(session: Session, dimension: str) -> _Missing:
    if dimension == "category":
        lines = session.scalars(
            select(ProductLine.id).where(ProductLine.category_id.is_(None), ProductLine.merged_into_id.is_(None))
        )
        return _Missing("product_line", frozenset(lines))
    return _Missing(_COLUMN.get(dimension, dimension), frozenset({0}))


def _ask(session: Session, missing: _Missing, by: str | None) -> pd.DataFrame:
    """Lines, revenue, first and last month (its first day) of what is missing, in one row or (``member``) by a column
    of the snapshot."""
    selection = Selection(EVERYTHING, {missing.column: missing.members})
    columns = {"lines", "net"} | ({by} if by else set())
    if missing.column == "team":
        columns.add("person")
    with Facts(snapshot.current(session), selection, [_ALL_DAYS]) as facts:
        rows = facts.relation(columns)
        if missing.column == "team":  # nobody's lines cannot have a team
            rows = f"SELECT * FROM ({rows}) WHERE person <> 0"
        group = f"SELECT {by} AS member, " if by else "SELECT "
        return facts.frame(
            f"{group}sum(lines)::BIGINT AS lines, sum(net)::BIGINT AS revenue, min(day) AS first_month, "
            f"max(day) AS last_month FROM ({rows}) {f'GROUP BY {by}' if by else ''}"
        )


def _sees_sales(session: Session, user: User) -> bool:
    today = company.today(company.settings(session))
    seen = scope.of(session, user, today)
    return user.may("kpis.read") and seen.everything and seen.regions is None
