"""Forecasts as they were made, what they were made from, and what people say about them.

A cell is region × product line × channel × person; 0 stands for "all", -1 for lines that name none. Amounts are
whole numbers of 1/10,000 of currency or quantity; counts are whole numbers of 1/10,000 as well, since a mean of
orders is no whole number.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big, Instant, now


class ForecastRun(Base):
    """One run, kept as it was made. ``by``: the dimensions, joined by commas ("" the total alone); ``frequency``: week,
    month, quarter; ``as_of``: the last day that it knew; ``parameters``: models, origins, events, engine;
    ``status``: running (nobody sees it), done, failed, cancelled."""

    __tablename__ = "forecast_runs"
    __table_args__ = (Index("ix_forecast_runs_latest", "measure", "by", "frequency", "status", "as_of"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    measure: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(64), default="")
    frequency: Mapped[str] = mapped_column(String(16))
    horizon: Mapped[int] = mapped_column()
    as_of: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(16), default="running")
    made_at: Mapped[datetime] = mapped_column(Instant, default=now)
    made_by: Mapped[str] = mapped_column(String(200))
    seconds: Mapped[float] = mapped_column(default=0.0)
    #: versions of the libraries and of our method
    versions: Mapped[dict] = mapped_column(JSON)
    parameters: Mapped[dict] = mapped_column(JSON)
    #: the state of the data that it was made from
    data_token: Mapped[str] = mapped_column(String(64), default="")
    series: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)


class _Cell:
    """Region × product line × channel × person; 0: all, -1: lines that name none."""

    region_id: Mapped[int] = mapped_column(Big, default=0)
    product_line_id: Mapped[int] = mapped_column(Big, default=0)
    channel_id: Mapped[int] = mapped_column(Big, default=0)
    person_id: Mapped[int] = mapped_column(Big, default=0)


class ForecastSeries(_Cell, Base):
    """One series of a run: its cell, the model that was chosen, and how well that did over the rolling origins.
    ``level``: the dimensions that are named, joined by commas. ``problem``: why there is no forecast."""

    __tablename__ = "forecast_series"

    run_id: Mapped[int] = mapped_column(ForeignKey("forecast_runs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[str] = mapped_column(String(64))
    model: Mapped[str] = mapped_column(String(64), default="")
    #: regular, short, intermittent, constant, empty
    kind: Mapped[str] = mapped_column(String(16), default="regular")
    errors: Mapped[int] = mapped_column(default=0)
    mase: Mapped[float | None] = mapped_column()
    wape: Mapped[float | None] = mapped_column()
    smape: Mapped[float | None] = mapped_column()
    bias: Mapped[float | None] = mapped_column()
    coverage80: Mapped[float | None] = mapped_column()
    coverage95: Mapped[float | None] = mapped_column()
    #: by what the distance of the 95 % bounds is multiplied so that what lies outside is an alert; NULL: unknown
    widening: Mapped[float | None] = mapped_column()
    problem: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[dict | None] = mapped_column(JSON)


class ForecastPoint(Base):
    """What a series was expected to be in a period, and the bounds that hold 80 and 95 %."""

    __tablename__ = "forecast_points"

    run_id: Mapped[int] = mapped_column(ForeignKey("forecast_runs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period_on: Mapped[date] = mapped_column(Date)
    mean: Mapped[int] = mapped_column(Big)
    lo80: Mapped[int] = mapped_column(Big)
    hi80: Mapped[int] = mapped_column(Big)
    lo95: Mapped[int] = mapped_column(Big)
    hi95: Mapped[int] = mapped_column(Big)


class ForecastInput(Base):
    """What a run knew of a period of a series. ``actual`` NULL: missing. ``mark``: outlier (seen by the method),
    or what a person said of it: one_off, closed, normal. ``used``: what the models were given instead."""

    __tablename__ = "forecast_inputs"

    run_id: Mapped[int] = mapped_column(ForeignKey("forecast_runs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period_on: Mapped[date] = mapped_column(Date, primary_key=True)
    actual: Mapped[int | None] = mapped_column(Big)
    mark: Mapped[str | None] = mapped_column(String(16))
    used: Mapped[int | None] = mapped_column(Big)


class SeriesMark(_Cell, Base):
    """What a person says of a period of a series: ``kind`` one_off, closed or normal. Later runs follow it."""

    __tablename__ = "series_marks"
    __table_args__ = (Index("ix_series_marks_of", "measure", "frequency"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    measure: Mapped[str] = mapped_column(String(32))
    frequency: Mapped[str] = mapped_column(String(16))
    period_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(1000), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Scenario(_Cell, Base):
    """What somebody assumes on top of a run, under a name. ``assumptions``: growth, price, events per period."""

    __tablename__ = "scenarios"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    run_id: Mapped[int] = mapped_column(ForeignKey("forecast_runs.id"), index=True)
    assumptions: Mapped[dict] = mapped_column(JSON)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ForecastOverride(_Cell, Base):
    """What a manager expects instead of a run's mean, and why. Kept beside it, never in its place; ``withdrawn_at``:
    taken back."""

    __tablename__ = "forecast_overrides"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("forecast_runs.id"), index=True)
    period_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(Big)
    reason: Mapped[str] = mapped_column(String(1000))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
