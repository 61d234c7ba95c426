"""Which months show other figures after a change of master data."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, extract, select
from sqlalchemy.orm import Session

from salesdash import db, snapshot
from salesdash.masterdata.dimensions import Dimension
from salesdash.models import CreditShare, OrderLine, Placement

_MONTH = extract("year", OrderLine.ordered_on) * 100 + extract("month", OrderLine.ordered_on)


def mark_members(session: Session, of: Dimension, ids: Collection[int], since: date | None = None) -> None:
    """Marks the months in which lines name one of the members ``ids`` (from ``since`` on), in this transaction.

    Members that lines reach only through others (categories, teams) mark all months.
    """
    if of.key == "rep":
        groups = select(CreditShare.group_id).where(CreditShare.person_id.in_(ids))
        mark_where(session, OrderLine.credit_id.in_(groups), since)
    elif of.line_column is None or of.key == "product_line":
        # a line's product may name the product line too, so that the line alone does not tell
        snapshot.mark_all(session)
    else:
        mark_where(session, of.line_column.in_(ids), since)
    db.touch(session, "master")


def mark_merged(session: Session, of: Dimension, ids: Collection[int]) -> None:
    """As ``mark_members`` for members whose merges changed: where placements speak of them, lines that name none of
    them are read anew too."""
    spoken_of = select(Placement.id).where(
        ((Placement.dimension == of.key) & Placement.member_id.in_(ids))
        | ((Placement.by_dimension == of.key) & Placement.by_id.in_(ids))
    )
    if session.scalar(spoken_of.limit(1)) is not None:
        snapshot.mark_all(session)
    mark_members(session, of, ids)


def mark_where(session: Session, condition: ColumnElement[bool], since: date | None = None) -> None:
    """Marks the months that hold lines for which ``condition`` is true."""
    wanted: Any = select(_MONTH.label("month")).where(condition).distinct()
    if since is not None:
        wanted = wanted.where(OrderLine.ordered_on >= since)
    snapshot.mark_months(session, [int(month) for month in session.scalars(wanted)])
