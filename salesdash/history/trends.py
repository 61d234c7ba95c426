"""How a measure went: taken apart into trend, season and rest, and year over year."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import kpis
from salesdash.access.identity import User
from salesdash.analytics.decomposition import PERIOD, decompose
from salesdash.history.answers import Trend, View, Years
from salesdash.history.asking import Asked, answer, change, known_measures, whole_numbers
from salesdash.metrics import REGISTRY

#: robust standard deviations from where on a rest is odd, and what makes one of the median absolute rest
_ODD, _DEVIATION = 3.0, 1.4826
#: a rest smaller than this share of an average month is never odd, however regular the others are
_NOTICED = 0.03


def trend(session: Session, user: User, view: View) -> Trend:
    """The months of the period taken apart into trend, season and rest, see Trend. A month of which only a part is
    told stands there, marked, and is left out of the fit. Takes kpis.read, or kpis.quantities for quantities."""
    return answer(session, user, view, _trend, measures=known_measures())


def years(session: Session, user: User, view: View) -> Years:
    """The company's years of the period laid over each other, see Years. Takes kpis.read, or kpis.quantities."""
    return answer(session, user, view, _years, measures=known_measures())


def months_of(asked: Asked) -> DataFrame:
    """The months of the period from the first to the last with data: label, start, end, partial, value."""
    view, period = asked.view, asked.view.period
    found = kpis.table(asked.session, asked.user, period.start, period.end, by=["month"], where=view.where).rows
    values = dict(zip(found["month"], found[asked.measure], strict=True))
    pieces = asked.pieces("month")
    known = [at for at, piece in enumerate(pieces) if not pd.isna(values.get(piece.label, pd.NA))]
    pieces = pieces[known[0] : known[-1] + 1] if known else []
    return DataFrame(
        {
            "label": [piece.label for piece in pieces],
            "start": [max(piece.bounds.start, period.start) for piece in pieces],
            "end": [min(piece.bounds.end, period.end) for piece in pieces],
            "partial": [piece.partial for piece in pieces],
            "value": pd.array([values.get(piece.label, pd.NA) for piece in pieces], dtype="Int64"),
        }
    )


def whole_values(months: DataFrame) -> npt.NDArray[np.float64]:
    """The values of whole months, NaN for the others."""
    values = months["value"].to_numpy(dtype=float, na_value=np.nan)
    return np.where(months["partial"].to_numpy(dtype=bool), np.nan, values)


def _trend(asked: Asked) -> Trend:
    months = months_of(asked)
    values = whole_values(months)
    fit = decompose(values, months["start"].iloc[0].month - 1) if len(months) else None
    whole = int((~np.isnan(values)).sum())
    if fit is None:
        unknown = pd.array([pd.NA] * len(months), dtype="Int64")
        months = months.assign(trend=unknown, season=unknown, rest=unknown, odd=False)
        effects = DataFrame({"month": [], "effect": []})
        return Trend(asked.measure, months, effects, None, whole, None)
    # outside the whole months a trend would be a forecast
    told = np.flatnonzero(~np.isnan(values))
    level = np.full(len(values), np.nan)
    level[told[0] : told[-1] + 1] = fit.trend[told[0] : told[-1] + 1]
    months = months.assign(trend=whole_numbers(level), season=whole_numbers(fit.season))
    months["rest"] = months["value"] - months["trend"] - months["season"]  # unknown where the season is
    months["odd"] = _odd(fit.rest, _NOTICED * float(np.nanmean(np.abs(values))))
    last = told[-1]
    return Trend(
        measure=asked.measure,
        months=months,
        effects=DataFrame({"month": range(1, PERIOD + 1), "effect": fit.effects}),
        multiplicative=fit.multiplicative,
        whole=whole,
        change=change(float(level[last]), float(level[last - PERIOD])),
    )


def _odd(rest: npt.NDArray[np.float64], noticed: float) -> npt.NDArray[np.bool_]:
    size = np.abs(rest)
    return np.nan_to_num(size) > max(_ODD * _DEVIATION * float(np.nanmedian(size)), noticed)


def _years(asked: Asked) -> Years:
    months = months_of(asked)
    additive = REGISTRY[asked.measure].additive
    months.insert(0, "year", [asked.calendar.fiscal_year(start) for start in months["start"]])
    months.insert(1, "month", [start.month for start in months["start"]])
    months["running"] = pd.array([pd.NA] * len(months), dtype="Int64")
    rows = []
    for year in sorted(set(months["year"])):
        of_year = months[months["year"] == year]
        told = of_year[~of_year["partial"] & of_year["value"].notna()]
        from_the_first = of_year["start"].iloc[0] == asked.calendar.year_bounds(year).start
        if additive and from_the_first:
            # after a month without data a sum would pretend to know it
            months.loc[of_year.index, "running"] = of_year["value"].cumsum(skipna=False)
        size = int(of_year["value"].sum()) if additive else _mean(told)
        rows.append((year, size, len(told)))
    totals = DataFrame(rows[::-1], columns=["year", "value", "months"]).astype({"value": "Int64"})
    latest = int(totals["year"].iloc[0]) if len(totals) else None
    now, before, compared = _compared(months, latest, additive)
    return Years(asked.measure, additive, months, totals, latest, compared, now, before, change(now, before))


def _mean(told: DataFrame) -> int | None:
    return round(int(told["value"].sum()) / len(told)) if len(told) else None


def _compared(months: DataFrame, latest: int | None, additive: bool) -> tuple[int | None, int | None, int]:
    """The latest year and the one before over the months that are whole and known in both."""
    told = months[~months["partial"] & months["value"].notna()] if len(months) else months
    now, before = (told[told["year"] == year] for year in (latest, (latest or 0) - 1))
    common = set(now["month"]) & set(before["month"])
    if not common:
        return None, None, 0
    sums = [int(rows[rows["month"].isin(common)]["value"].sum()) for rows in (now, before)]
    if not additive:
        sums = [round(total / len(common)) for total in sums]
    return sums[0], sums[1], len(common)
