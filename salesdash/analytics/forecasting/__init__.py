"""Forecasts of many series: pure functions, frames in, frames out.

Importing this package is light; the forecasting library is loaded by the processes that do the work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pandas import DataFrame

from salesdash.analytics.forecasting.cores import Report, nothing
from salesdash.analytics.forecasting.hierarchy import TOTAL, aggregate_id
from salesdash.analytics.forecasting.kinds import KINDS

__all__ = ["KINDS", "MODELS", "TOTAL", "Forecasts", "aggregate_id", "forecast", "table_csv"]

#: what a forecast may be said to be made by
MODELS = ("combination", "simple", "intermittent", "constant")


@dataclass(frozen=True)
class Forecasts:
    """What a run found.

    points: unique_id, step (1…), ds, mean, lo80, hi80, lo95, hi95, model (of MODELS)
    accuracy: unique_id, kind, model, errors, mase, wape, smape, bias, coverage80, coverage95 over the earlier ends of
        the history (rolling origin); NaN where there is none
    inputs: unique_id, ds, y (NaN: missing), mark (outlier, hole, or what people said; None), used
    problems: unique_id, code, details: series without a forecast, and why
    warnings: unique_id, code, details: series with a forecast, and what was set right or is uncertain about it
    errors: unique_id, origin (last date that was known), step, ds, y, mean, lo80, hi80, lo95, hi95
    members: unique_id, level (dimensions joined by commas), one column per dimension; empty without levels
    """

    points: DataFrame
    accuracy: DataFrame
    inputs: DataFrame
    problems: DataFrame
    warnings: DataFrame
    errors: DataFrame
    members: DataFrame


def forecast(
    series: DataFrame,
    *,
    horizon: int,
    season_length: int,
    frequency: str | None = None,
    known: DataFrame | None = None,
    levels: DataFrame | None = None,
    of: Sequence[Sequence[str]] = ((),),
    cores: int = 0,
    engine: str | None = None,
    report: Report = nothing,
) -> Forecasts:
    """The next ``horizon`` values of each series, and how sure they are.

    series: unique_id, ds, y; optionally ``mark``: one_off or closed (the value says nothing of the future), normal
        (it is no outlier). Duplicates, text and gaps are handled per series; a missing value is never read as 0.
    frequency: a pandas offset alias ("MS", "QS-APR", "W-MON" by the first day of the week, "D" …); None: ``ds`` holds
        whole numbers.
    known: ds and a number column per regressor known beforehand (working days, holidays, promotions), over the history
        and the horizon; with a column unique_id for some series only.
    levels: None: series independent of each other. Else unique_id and a column per dimension for the bottom series of
        an additive measure; sums are made for each set of dimensions in ``of`` (``()``: the total), all are forecast
        and made to add up. A sum's id is ``aggregate_id(dimensions, values)``: "total", "region=NORTH",
        "region=NORTH|channel=WEB"; which is which is also told by ``members``.
    cores: 0 all; engine: the address of a cluster instead.
    report: told the stage and its share done, often; what it raises ends the run.
    """
    from salesdash.analytics.forecasting.run import Asked, run

    asked = Asked(horizon, season_length, frequency, False, known, levels, of, cores, engine)
    return run(series, asked, report)


def table_csv(
    path: str, *, season_length: int, horizon: int, today: date | None = None, cores: int = 0, report: Report = nothing
) -> Forecasts:
    """The forecasts of the series in a CSV file (unique_id, ds, y; ds whole numbers or dates of any frequency).
    ``today``: dates after it are remarked on."""
    from salesdash.analytics.forecasting.run import Asked, run
    from salesdash.analytics.forecasting.tables import read

    return run(read(path), Asked(horizon, season_length, guess=True, today=today, cores=cores), report)
