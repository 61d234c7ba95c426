"""Deviations that were found, who acts on them, and who was told."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big, Instant, now
from salesdash.models.forecasts import _Cell


class SignalCause(Base):
    """A cause that the company knows. One that is no longer ``offered`` stays with the signals that name it."""

    __tablename__ = "signal_causes"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    offered: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Signal(_Cell, Base):
    """A cell that left its path in a period. Found again, it is updated: cell, measure, ``basis`` and period are one
    signal. ``by``: the dimension of the view that found it ("" the total alone); ``basis``: forecast, or pace (of
    the target); ``level``: watch, alert; ``running``: the period had not ended; ``status``: open, in_progress,
    closed, or over (later figures are back inside). ``token``: new with what it says, so that nothing is told twice.
    ``link``: the adjustment taken, {"kind": "target"|"event"|"budget", "id": …}."""

    __tablename__ = "signals"
    __table_args__ = (
        UniqueConstraint(
            "measure", "basis", "frequency", "period_on",
            "region_id", "product_line_id", "channel_id", "person_id",
            name="uq_signals_cell",
        ),
        Index("ix_signals_status", "status"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("forecast_runs.id"), index=True)
    measure: Mapped[str] = mapped_column(String(32))
    basis: Mapped[str] = mapped_column(String(16), default="forecast")
    frequency: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(64), default="")
    period_on: Mapped[date] = mapped_column(Date)
    as_of: Mapped[date] = mapped_column(Date)
    running: Mapped[bool] = mapped_column(default=False)
    level: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16), default="open")
    actual: Mapped[int] = mapped_column(Big)
    #: forecast and bounds of the days that the actual counts; of a pace, what was to be expected by then
    expected: Mapped[int] = mapped_column(Big)
    lo80: Mapped[int | None] = mapped_column(Big)
    hi80: Mapped[int | None] = mapped_column(Big)
    lo95: Mapped[int | None] = mapped_column(Big)
    hi95: Mapped[int | None] = mapped_column(Big)
    #: [{dimension, code, deviation}], per dimension summing to the whole
    contributors: Mapped[list] = mapped_column(JSON)
    first_at: Mapped[datetime] = mapped_column(Instant, default=now)
    changed_at: Mapped[datetime] = mapped_column(Instant, default=now)
    token: Mapped[str] = mapped_column(String(32), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("signal_causes.id"), index=True)
    note: Mapped[str] = mapped_column(String(2000), default="")
    action: Mapped[str] = mapped_column(String(2000), default="")
    action_due: Mapped[date | None] = mapped_column(Date)
    link: Mapped[dict | None] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AlertChoice(Base):
    """How a person wants to be told. ``channel``: email, webhook; ``cadence``: at_once, daily, weekly; ``address``:
    where to ("" the address of the account); ``level``: the least that is told."""

    __tablename__ = "alert_choices"
    __table_args__ = (UniqueConstraint("account_id", "channel", "cadence"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    cadence: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(400), default="")
    level: Mapped[str] = mapped_column(String(16), default="alert")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AlertDelivery(Base):
    """That something was told, or could not be. ``about``: a signal's token, or the day of a digest; what stands here
    as sent is not told again."""

    __tablename__ = "alert_deliveries"
    __table_args__ = (UniqueConstraint("choice_id", "about"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    choice_id: Mapped[int] = mapped_column(ForeignKey("alert_choices.id"), index=True)
    about: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    tries: Mapped[int] = mapped_column(default=0)
    #: sent, waiting (to be tried again), failed
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    problem: Mapped[str] = mapped_column(String(400), default="")


class SignalSeen(Base):
    """That a person has seen what a signal says now."""

    __tablename__ = "signals_seen"

    signal_id: Mapped[int] = mapped_column(ForeignKey("signals.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(32))
