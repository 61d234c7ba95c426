"""What left its path in a view: all series of a run, in the last closed period and in the running one."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.analytics.deviations import BOUNDS, judged
from salesdash.forecasts import Run
from salesdash.forecasts.made import CELL
from salesdash.models import Signal
from salesdash.monitoring.causing import Causes
from salesdash.monitoring.comparing import Period, View, comparison, periods, run_for
from salesdash.monitoring.pace import against_targets
from salesdash.monitoring.status import LIVING


@dataclass(frozen=True)
class Finding:
    """What is said of one series in one period. ``level`` None: it is on its path; ``back``: well inside. ``cell``:
    CELL → id; ``figures``: actual, expected, BOUNDS."""

    view: View
    basis: str
    period: Period
    run: int
    cell: dict[str, int]
    level: str | None
    back: bool
    figures: dict[str, int | None]
    contributors: list[dict[str, Any]] = field(default_factory=list)


def findings(session: Session, view: View) -> list[Finding]:
    """Everything that can be said of a view, of every series and period, the worst first."""
    found: list[tuple[float, Finding]] = []
    for period in periods(session, view.frequency, view.as_of, _open_periods(session, view)):
        run = run_for(session, view, period.days.start, period.elapsed.end)
        if run is None:
            continue
        frame = comparison(session, run, period)
        causes = Causes(session, view, period)
        for basis, rows in (("forecast", judged(frame)), ("pace", against_targets(session, view, period, frame))):
            found += _told(view, period, run, causes=causes, basis=basis, rows=rows)
    return [one for _surprise, one in sorted(found, key=lambda pair: -pair[0])]


def _open_periods(session: Session, view: View) -> list[date]:
    """Periods of which something is still said: what was imported since may have put it right."""
    rows = session.scalars(
        select(Signal.period_on)
        .where(Signal.measure == view.measure, Signal.frequency == view.frequency, Signal.status.in_(LIVING))
        .where(Signal.by == ",".join(view.by))
        .distinct()
    )
    return list(rows)


def _told(
    view: View, period: Period, run: Run, *, causes: Causes, basis: str, rows: DataFrame
) -> list[tuple[float, Finding]]:
    rows = rows[rows["actual"].notna() & rows["expected"].notna()]
    off = rows[rows["severity"].notna()]
    why = causes.of_all(rows, off, basis)
    found = []
    for row in rows.to_dict("records"):
        cell = {column: int(row[column]) for column in CELL}
        figures = {name: None if pd.isna(row[name]) else int(row[name]) for name in ("actual", "expected", *BOUNDS)}
        one = Finding(
            view, basis, period, run.id, cell, row["severity"], bool(row["back"]), figures,
            why.get(tuple(cell.values()), []),
        )  # fmt: skip
        found.append((float(row["surprise"]) if row["severity"] else 0.0, one))
    return found
