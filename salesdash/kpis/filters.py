"""Filters as people write them (dimension → codes) made into members of the snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, models
from salesdash.access import scope
from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.kpis.answers import DIMENSIONS, MEMBER_DIMENSIONS, UNASSIGNED
from salesdash.locale import N_
from salesdash.snapshot.selection import Selection

#: dimension → its table, and the column of the snapshot that it filters
TABLES: dict[str, tuple[type[Any], str]] = {
    "region": (models.Region, "region"), "region_parent": (models.Region, "region"),
    "country": (models.Country, "country"), "channel": (models.Channel, "channel"),
    "product_line": (models.ProductLine, "product_line"), "category": (models.Category, "product_line"),
    "product": (models.Product, "product"), "rep": (models.Person, "person"), "team": (models.Team, "team"),
    "customer": (models.Customer, "customer"),
}  # fmt: skip


def selection(session: Session, user: User, where: Mapping[str, Sequence[str]], today: date | None = None) -> Selection:
    """The rows that ``user`` may see and ``where`` asks for; codes of one dimension are alternatives, dimensions
    narrow each other.

    A region or team includes everything below it; region_parent only the regions directly below (or itself, at the
    top); a category its lines. "(unassigned)" is a code. Raises BadInput ``unknown_dimension``, ``unknown_member``.
    """
    members: dict[str, frozenset[int]] = {}
    for dimension, codes in where.items():
        if dimension not in MEMBER_DIMENSIONS:
            raise unknown_dimension(dimension, MEMBER_DIMENSIONS)
        if not codes:
            continue
        column = TABLES[dimension][1]
        ids = _widened(session, dimension, _ids(session, dimension, codes))
        members[column] = members[column] & ids if column in members else ids
    day = today or company.today(company.settings(session))
    return Selection(scope.of(session, user, day), members)


def unknown_dimension(name: str, known: Iterable[str] = DIMENSIONS) -> BadInput:
    """The error for a dimension that does not exist or cannot be used here."""
    return BadInput(
        "unknown_dimension",
        N_("{dimension} is no dimension that can be used here. There are: {known}."),
        dimension=name,
        known=", ".join(known),
    )


def _ids(session: Session, dimension: str, codes: Sequence[str]) -> frozenset[int]:
    model = TABLES[dimension][0]
    asked = set(codes)
    rows = session.execute(select(model.code, model.id, model.merged_into_id).where(model.code.in_(asked)))
    found = {code: into or member for code, member, into in rows}
    if UNASSIGNED in asked:
        found.setdefault(UNASSIGNED, 0)
    if unknown := sorted(asked - found.keys()):
        raise BadInput(
            "unknown_member",
            N_("{dimension}: there is no member with the code {member}."),
            dimension=dimension,
            member=", ".join(unknown),
        )
    return frozenset(found.values())


def _widened(session: Session, dimension: str, ids: frozenset[int]) -> frozenset[int]:
    if dimension in ("region", "team"):
        return below(session, TABLES[dimension][0], ids)
    if dimension in ("region_parent", "category"):
        above = region_parents(session) if dimension == "region_parent" else categories(session)
        unplaced = ids & {0}
        return frozenset(member for member, parent in above.items() if parent in ids) | unplaced
    return ids


def below(session: Session, model: type[Any], ids: frozenset[int]) -> frozenset[int]:
    """The members and everything below them in their tree."""
    rows = session.execute(select(model.id, model.parent_id)).all()
    into = merged(session, model)
    parents = {member: into.get(parent, parent) for member, parent in rows if parent and member not in into}
    found = set(ids)
    while more := {m for m, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def merged(session: Session, model: type[Any]) -> dict[int, int]:
    """Member that was merged away → the one that stands for it."""
    rows = session.execute(select(model.id, model.merged_into_id).where(model.merged_into_id.is_not(None))).all()
    return {int(row[0]): int(row[1]) for row in rows}


def region_parents(session: Session) -> dict[int, int]:
    """Region → the one directly above it; regions at the top stand for themselves."""
    into = merged(session, models.Region)
    rows = session.execute(select(models.Region.id, models.Region.parent_id)).all()
    return {member: into.get(parent, parent) if parent else member for member, parent in rows}


def categories(session: Session) -> dict[int, int]:
    """Product line → its category, 0 where it has none."""
    into = merged(session, models.Category)
    rows = session.execute(select(models.ProductLine.id, models.ProductLine.category_id)).all()
    return {member: into.get(above, above) if above else 0 for member, above in rows}
