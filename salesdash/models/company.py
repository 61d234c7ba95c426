"""What the company decides about itself, exchange rates, and the versions that caches are keyed by."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big


class CompanySetting(Base):
    """One setting of the company; keys, types and defaults stand in ``salesdash.company``."""

    __tablename__ = "company_settings"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ExchangeRate(Base):
    """Units of company currency for one unit of ``currency``, from ``on_date`` on, in 1/10¹²."""

    __tablename__ = "exchange_rates"
    __table_args__ = (UniqueConstraint("currency", "on_date"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    on_date: Mapped[date] = mapped_column(Date)
    rate_e12: Mapped[int] = mapped_column(Big)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))


class MonthVersion(Base):
    """A month that has order lines. ``token`` is random and new whenever anything that the month's snapshot
    shows has changed, so that files made from another state (a restored backup too) are never mistaken for it."""

    __tablename__ = "month_versions"

    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 202407
    token: Mapped[str] = mapped_column(String(32))


class DataVersion(Base):
    """A random token per kind of data (facts, master, access, settings), renewed with every change to it."""

    __tablename__ = "data_versions"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    token: Mapped[str] = mapped_column(String(32))
