"""The dimensions that people look after, with what can be set on their members, and how members are found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.models import (
    Category,
    Channel,
    Country,
    Customer,
    ImportBatch,
    OrderLine,
    Person,
    Product,
    ProductLine,
    Region,
    Team,
)

NAMES = ("name", "name_zh_hant", "name_zh_hans")


@dataclass(frozen=True)
class Dimension:
    """One dimension. ``above``: attribute → (column, dimension of the member it names): the region above, the
    category of a product line, … ``facts``: other attributes that can be set. ``line_column``: the column of an order
    line that names its members, if one does. ``permissions``: one of these is needed."""

    key: str
    model: type[Any]
    name: str
    above: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    line_column: Any = None
    permissions: tuple[str, ...] = ("master.manage",)

    @property
    def tree(self) -> bool:
        """True if its members stand above one another."""
        return "parent" in self.above


_PEOPLE = ("master.manage", "people.manage")

#: key → dimension, in the order in which they are offered
DIMENSIONS: dict[str, Dimension] = {
    dimension.key: dimension
    for dimension in (
        Dimension("customer", Customer, N_("Customers"), {"country": ("country_id", "country")},
                  line_column=OrderLine.customer_id),
        Dimension("product", Product, N_("Products"), {"product_line": ("product_line_id", "product_line")},
                  line_column=OrderLine.product_id),
        Dimension("product_line", ProductLine, N_("Product lines"), {"category": ("category_id", "category")},
                  line_column=OrderLine.product_line_id),
        Dimension("category", Category, N_("Product categories")),
        Dimension("region", Region, N_("Regions"), {"parent": ("parent_id", "region")},
                  line_column=OrderLine.region_id),
        Dimension("country", Country, N_("Countries"), line_column=OrderLine.country_id),
        Dimension("channel", Channel, N_("Channels"), line_column=OrderLine.channel_id),
        Dimension("team", Team, N_("Teams"), {"parent": ("parent_id", "team")}, permissions=_PEOPLE),
        Dimension("rep", Person, N_("Representatives and managers"), facts=("title", "hired_on", "left_on"),
                  permissions=_PEOPLE),
    )
}  # fmt: skip


def dimension(user: User, key: str) -> Dimension:
    """The dimension ``key``, if the user may look after it. Raises NotPermitted, and BadInput if there is none."""
    if key not in DIMENSIONS:
        user.require("master.manage")
        raise BadInput("unknown_dimension", N_("There is no master data {dimension}."), dimension=key)
    found = DIMENSIONS[key]
    user.require(*found.permissions)
    return found


def visible(model: type[Any]) -> ColumnElement[bool]:
    """The condition that a member is there for people: nobody imported it, or its import is published."""
    published = select(ImportBatch.id).where(ImportBatch.status == "published")
    return or_(model.batch_id.is_(None), model.batch_id.in_(published))


def member(session: Session, of: Dimension, code: str, *, lock: bool = False) -> Any:
    """The member with this code, as it is now; ``lock`` keeps others from changing it until the transaction ends.
    Raises BadInput if there is none."""
    return members(session, of, [code], lock=lock)[0]


def members(session: Session, of: Dimension, codes: Sequence[str], *, lock: bool = False) -> list[Any]:
    """As ``member`` for several, in the order of ``codes``. They are locked in the order of their ids, so that two
    people never wait for each other for ever."""
    wanted = select(of.model).where(of.model.code.in_(codes), visible(of.model)).order_by(of.model.id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = {one.code: one for one in session.scalars(wanted)}
    for code in codes:
        if code not in found:
            raise BadInput("unknown_code", N_("There is no {member} in the master data."), member=code)
    return [found[code] for code in codes]


def final(session: Session, of: Dimension, code: str | None) -> int | None:
    """The id of the member with this code, or of the one that it was merged into; None without a code."""
    if not code:
        return None
    one = member(session, of, code)
    return one.merged_into_id or one.id


def check_version(one: Any, version: int | None) -> None:
    """Raises Conflict if somebody changed the member since ``version`` was read."""
    if version is not None and one.version != version:
        raise changed_meanwhile(one.code)


def changed_meanwhile(code: str) -> Conflict:
    """The error for a member that somebody else changed meanwhile."""
    return Conflict("changed_meanwhile", N_("Somebody else changed {member} meanwhile. Look at it again."), member=code)


def codes(session: Session, model: type[Any], ids: Iterable[int | None]) -> dict[int, str]:
    """Id → code."""
    wanted = sorted({one for one in ids if one is not None})
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        part = select(model.id, model.code).where(model.id.in_(wanted[start : start + 500]))
        found |= dict(session.execute(part).tuples().all())
    return found


def plain(session: Session, of: Dimension, one: Any) -> dict[str, Any]:
    """What can be set on a member, with codes for members, as the audit trail and forms show it."""
    values: dict[str, Any] = {name: getattr(one, name) for name in (*NAMES, "active", *of.facts)}
    for attribute, (column, other) in of.above.items():
        above = getattr(one, column)
        values[attribute] = codes(session, DIMENSIONS[other].model, [above]).get(above) if above else None
    return values
