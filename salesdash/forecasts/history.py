"""The history that a forecast learns from: one value per series and period, as the KPI tables count it.

Series are of the whole company, whoever asks. Values are in units (currency, pieces, orders, fractions). Where the
company has lines in a period and a cell has none, the cell's value is 0; where the company has none, it is missing,
and so is what cannot be told of a period at all (a margin of no sales, a profit without any known cost).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, kpis, snapshot
from salesdash.access.identity import EVERYTHING, OPERATOR
from salesdash.company import calendar
from salesdash.errors import Conflict
from salesdash.forecasts.question import ALL, COLUMNS, UNASSIGNED, Question
from salesdash.forecasts.stretch import Stretch, stretch
from salesdash.kpis.answers import UNASSIGNED as NO_MEMBER
from salesdash.kpis.filters import TABLES
from salesdash.kpis.remembered import Remembered, state
from salesdash.locale import N_
from salesdash.metrics import REGISTRY
from salesdash.periods import Range, month_end
from salesdash.snapshot.facts import Facts
from salesdash.snapshot.selection import Selection
from salesdash.units import SCALE

_days: Remembered[list[date]] = Remembered(8)

#: columns that tell a cell
CELL = tuple(COLUMNS.values())


@dataclass(frozen=True)
class History:
    """``cells``: level, the four columns of CELL, one row per series, its number the index; ``values``: number,
    period_on, value (NaN: missing), from the series' first period with a line on. Of an additive measure only the
    lowest level is there: all above are its sums."""

    stretch: Stretch
    cells: DataFrame
    values: DataFrame


def reach(session: Session, asked: Question) -> Stretch:
    """How far the data reach for a question. Raises Conflict ``no_history`` where no period has come to its end."""
    today = company.today(company.settings(session))
    known = stretch(calendar(session), asked.frequency, line_days(session), asked=asked.as_of, today=today)
    if known is None or not known.periods:
        raise Conflict(
            "no_history",
            N_("There is no period yet whose sales are known from its first to its last day: nothing to learn from."),
            frequency=asked.frequency,
        )
    return known


def history(session: Session, asked: Question) -> History:
    """What is known for a question. Raises as ``reach``."""
    known = reach(session, asked)
    fiscal = calendar(session)
    days = Range(known.periods[0].start, known.periods[-1].end)
    starts = {fiscal.label(asked.frequency, one.start): one.start for one in known.periods}
    parts, cells, count = [], [], 0
    for level in asked.levels[-1:] if asked.additive else asked.levels:
        found = figures(session, asked, level, days, starts)
        found_cells = found[list(CELL)].drop_duplicates(ignore_index=True)
        found_cells.index += count
        numbered = found.merge(found_cells.rename_axis("number").reset_index(), on=list(CELL))
        parts.append(_filled(numbered, asked.measure, list(starts.values())))
        cells.append(found_cells.assign(level=",".join(level)))
        count += len(found_cells)
    return History(known, pd.concat(cells), pd.concat(parts, ignore_index=True))


def figures(session: Session, asked: Question, level: Sequence[str], days: Range, starts: dict[str, date]) -> DataFrame:
    """CELL, period_on, value (units; NaN where it is undefined) of every cell and period that has lines, on ``days``.
    ``starts``: label of a period → its first day."""
    table = kpis.table(
        session, OPERATOR, days.start, days.end, by=(asked.frequency, *level), metrics=(asked.measure,)
    )  # fmt: skip
    rows = table.rows
    frame = DataFrame({column: np.full(len(rows), ALL) for column in CELL})
    for name in level:
        ids = _ids(session, name)
        frame[COLUMNS[name]] = np.array([ids[code] for code in rows[name]], dtype=np.int64)
    frame["period_on"] = [starts[label] for label in rows[asked.frequency]]
    scale = 1 if REGISTRY[asked.measure].unit in ("count", "ratio") else SCALE
    frame["value"] = rows[asked.measure].to_numpy(dtype=float, na_value=np.nan) / scale
    return frame


def line_days(session: Session) -> list[date]:
    """The days that have lines of anybody, in their order. Remembered: do not change the list."""
    return _days.get(state(session), lambda: _line_days(session))


def _line_days(session: Session) -> list[date]:
    files = snapshot.current(session)
    if not files.months:
        return []
    first, last = min(files.months), max(files.months)
    days = Range(date(first // 100, first % 100, 1), month_end(date(last // 100, last % 100, 1)))
    with Facts(files, Selection(EVERYTHING), [days]) as facts:
        rows = facts.connection.execute(f"SELECT DISTINCT day {facts.lines()} ORDER BY day").fetchall()
    return [row[0] for row in rows]


def _ids(session: Session, dimension: str) -> dict[str, int]:
    """Code → id of the members of a dimension."""
    model = TABLES[dimension][0]
    found = {code: int(member) for code, member in session.execute(select(model.code, model.id)).tuples()}
    return found | {NO_MEMBER: UNASSIGNED}


def _filled(frame: DataFrame, measure: str, periods: list[date]) -> DataFrame:
    """number, period_on, value: every series from its first period on; periods without lines of it are 0 where the
    company has lines, else missing. A ratio of nothing is missing."""
    place = {period: number for number, period in enumerate(periods)}
    at = np.array([place[day] for day in frame["period_on"]], dtype=np.int64)
    told = np.zeros(len(periods), bool)
    told[at] = True
    empty = np.where(told, np.nan if REGISTRY[measure].unit == "ratio" else 0.0, np.nan)
    parts = []
    for number, rows in frame.assign(at=at).groupby("number", sort=True):
        values = empty.copy()
        values[rows["at"]] = rows["value"]
        first = int(rows["at"].min())
        parts.append(DataFrame({"number": number, "period_on": periods[first:], "value": values[first:]}))
    return pd.concat(parts, ignore_index=True)
