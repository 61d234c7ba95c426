"""Removing the members that a batch brought, but for those that something else has come to use."""

from typing import Any

from sqlalchemy import ForeignKeyConstraint, Table, delete, select, text
from sqlalchemy.orm import Session

from salesdash import db, models
from salesdash.imports.stage import in_parts
from salesdash.models import (
    Base,
    CreditGroup,
    CreditShare,
    ForecastOverride,
    ForecastSeries,
    MemberMerge,
    OrderLine,
    PersonCode,
    PersonPlace,
    Placement,
    Scenario,
    SeriesMark,
    Signal,
    TargetCell,
    TargetMark,
)

#: what imports bring, those that refer to others first: dimension → model
MEMBERS: dict[str, Any] = {
    "product": models.Product, "product_line": models.ProductLine, "category": models.Category,
    "customer": models.Customer, "country": models.Country, "channel": models.Channel, "rep": models.Person,
    "team": models.Team, "region": models.Region,
}  # fmt: skip

#: columns of order lines that name members
LINE_COLUMNS = {
    "product": OrderLine.product_id, "product_line": OrderLine.product_line_id, "customer": OrderLine.customer_id,
    "country": OrderLine.country_id, "channel": OrderLine.channel_id, "region": OrderLine.region_id,
}  # fmt: skip

#: tables whose cells name members by numbers that are no keys
_CELLS = (TargetCell, TargetMark, ForecastSeries, ForecastOverride, Scenario, SeriesMark, Signal)
#: their columns
TARGET_COLUMNS = {
    "region": "region_id", "product_line": "product_line_id", "channel": "channel_id", "rep": "person_id",
}  # fmt: skip


def remove_members(url: str | None, batch_id: int, last_line_id: int) -> tuple[int, dict[str, int]]:
    """Removes the members that the batch (no longer published, its lines gone) brought; those that lines of later
    imports, master data or accounts use stay, and from then on belong to no batch. Gives how many went, and per
    dimension how many stayed."""
    with db.writing(url) as session:
        for table in (PersonPlace, PersonCode):
            session.execute(delete(table).where(table.batch_id == batch_id))
    removed, kept = 0, {}
    for dimension, model in MEMBERS.items():
        with db.reading(url) as session:
            brought = set(session.scalars(select(model.id).where(model.batch_id == batch_id)))
            used = _used(session, dimension, model.__table__, brought, last_line_id) if brought else set()
        if not brought:
            continue
        if used:
            kept[dimension] = len(used)
            in_parts(url, sorted(used), f"UPDATE {model.__tablename__} SET batch_id = NULL WHERE id IN")
        gone = sorted(brought - used)
        _remove(url, model, gone)
        removed += len(gone)
    return removed, kept


def _used(session: Session, dimension: str, table: Table, brought: set[int], last_line_id: int) -> set[int]:
    """Those of ``brought`` that anything but themselves refers to, and what those refer to among them."""
    used: set[int] = set()
    own: dict[int, set[int]] = {}
    for column in _references(table):
        if column.table is CreditShare.__table__:
            continue
        if column.table is table:
            for member, other in session.execute(select(table.c.id, column).where(column.is_not(None))):
                if member in brought:
                    own.setdefault(member, set()).add(other)
                else:
                    used.add(other)
            continue
        used.update(session.scalars(select(column).where(column.is_not(None)).distinct()))
    if dimension in LINE_COLUMNS:
        named = select(LINE_COLUMNS[dimension]).where(OrderLine.id > last_line_id).distinct()
        used.update(session.scalars(named))
    if dimension == "rep":
        credited = select(OrderLine.credit_id).where(OrderLine.id > last_line_id).distinct()
        used.update(session.scalars(select(CreditShare.person_id).where(CreditShare.group_id.in_(credited))))
    used.update(session.scalars(select(Placement.member_id).where(Placement.dimension == dimension)))
    used.update(session.scalars(select(Placement.by_id).where(Placement.by_dimension == dimension)))
    for table_of_cells in _CELLS:
        if named_by := TARGET_COLUMNS.get(dimension):
            used.update(session.scalars(select(getattr(table_of_cells, named_by)).distinct()))
    for column in (MemberMerge.from_id, MemberMerge.into_id):
        used.update(session.scalars(select(column).where(MemberMerge.dimension == dimension)))
    used &= brought
    while more := {other for member in used for other in own.get(member, ()) if other in brought} - used:
        used |= more
    return used


def _references(table: Table) -> list[Any]:
    """All columns of the schema with a foreign key to the table's id."""
    return [
        element.parent
        for other in Base.metadata.tables.values()
        for constraint in other.constraints
        if isinstance(constraint, ForeignKeyConstraint)
        for element in constraint.elements
        if element.column.table is table
    ]


def _remove(url: str | None, model: Any, ids: list[int]) -> None:
    if model is models.Person:
        _remove_credits(url, ids)
    own = [column.name for column in _references(model.__table__) if column.table is model.__table__]
    emptied = ", ".join(f"{name} = NULL" for name in own)
    in_parts(url, ids, f"UPDATE {model.__tablename__} SET {emptied} WHERE id IN")
    in_parts(url, ids, f"DELETE FROM {model.__tablename__} WHERE id IN")


def _remove_credits(url: str | None, people: list[int]) -> None:
    with db.reading(url) as session:
        within = text(f"person_id IN {db.bound_integers(session, 'people')}")
        bound = {"people": db.list_value(people)}
        groups = sorted(set(session.scalars(select(CreditShare.group_id).where(within), bound)))
    in_parts(url, groups, f"DELETE FROM {CreditShare.__tablename__} WHERE group_id IN")
    in_parts(url, groups, f"DELETE FROM {CreditGroup.__tablename__} WHERE id IN")
