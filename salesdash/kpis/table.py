"""``kpis``: all figures per combination of any dimensions, and their total."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
import pyarrow as pa
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import company, comparisons, snapshot
from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.kpis import figures
from salesdash.kpis.answers import DIMENSIONS, METRICS, TIME_DIMENSIONS, KpiTable
from salesdash.kpis.counting import Grouping, Key, base_figures
from salesdash.kpis.filters import TABLES, categories, region_parents, selection, unknown_dimension
from salesdash.kpis.names import named
from salesdash.kpis.receipts import with_receipts
from salesdash.kpis.times import chosen_days, joined
from salesdash.locale import N_
from salesdash.periods import FiscalCalendar, Grain, Range
from salesdash.snapshot.facts import Facts
from salesdash.snapshot.files import Snapshot
from salesdash.snapshot.selection import Selection


def table(
    session: Session,
    user: User,
    start: date,
    end: date,
    *,
    by: Sequence[str] = (),
    where: Mapping[str, Sequence[str]] | None = None,
    compare: str | None = None,
    under: Mapping[str, Mapping[int, int]] | None = None,
    metrics: Collection[str] = METRICS,
    summaries: bool = True,
) -> KpiTable:
    """Figures from ``start`` to ``end`` per combination of the dimensions ``by``; formulas: the glossary.

    Members with lines in the comparison only have a row as well, its own figures undefined.
    ``where``: dimension → codes, or labels of periods, which leave only those days. ``compare``: "previous" or
    "year"; dates that span exactly a month, quarter or year of the company compare as that preset, others with as
    many days. A row of a period (``by`` month …) compares with the same for its own days; a row of other members with
    theirs in the comparison of the whole. Takes kpis.read, or kpis.quantities, which sees quantities only. Raises
    BadInput ``unknown_dimension``, ``unknown_member``, ``dates_reversed``, and those of ``times.chosen_days``.
    ``under``: dimension of ``by`` → id of a member → id of the one that it is counted under (all members must be
    named); a count of its own there, as everywhere. ``metrics``: those that are needed; others may be <NA>.
    ``summaries=False`` asks the lines for everything: slower, and the same.
    """
    user.require("kpis.read", "kpis.quantities")
    days, by = Range(start, end), tuple(dict.fromkeys(by))
    if unknown := [name for name in (*by, *(where or {})) if name not in DIMENSIONS]:
        raise unknown_dimension(unknown[0])
    periods = [name for name in by if name in TIME_DIMENSIONS]
    if compare not in (None, "previous", "year"):
        raise BadInput("unknown_comparison", N_("There is no comparison {name}: previous or year."), name=compare)
    settings = company.settings(session)
    fiscal = settings.calendar
    members = {name: codes for name, codes in (where or {}).items() if name not in TIME_DIMENSIONS}
    stretches = chosen_days(fiscal, days, where or {})
    asking = _Asking(
        session,
        user,
        files=snapshot.current(session),
        chosen=selection(session, user, members),
        fiscal=fiscal,
        under=under or {},
        metrics=metrics,
        summaries=summaries,
    )
    whole = [Piece(one, {}) for one in stretches]
    pieces = whole if not periods else [piece for one in stretches for piece in _pieces(fiscal, periods, one)]
    total = asking.rows(whole, ())
    rows = asking.rows(pieces, by) if by else total
    compared_with = None
    if compare:
        bases = joined(_base_of(fiscal, one, compare) for one in stretches)
        compared_with = Range(bases[0].start, bases[-1].end)
        base = [Piece(one, {}) for one in bases]
        total = _compared(total, asking.rows(base, ()), [])
        if periods:
            base = [Piece(_base_of(fiscal, piece.days, compare), piece.labels) for piece in pieces]
        rows = _compared(rows, asking.rows(base, by), by) if by else total
    for dimension in by:
        if dimension in TABLES:
            rows = named(session, rows, dimension)
    if by:
        rows = rows.sort_values(list(by), kind="stable", ignore_index=True)
    return KpiTable(start, end, by, compared_with, rows, total)


def _compared(rows: DataFrame, base: DataFrame, by: Sequence[str]) -> DataFrame:
    """``rows`` with the figures of the rows of the same members in ``base`` beside, and the changes. Members that have
    lines in ``base`` only get a row too: what fell to nothing is what a reader of changes looks for."""
    if by:
        known = set(rows[list(by)].itertuples(index=False, name=None))
        gone = [key not in known for key in base[list(by)].itertuples(index=False, name=None)]
        rows = pd.concat([rows, base.loc[gone, list(by)]], ignore_index=True)
    place = {key: number for number, key in enumerate(base[list(by)].itertuples(index=False, name=None))}
    places = [place.get(key, -1) for key in rows[list(by)].itertuples(index=False, name=None)] if by else [0]
    before = figures.aligned(figures.of_frame(base[list(figures.FIGURES)]), places)
    beside = figures.compared(figures.of_frame(rows), before, "_previous", "_change")
    return pd.concat([rows, DataFrame(beside, index=rows.index)], axis=1)


class Piece:
    """A stretch of days that becomes rows of its own, with the labels of the periods it lies in."""

    def __init__(self, days: Range, labels: Mapping[str, str]) -> None:
        self.days = days
        self.labels = labels


def _pieces(fiscal: FiscalCalendar, periods: Sequence[str], days: Range) -> list[Piece]:
    """``days`` cut at every bound of the periods asked for; pieces with the same labels count as one period."""
    grains: list[Grain] = periods  # type: ignore[assignment]
    pieces, start = [], days.start
    while start <= days.end:
        end = min([days.end, *(fiscal.bounds(grain, start).end for grain in grains)])
        pieces.append(Piece(Range(start, end), {grain: fiscal.label(grain, start) for grain in grains}))
        start = end + timedelta(days=1)
    return pieces


def _base_of(fiscal: FiscalCalendar, days: Range, compare: str) -> Range:
    base = comparisons.compared_with(fiscal, days, "previous" if compare == "previous" else "year", days.end)
    assert base is not None  # only the alignment on Lunar New Year may not apply
    return base


class _Asking:
    """What stays the same between the statements of one table."""

    def __init__(
        self,
        session: Session,
        user: User,
        *,
        files: Snapshot,
        chosen: Selection,
        fiscal: FiscalCalendar,
        under: Mapping[str, Mapping[int, int]],
        metrics: Collection[str],
        summaries: bool,
    ) -> None:
        self._session, self._user, self._files = session, user, files
        self._selection, self._fiscal, self._under = chosen, fiscal, under
        self._metrics, self._summaries = metrics, summaries

    def rows(self, pieces: Sequence[Piece], by: Sequence[str]) -> DataFrame:
        """One row per group that has lines or receipts; the total has one row always."""
        with Facts(self._files, self._selection, [p.days for p in pieces], summaries=self._summaries) as facts:
            keys = [self._key(facts, name) for name in by if name in TABLES]
            days = pa.table(_days(pieces), schema=_DAYS)
            facts.connection.register("buckets", days)
            facts.keep_edges()
            grouping = Grouping(keys, "buckets")
            found = base_figures(facts, grouping, self._selection.members, flags=self._summaries, wanted=self._metrics)
            if "receipts" in self._metrics and facts.has_receipts and self._user.may("kpis.read"):
                found = with_receipts(facts, grouping, found)
        for name in by:
            if name in TIME_DIMENSIONS:
                found[name] = [pieces[bucket].labels[name] for bucket in found["bucket"]]
        if not by and found.empty:
            found = DataFrame({c: pd.array([pd.NA], dtype="Int64") for c in found.columns})
        completed = figures.complete(figures.of_frame(found), self._user)
        return DataFrame({name: found[name] for name in by} | completed)

    def _key(self, facts: Facts, dimension: str) -> Key:
        column = TABLES[dimension][1]
        if dimension in self._under:
            above = self._under[dimension]
        elif dimension in ("region_parent", "category"):
            above = region_parents(self._session) if dimension == "region_parent" else categories(self._session)
        else:
            return Key(dimension, column)
        name = f"above_{dimension}"
        levels = {"id": pa.array(above.keys(), pa.int32()), "above": pa.array(above.values(), pa.int32())}
        facts.connection.register(name, pa.table(levels))
        return Key(dimension, column, name)


_DAYS = pa.schema([("day", pa.date32()), ("bucket", pa.int32())])


def _days(pieces: Sequence[Piece]) -> dict[str, list]:
    """Every day of every piece with the number of the first piece of the same labels."""
    first: dict[tuple, int] = {}
    days: list[date] = []
    buckets: list[int] = []
    for number, piece in enumerate(pieces):
        bucket = first.setdefault(tuple(piece.labels.items()), number)
        days += [piece.days.start + timedelta(days=n) for n in range(piece.days.days)]
        buckets += [bucket] * piece.days.days
    return {"day": days, "bucket": buckets}
