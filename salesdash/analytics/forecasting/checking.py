"""Rows in, series on a regular grid out. What is wrong with a series is said of that series; the others go on.

Missing is not zero: a date without a row, a text, an infinite number become a hole (NaN).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from salesdash.analytics.forecasting.calendar import Grid, guessed

Floats = NDArray[np.float64]

#: of a series' dates, how many may contradict each other before nobody can say what the series is
CONTRADICTORY = 0.2
#: dates outside are mistyped
_BELIEVED = (pd.Timestamp(1700, 1, 1), pd.Timestamp(2250, 1, 1))
#: a run of holes longer than this many seasons cuts a series: what lies before or after it is no history of the rest
LONGEST_HOLE = 3


@dataclass(frozen=True)
class One:
    """A series on its grid. ``said``: what people say of a place (one_off, closed, normal), None: nothing."""

    name: str
    start: int
    y: Floats
    said: NDArray[np.object_]


@dataclass
class Checked:
    """What came of the rows. ``problems``: series that cannot be forecast; ``warnings``: what was set right or left
    out of series that can. Both: unique_id, code, details."""

    grid: Grid
    series: list[One] = field(default_factory=list)
    problems: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    warnings: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


def check(rows: DataFrame, frequency: str | None, season_length: int, *, guess: bool = False) -> Checked:
    """The series of ``rows`` (unique_id, ds, y and perhaps ``mark``). ``guess``: the frequency is not known but to be
    seen from the dates."""
    names = rows["unique_id"].astype(str)
    dates, known = _dates(rows["ds"], numbers=frequency is None and not guess)
    values, numeric = _numbers(rows["y"])
    marks = rows["mark"] if "mark" in rows else Series([None] * len(rows), index=rows.index)
    frame = DataFrame({"name": names, "ds": dates, "y": values, "known": known, "numeric": numeric, "said": marks})
    good = frame[frame["known"]]
    grid = guessed(good["ds"], good["name"]) if guess or frequency is None else Grid(frequency)
    frame["place"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    frame.loc[frame["known"], "place"] = grid.places(good["ds"])
    found = Checked(grid)
    for name, part in frame.groupby("name", sort=False):
        _one(str(name), part, found, LONGEST_HOLE * max(season_length, 4))
    return found


def _dates(column: Series, *, numbers: bool) -> tuple[Series, NDArray[np.bool_]]:
    """Dates, or whole numbers where ``numbers`` or where nearly all are; and which could be read."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.tz_localize(None), column.notna().to_numpy()
    counted = pd.to_numeric(column, errors="coerce").replace([np.inf, -np.inf], np.nan)
    whole = counted.notna() & (counted == counted.round()) & (counted.abs() < 1e15)
    digits = counted[whole].astype(np.int64).astype(str)
    for size, written in () if numbers else ((8, "%Y%m%d"), (6, "%Y%m")):  # 20150331, 201503
        if whole.mean() > 0.5 and (digits.str.len() == size).all():
            read = pd.to_datetime(digits, format=written, errors="coerce")
            if read.between(*_BELIEVED).all():
                return read.reindex(column.index), whole.to_numpy()
    if numbers or whole.mean() > 0.5:
        return counted.where(whole, 0).astype(np.int64), whole.to_numpy()
    read = pd.to_datetime(column.astype(str), errors="coerce", format="ISO8601")
    if read.isna().mean() > 0.5:
        read = pd.to_datetime(column.astype(str), errors="coerce", format="mixed")
    if getattr(read.dt, "tz", None) is not None:
        read = read.dt.tz_localize(None)
    within = read.notna() & read.between(*_BELIEVED)
    return read.where(within), within.to_numpy()


def _numbers(column: Series) -> tuple[Floats, NDArray[np.bool_]]:
    """Values, NaN where there is none; and whether what stands there is a number or nothing at all."""
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    finite = np.isfinite(values)
    nothing = column.isna().to_numpy() | column.astype(str).str.strip().str.lower().isin(["", "nan", "na", "null"])
    return np.where(finite, values, np.nan), finite | nothing


def _one(name: str, part: DataFrame, found: Checked, longest_hole: int) -> None:
    """One series, or why there is none."""

    def warn(code: str, **details: Any) -> None:
        found.warnings.append((name, code, details))

    if bad := int((~part["known"]).sum()):
        warn("unreadable_dates", rows=bad)
    if texts := int((part["known"] & ~part["numeric"]).sum()):
        warn("not_numbers", rows=texts)
    rows = part[part["known"]]
    if rows.empty or rows["y"].notna().sum() == 0:
        found.problems.append((name, "empty", {}))
        return
    places, several = _once(rows)
    if several.any():
        if several.mean() > CONTRADICTORY:
            found.problems.append((name, "contradictory_dates", {"dates": int(several.sum())}))
            return
        warn("contradictory_dates", dates=int(several.sum()))
    elif len(places) < len(rows):
        warn("repeated_rows", rows=len(rows) - len(places))
    at = places.index.to_numpy(dtype=np.int64)
    inside = _main_part(at[places["y"].notna().to_numpy()], longest_hole)
    kept = places[(at >= inside[0]) & (at <= inside[1])]
    if left_out := len(places) - len(kept) - int(places["y"].isna().sum()) + int(kept["y"].isna().sum()):
        dates = found.grid.dates(at[(at < inside[0]) | (at > inside[1])])
        warn("far_from_the_rest", rows=left_out, first=str(dates[0])[:10], last=str(dates[-1])[:10])
    on = np.arange(inside[0], inside[1] + 1)
    y = kept["y"].reindex(on).to_numpy(dtype=np.float64)
    if holes := int(np.isnan(y).sum()):
        warn("holes", periods=holes)
    said = np.array([word if isinstance(word, str) else None for word in kept["said"].reindex(on)], dtype=object)
    found.series.append(One(name, int(inside[0]), y, said))


def _once(rows: DataFrame) -> tuple[DataFrame, NDArray[np.bool_]]:
    """Each place once, in order; a place of which rows say different things is a hole."""
    if not rows["place"].duplicated().any():
        return rows.set_index("place")[["y", "said"]].sort_index(), np.zeros(len(rows), dtype=bool)
    grouped = rows.groupby("place", sort=True)
    values = grouped["y"].agg(["first", "nunique"])
    several = (values["nunique"] > 1).to_numpy()
    once = DataFrame({"y": values["first"].where(~several), "said": grouped["said"].last()})
    return once, several


def _main_part(places: NDArray[np.int64], longest_hole: int) -> tuple[int, int]:
    """First and last place of the part with most values, where long holes cut a series (a mistyped year)."""
    cuts = np.flatnonzero(np.diff(places) > longest_hole) + 1
    parts = np.split(places, cuts)
    largest = max(parts, key=len)
    return int(largest[0]), int(largest[-1])


def ahead(found: Checked, today: date) -> None:
    """Remarks on series whose dates reach beyond today."""
    if found.grid.frequency is None:
        return
    for one in found.series:
        last = found.grid.dates([one.start + len(one.y) - 1])[0]
        if last > np.datetime64(today):
            found.warnings.append((one.name, "future_dates", {"last": str(last)[:10]}))


def named(entries: list[tuple[str, str, dict[str, Any]]]) -> DataFrame:
    """unique_id, code, details."""
    return DataFrame(entries, columns=["unique_id", "code", "details"])
