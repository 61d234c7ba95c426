"""Which parts of the business moved a series off its path, each way of looking summing to the whole.

By the dimensions of forecasts each part is held against its own forecast (or target); where it has none, and by
customer, price, volume and mix, against the same period of last year.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import kpis
from salesdash.access.identity import OPERATOR
from salesdash.analytics.deviations import ranked, shortened
from salesdash.analytics.price_volume_mix import price_volume_mix
from salesdash.forecasts.made import CELL
from salesdash.forecasts.question import ALL, COLUMNS, DIMENSIONS, MOST_CROSSED, UNASSIGNED
from salesdash.kpis.answers import UNASSIGNED as NO_MEMBER
from salesdash.metrics import REGISTRY
from salesdash.monitoring.cells import codes
from salesdash.monitoring.comparing import Period, View, comparison, run_for

#: the parts of a change of revenue, as a dimension
EFFECT = "effect"
#: members that are named; the others are one
_MOST = 10

Part = dict[str, Any]


class Causes:
    """Looks into the series of one view and period. What is asked once is kept, as many series ask the same."""

    def __init__(self, session: Session, view: View, period: Period) -> None:
        self._session, self._view, self._period = session, view, period
        self._frames: dict[tuple[str, ...], DataFrame | None] = {}
        self._years: dict[tuple[str, ...], DataFrame] = {}
        self._names: dict[str, dict[int, str]] = {}

    def of_all(self, rows: DataFrame, off: DataFrame, basis: str) -> dict[tuple[int, ...], list[Part]]:
        """The contributors of every series in ``off``, by its cell; ``rows``: all series, judged by ``basis``."""
        return {tuple(int(row[column]) for column in CELL): self.of(rows, row, basis) for row in _records(off)}

    def of(self, rows: DataFrame, row: dict[str, Any], basis: str) -> list[Part]:
        """The contributors to the deviation of a row of ``rows``: dimension, code (None: the others), deviation,
        against (forecast, pace, year)."""
        named = tuple(name for name in DIMENSIONS if row[COLUMNS[name]] != ALL)
        whole = int(row["deviation"])
        found: list[Part] = []
        for name in DIMENSIONS:
            if name in named:
                continue
            level = tuple(one for one in DIMENSIONS if one in (*named, name))
            frame = rows if set(level) <= set(self._view.by) else self._other(level) if basis == "forecast" else None
            inside = None if frame is None else _members(frame, level, named, row)
            if inside is None or inside.empty:
                found += self._against_last_year(row, named, name, _MOST)
                continue
            parts = [(self._code(name, member), int(off)) for member, off in _deviations(inside, COLUMNS[name])]
            told = ranked(parts, whole)
            kept = told if name in self._view.by else shortened(told, _MOST)
            found += [_part(name, code, off, basis) for code, off in kept]
        found += self._against_last_year(row, named, "customer", _MOST)
        if self._view.measure == "revenue":
            found += self._effects(row, named)
        return found

    def _other(self, level: tuple[str, ...]) -> DataFrame | None:
        """The same period in the view by other dimensions, if there is a run."""
        if len(level) > MOST_CROSSED:
            return None
        if level not in self._frames:
            view, days = self._view, self._period.days
            until = self._period.elapsed.end
            run = run_for(self._session, replace(view, by=level), days.start, until)
            self._frames[level] = None if run is None else comparison(self._session, run, self._period)
        return self._frames[level]

    def _against_last_year(self, row: dict[str, Any], named: tuple[str, ...], by: str, most: int) -> Iterator[Part]:
        measure = self._view.measure
        if REGISTRY[measure].unit == "ratio":
            return
        rows = self._cell(self._year(named, by, measure), row, named)
        change = _whole(rows[measure]) - _whole(rows[f"{measure}_previous"])
        scale = 10_000 if REGISTRY[measure].unit == "count" else 1
        parts = [
            (None if code is None else str(code), int(off) * scale) for code, off in zip(rows[by], change, strict=True)
        ]
        for code, off in shortened(ranked(parts, sum(off for _code, off in parts)), most):
            yield _part(by, code, off, "year")

    def _effects(self, row: dict[str, Any], named: tuple[str, ...]) -> list[Part]:
        rows = self._cell(self._year(named, "product", "revenue", "quantity"), row, named)
        if rows["revenue_previous"].notna().sum() == 0:
            return []
        change = int(_whole(rows["revenue"]).sum() - _whole(rows["revenue_previous"]).sum())
        products = rows[rows["product"] != NO_MEMBER]
        goods = DataFrame({
            "quantity_0": products["quantity_previous"], "amount_0": products["revenue_previous"],
            "quantity_1": products["quantity"], "amount_1": products["revenue"],
        })  # fmt: skip
        parts = price_volume_mix(goods, change).parts()
        return [_part(EFFECT, code, off, "year") for code, off in ranked(list(parts.items()), change)]

    def _year(self, named: tuple[str, ...], by: str, *measures: str) -> DataFrame:
        key = (*named, by, *measures)
        if key not in self._years:
            days = self._period.elapsed
            self._years[key] = kpis.table(
                self._session, OPERATOR, days.start, days.end, by=(*named, by), compare="year", metrics=measures
            ).rows
        return self._years[key]

    def _cell(self, rows: DataFrame, row: dict[str, Any], named: tuple[str, ...]) -> DataFrame:
        for name in named:
            rows = rows[rows[name] == self._code(name, row[COLUMNS[name]])]
        return rows

    def _code(self, dimension: str, member: int) -> str:
        if dimension not in self._names:
            self._names[dimension] = {id_: code for code, id_ in codes(self._session, dimension).items()}
        return self._names[dimension].get(member, NO_MEMBER if member == UNASSIGNED else str(member))


def _records(frame: DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _members(frame: DataFrame, level: tuple[str, ...], named: tuple[str, ...], row: dict[str, Any]) -> DataFrame:
    inside = frame["level"] == ",".join(level)
    for name in named:
        inside &= frame[COLUMNS[name]] == row[COLUMNS[name]]
    return frame[inside]


def _deviations(inside: DataFrame, column: str) -> Iterator[tuple[int, int]]:
    """Member and deviation; who was not expected at all deviates by all that came."""
    for member, actual, expected in zip(inside[column], inside["actual"], inside["expected"], strict=True):
        if not pd.isna(actual):
            yield int(member), int(actual) - (0 if pd.isna(expected) else int(expected))


def _whole(column: pd.Series) -> np.ndarray:
    return column.fillna(0).to_numpy(dtype=np.int64)


def _part(dimension: str, code: str | None, off: int, against: str) -> Part:
    return {"dimension": dimension, "code": code, "deviation": off, "against": against}
