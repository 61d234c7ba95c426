"""Work that goes on apart from pages: what is asked for, what runs, what it said."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big, Instant, now

_ALIVE = text("status IN ('waiting', 'running')")


class Job(Base):
    """One piece of work. ``status``: waiting, running, done, failed, cancelled. ``key`` says what it is about: of one
    key one job at most waits or runs, the database itself sees to that. A running job that has given no sign since
    ``beat_at`` for a while was left by its process."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ux_jobs_alive", "key", unique=True, sqlite_where=_ALIVE, postgresql_where=_ALIVE),
        Index("ix_jobs_status", "status"),
    )

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200))
    parameters: Mapped[dict] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    #: whoever asked, with whose permissions it runs; NULL: the operator of the machine, or the schedule
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(Instant, default=now)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    beat_at: Mapped[datetime | None] = mapped_column(Instant)
    #: the process that runs it
    worker: Mapped[str] = mapped_column(String(100), default="")
    stage: Mapped[str] = mapped_column(String(64), default="")
    #: how far it is, from 0 to 1
    share: Mapped[float] = mapped_column(default=0.0)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    #: how often it was begun; one that its process left is begun again once
    tries: Mapped[int] = mapped_column(default=0)
    #: what it brought, or the code, text and details of what went wrong
    result: Mapped[dict | None] = mapped_column(JSON)


class Schedule(Base):
    """A kind of job that is due by itself. ``cadence``: after_import, daily, weekly, monthly."""

    __tablename__ = "schedules"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    parameters: Mapped[dict] = mapped_column(JSON)
    cadence: Mapped[str] = mapped_column(String(16))
    enabled: Mapped[bool] = mapped_column(default=True)
    last_at: Mapped[datetime | None] = mapped_column(Instant)
    #: the data that it last ran on, for what runs after imports
    last_token: Mapped[str] = mapped_column(String(32), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
