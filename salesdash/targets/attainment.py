"""Targets against what was achieved: attainment, gap, pace, by any dimensions that targets have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import db, kpis
from salesdash.access.identity import User
from salesdash.kpis.remembered import Remembered, state
from salesdash.kpis.times import joined
from salesdash.locale import language
from salesdash.metrics import REGISTRY
from salesdash.targets import documents, rows
from salesdash.targets.aims import aims
from salesdash.targets.asked import Asked, asked
from salesdash.targets.plan import Plan
from salesdash.targets.reading import sheet

_answers: Remembered["Attainment"] = Remembered(256)
_sales: Remembered[kpis.KpiTable] = Remembered(64)


@dataclass(frozen=True)
class Attainment:
    """Rows per combination of ``by`` and their total, a row of its own: distinct counts are never summed.

    ``rows``: for each dimension its code (label of a period) and, with members, ``DIM_name``; ``rows.FIGURES``. A
    target that is not split in a dimension has a row of its own without a code; sales without a target have a row
    without one. Amounts are whole numbers as targets keep them, undefined is <NA>. ``days_left``: working days of the
    row's period after ``as_of``; ``left``: what remains per such day. ``total``: the same figures, None for what is
    undefined.
    """

    plan: Plan
    by: tuple[str, ...]
    start: date
    end: date
    as_of: date
    rows: DataFrame
    total: Mapping[str, Any]

    def document(self) -> dict[str, Any]:
        """The answer as the command line's contract has it."""
        return documents.attainment(self)


def attainment(
    session: Session,
    user: User,
    *,
    year: int,
    measure: str = "revenue",
    level: str = "target",
    by: Sequence[str] = (),
    as_of: date | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> Attainment:
    """Targets of a fiscal year against the actuals up to ``as_of`` (today), per combination of the dimensions ``by``
    (``asked.DIMENSIONS``); formulas: the glossary.

    ``where``: dimension → codes, or labels of months or quarters of the year. Takes kpis.read, for quantities
    kpis.quantities is enough; targets and sales are those that ``user`` may see. A region whose target is not split
    over all regions below it counts the sales of those that have none of their own. Raises BadInput for an unknown
    measure, level, dimension, member or period. Answers are remembered: do not change the frame.
    """
    plan = Plan(year, measure, level)
    plan.check()
    user.require("kpis.read", *(("kpis.quantities",) if REGISTRY[measure].is_quantity else ()))
    question = asked(session, user, plan, by=by, where=where or {}, as_of=as_of)
    key = (state(session), db.versions(session).get("targets"), question.key(), language())
    return _answers.get(key, lambda: _answer(session, user, question))


def _answer(session: Session, user: User, question: Asked) -> Attainment:
    planned = aims(session, sheet(session, user, question.plan), question)
    sold = _sold(session, user, question, planned.under)
    whole = rows.total(question, planned, sold)
    parts = rows.joined(session, question, planned, sold) if question.by else whole
    both = [rows.figures(session, question, frame, planned.under) for frame in (parts, whole)]
    bounds = [question.bounds(month) for month in question.months]
    return Attainment(
        plan=question.plan,
        by=question.by,
        start=bounds[0].start,
        end=bounds[-1].end,
        as_of=question.as_of,
        rows=both[0],
        total={str(name): None if pd.isna(value) else value.item() for name, value in both[1].iloc[0].items()},
    )


def _sold(session: Session, user: User, question: Asked, under: Mapping[int, int] | None) -> kpis.KpiTable | None:
    """The figures of the elapsed days; None where none has elapsed."""
    days = joined(question.elapsed(question.months))
    if not days:
        return None
    labels = tuple(question.label("month", month) for month in question.months)
    below = tuple(sorted(under.items())) if under else None
    by, measure, everything = question.by, question.plan.measure, user.may("kpis.read")
    asked_for = (question.chosen.key(), days[0].start, days[-1].end, labels, by, below, measure, everything, language())
    return _sales.get(
        (state(session), asked_for),
        lambda: kpis.table(
            session, user, days[0].start, days[-1].end, by=by, where={**question.where, "month": labels},
            under={"region": under} if under else None, metrics=(measure,),
        ),
    )  # fmt: skip
