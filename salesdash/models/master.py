"""Master data: the members of every dimension, and what people decided about them.

A fact keeps the member that its file named, for good. What people decide later (a merge, a placement, a move
to another team or line) stands in these tables and is applied when the snapshot is made, so that it can be
undone and files can still be compared with what they said.
"""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from salesdash.models.base import Base, Big, Instant, now


class Member:
    """Columns that all members of dimensions share."""

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    code: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(400))
    name_zh_hant: Mapped[str | None] = mapped_column(String(400))
    name_zh_hans: Mapped[str | None] = mapped_column(String(400))
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr
    def merged_into_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The member that stands for this one now; always one that is itself not merged."""
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"))  # type: ignore[attr-defined]

    @declared_attr
    def batch_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The import that brought the member, if one did."""
        return mapped_column(ForeignKey("import_batches.id"))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict:  # noqa: N805
        return {"version_id_col": cls.version}


class Region(Member, Base):
    __tablename__ = "regions"
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))


class Team(Member, Base):
    """A unit of the sales department; units form a tree."""

    __tablename__ = "teams"
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))


class Channel(Member, Base):
    __tablename__ = "channels"


class Country(Member, Base):
    __tablename__ = "countries"


class Category(Member, Base):
    __tablename__ = "categories"


class ProductLine(Member, Base):
    __tablename__ = "product_lines"
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))


class Product(Member, Base):
    """``placed`` says that a person or a products file chose the product line: it then goes before the line
    that an order line names; otherwise the order line's own goes first and this one fills its gaps."""

    __tablename__ = "products"
    # many at once are removed when an import is undone: the reference to each is looked up
    __table_args__ = (Index("ix_products_merged_into_id", "merged_into_id"),)
    product_line_id: Mapped[int | None] = mapped_column(ForeignKey("product_lines.id"))
    placed: Mapped[bool] = mapped_column(default=False)


class Customer(Member, Base):
    __tablename__ = "customers"
    __table_args__ = (Index("ix_customers_merged_into_id", "merged_into_id"),)
    country_id: Mapped[int | None] = mapped_column(ForeignKey("countries.id"))


class Person(Member, Base):
    """Somebody whom sales can be credited to (a representative, a manager), user of the application or not."""

    __tablename__ = "people"
    title: Mapped[str | None] = mapped_column(String(200))
    hired_on: Mapped[date | None] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)


class PersonCode(Base):
    """Another code by which files name a person: a national id, the number in the ERP. Systems that keep a person's
    history give several people one such code; who is still here then goes before who has left."""

    __tablename__ = "person_codes"
    __table_args__ = (UniqueConstraint("code", "person_id"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code: Mapped[str] = mapped_column(String(200))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))


class PersonPlace(Base):
    """Where a person stood from a date on: the row with the latest ``valid_from`` up to a day holds on that day.
    The first place of a person holds from 1900-01-01 unless somebody says otherwise."""

    __tablename__ = "person_places"
    __table_args__ = (UniqueConstraint("person_id", "valid_from"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))


class CreditGroup(Base):
    """The people whom a line is credited to. ``spec`` is canonical: ``person_id:share;…``, shares in 1/10,000 of
    a per cent, in the order in which the file named them, summing to 1,000,000."""

    __tablename__ = "credit_groups"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    spec: Mapped[str] = mapped_column(String(1000), unique=True)


class CreditShare(Base):
    __tablename__ = "credit_shares"

    group_id: Mapped[int] = mapped_column(ForeignKey("credit_groups.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    share: Mapped[int] = mapped_column()


class MemberMerge(Base):
    """A merge of two members, kept so that it can be undone."""

    __tablename__ = "member_merges"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    dimension: Mapped[str] = mapped_column(String(32))
    from_id: Mapped[int] = mapped_column(Big)
    into_id: Mapped[int] = mapped_column(Big)
    #: ids of the members that pointed at ``from_id`` before and were redirected, as JSON
    redirected: Mapped[str] = mapped_column(String, default="[]")
    merged_at: Mapped[datetime] = mapped_column(Instant, default=now)
    merged_by: Mapped[str] = mapped_column(String(200))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)


class Placement(Base):
    """Fills what imports left unassigned: lines without ``dimension`` (region, channel or rep) get ``member_id``
    if their ``by_dimension`` (country, customer, rep, region, channel, product_line) is ``by_id``."""

    __tablename__ = "placements"
    __table_args__ = (UniqueConstraint("dimension", "by_dimension", "by_id"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    dimension: Mapped[str] = mapped_column(String(32))
    by_dimension: Mapped[str] = mapped_column(String(32))
    by_id: Mapped[int] = mapped_column(Big)
    member_id: Mapped[int] = mapped_column(Big)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
