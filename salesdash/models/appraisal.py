"""Closed periods with their frozen figures, and what people write beside them.

A period is named by its fiscal year and a code: 0 the year, 101 to 104 its quarters, 1 to 12 its fiscal months.
Rows of ``closed_periods``, ``frozen_scores`` and ``frozen_parts`` are only ever added: what a later correction of the
ledger changes is shown beside them.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Float, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from salesdash.models.base import Base, Big, Instant, now


class ClosedPeriod(Base):
    """A period that somebody closed, with the bands in force then. Whatever lies inside it is closed too and has a
    row of its own."""

    __tablename__ = "closed_periods"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_at: Mapped[datetime] = mapped_column(Instant, default=now)
    closed_by: Mapped[str] = mapped_column(String(200))  # login
    bands: Mapped[list] = mapped_column(JSON, default=list)


class FrozenScore(Base):
    """The score of a person, or of a team (``person_id`` is NULL), in a closed period. ``team_id``: the team itself, or
    the one that the person held on the last day. ``role`` names the scorecard; the score is a fraction, NULL where no
    part of the scorecard could be counted."""

    __tablename__ = "frozen_scores"
    __table_args__ = (
        ForeignKeyConstraint(["year", "period"], ["closed_periods.year", "closed_periods.period"]),
        UniqueConstraint("year", "period", "person_id", "team_id"),
    )

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    year: Mapped[int] = mapped_column()
    period: Mapped[int] = mapped_column()
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    role: Mapped[str] = mapped_column(String(32))
    score: Mapped[float | None] = mapped_column(Float)


class FrozenPart(Base):
    """One measure of the scorecard that made a frozen score. Target and actual as the measure counts them (amounts in
    1/10,000), NULL where there was none; floor and cap in 1/10,000; attainment, share of the weights and points are
    fractions, NULL where the part was missing."""

    __tablename__ = "frozen_parts"

    score_id: Mapped[int] = mapped_column(ForeignKey("frozen_scores.id"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column()
    weight: Mapped[int] = mapped_column()
    floor: Mapped[int] = mapped_column()
    cap: Mapped[int] = mapped_column()
    target: Mapped[int | None] = mapped_column(Big)
    actual: Mapped[int | None] = mapped_column(Big)
    attainment: Mapped[float | None] = mapped_column(Float)
    share: Mapped[float | None] = mapped_column(Float)
    points: Mapped[float | None] = mapped_column(Float)


class ScoreOverride(Base):
    """A score that somebody set in the place of the frozen one, with the reason."""

    __tablename__ = "score_overrides"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("frozen_scores.id"), unique=True)
    score: Mapped[float] = mapped_column(Float)
    reason: Mapped[str] = mapped_column(String(2000))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AppraisalText(Base):
    """What is written about a person's period. ``kind``: "note" is the manager's, "comment" the person's own."""

    __tablename__ = "appraisal_texts"
    __table_args__ = (UniqueConstraint("year", "period", "person_id", "kind"),)

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    year: Mapped[int] = mapped_column()
    period: Mapped[int] = mapped_column()
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(4000))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AgreedAction(Base):
    """What was agreed with a person in an appraisal: ``owner_id`` does it by ``due_on``."""

    __tablename__ = "agreed_actions"
    __table_args__ = (Index(None, "person_id"), Index(None, "owner_id"))

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    year: Mapped[int] = mapped_column()
    period: Mapped[int] = mapped_column()
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(String(2000))
    due_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    created_by: Mapped[str] = mapped_column(String(200))
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AppraisalRule(Base):
    """What the company set: ``name`` is "bands" or "scorecard.ROLE"; forms of ``content`` in
    ``salesdash.appraisal.rules``."""

    __tablename__ = "appraisal_rules"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[list] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
