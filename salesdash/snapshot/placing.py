"""The small tables that say how a line's members are read: merges, placements, product lines, shares, teams."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import models

if TYPE_CHECKING:
    from pyarrow import Table

#: dimension → its model, of those that a line or a person can carry
MODELS: dict[str, type[Any]] = {
    "customer": models.Customer, "product": models.Product, "product_line": models.ProductLine,
    "region": models.Region, "country": models.Country, "channel": models.Channel, "person": models.Person,
    "team": models.Team,
}  # fmt: skip
#: dimensions that placements fill, in the order in which they are filled (a later one may go by an earlier one)
FILLED = ("rep", "region", "channel")
#: what placements go by; where several apply, the first of these decides
FILLED_BY = ("customer", "rep", "country", "region", "channel", "product_line")


def table(rows: list[tuple], *names: str) -> "Table":
    """Rows of whole numbers (or dates) as an Arrow table."""
    import pyarrow as pa

    types = {"valid_from": pa.date32()}
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    arrays = [pa.array(column, types.get(name, pa.int64())) for name, column in zip(names, columns, strict=True)]
    return pa.Table.from_arrays(arrays, names=list(names))


def merged(session: Session) -> dict[str, dict[int, int]]:
    """Dimension → member that was merged away → member that stands for it."""
    found: dict[str, dict[int, int]] = {}
    for dimension, model in MODELS.items():
        rows = session.execute(select(model.id, model.merged_into_id).where(model.merged_into_id.is_not(None)))
        into: dict[int, int] = dict(rows.tuples().all())
        found[dimension] = {member: _last(member, into) for member in into}
    return found


def _last(member: int, into: dict[int, int]) -> int:
    seen = {member}
    while (following := into.get(member)) is not None and following not in seen:
        seen.add(following)
        member = following
    return member


def tables(session: Session) -> dict[str, "Table"]:
    """All of them by name.

    ``merged_{dimension}`` (id, into_id) · ``products`` (id, product_line, placed) · ``shares`` (credit, position,
    person, share, people: how many share, named: the person named first) · ``places`` (person, valid_from, team) ·
    ``placed_{dimension}_by_{dimension}`` (by_id, member), only those that exist · ``spanning`` (order_key).
    """
    away = merged(session)

    def standing(dimension: str, member: int | None) -> int:
        return away[dimension].get(member, member) if member else 0

    found = {f"merged_{dimension}": table(list(pairs.items()), "id", "into_id") for dimension, pairs in away.items()}
    products = session.execute(select(models.Product.id, models.Product.product_line_id, models.Product.placed))
    found["products"] = table(
        [(p, standing("product_line", line) or None, int(placed)) for p, line, placed in products],
        "id", "product_line", "placed",
    )  # fmt: skip
    found["shares"] = _shares(session, away["person"])
    places = session.execute(
        select(models.PersonPlace.person_id, models.PersonPlace.valid_from, models.PersonPlace.team_id)
    )
    found["places"] = table(
        [(p, since, standing("team", team)) for p, since, team in places], "person", "valid_from", "team"
    )
    found |= {
        f"placed_{dimension}_by_{by}": table(list(members.items()), "by_id", "member")
        for (dimension, by), members in placements(session, away).items()
    }
    orders = session.scalars(select(models.SpanningOrder.order_key))
    found["spanning"] = table([(key,) for key in orders], "order_key")
    return found


def held(session: Session) -> "Table":
    """Who held which customer from when on: customer, valid_from, person; merges followed."""
    away = merged(session)
    found: dict[tuple, int] = {}
    for row in session.scalars(select(models.CustomerHolder).order_by(models.CustomerHolder.id)):
        customer = away["customer"].get(row.customer_id, row.customer_id)
        # the holder of a customer who was merged away holds what stands for it, unless that has its own
        if customer == row.customer_id or (customer, row.valid_from) not in found:
            found[customer, row.valid_from] = away["person"].get(row.person_id, row.person_id)
    return table([(*key, person) for key, person in found.items()], "customer", "valid_from", "person")


def _shares(session: Session, away: dict[int, int]) -> "Table":
    share = models.CreditShare
    groups: dict[int, dict[int, int]] = defaultdict(dict)
    rows = session.execute(
        select(share.group_id, share.person_id, share.share).order_by(share.group_id, share.position)
    )
    for group, named, part in rows:
        person = away.get(named, named)
        groups[group][person] = groups[group].get(person, 0) + part
    expanded = [
        (group, position, person, part, len(people), next(iter(people)))
        for group, people in groups.items()
        for position, (person, part) in enumerate(people.items())
    ]
    return table(expanded, "credit", "position", "person", "share", "people", "named")


def placements(session: Session, away: dict[str, dict[int, int]]) -> dict[tuple[str, str], dict[int, int]]:
    """(dimension, what it is placed by) → member that it is placed by → member that is filled in; merges followed."""

    def standing(dimension: str, member: int) -> int:
        return away["person" if dimension == "rep" else dimension].get(member, member)

    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for row in session.scalars(select(models.Placement).order_by(models.Placement.id)):
        # a placement of a member that was merged away holds for what stands for it, unless that has its own
        members = found[row.dimension, row.by_dimension]
        by = standing(row.by_dimension, row.by_id)
        if by == row.by_id or by not in members:
            members[by] = standing(row.dimension, row.member_id)
    return dict(found)
