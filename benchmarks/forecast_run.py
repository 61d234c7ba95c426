"""A run of a company: 500 monthly series × 60 months, 12 ahead, with sums over three dimensions and all of it judged.

    python -m benchmarks.forecast_run [--cores C]

10 regions × 10 product lines × 5 channels; sums for the total, each dimension and regions × lines. The twelve months
that came are held back. The comparison in the same run is the library's AutoETS over the 500 bottom series alone,
without sums, evaluation or intervals. Prints one JSON document: seconds, the largest memory of any process, how far
sums are from adding up, and per level WAPE and coverage beside the seasonal naive forecast.
"""

import argparse
import json
import resource
import time

import numpy as np
import pandas as pd
from pandas import DataFrame

from benchmarks.series import SEASON
from salesdash.analytics.forecasting import forecast, measures

REGIONS, LINES, CHANNELS, MONTHS, STEPS = 10, 10, 5, 60, 12
OF = ((), ("region",), ("line",), ("channel",), ("region", "line"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cores", type=int, default=2)
    cores = arguments.parse_args().cores
    levels, sold = company(11)
    known = sold[sold["ds"] < sold["ds"].max() - pd.DateOffset(months=STEPS - 1)]
    started = time.perf_counter()
    found = forecast(known, horizon=STEPS, season_length=SEASON, frequency="MS", levels=levels, of=OF, cores=cores)
    seconds = time.perf_counter() - started
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    alone = smoothing(known, cores)
    means = found.points.pivot(index="ds", columns="unique_id", values="mean")
    print(json.dumps({
        "series": len(found.accuracy), "problems": len(found.problems), "seconds": round(seconds, 1),
        "AutoETS of the bottom alone, seconds": round(alone, 1), "largest process, MB": largest // 1024,
        "sums off by at most": float(np.abs(means["total"] - means[levels["unique_id"]].sum(axis=1)).max()),
        "levels": by_level(found.points, found.members, sold),
    }, indent=1))  # fmt: skip


def company(seed: int) -> tuple[DataFrame, DataFrame]:
    """The dimensions of the bottom series, and what was sold: years that all share, seasons of lines, noise of each."""
    chance = np.random.default_rng(seed)
    months = pd.date_range("2020-01-01", periods=MONTHS + STEPS, freq="MS")
    places = np.arange(len(months))
    shared = np.cumsum(chance.normal(0.004, 0.015, len(months)))
    seasons = chance.normal(0, 0.15, (LINES, SEASON))
    of_regions = np.cumsum(chance.normal(0, 0.015, (REGIONS, len(months))), axis=1)
    rows, parts = [], []
    for region, line, channel in np.ndindex(REGIONS, LINES, CHANNELS):
        own = np.cumsum(chance.normal(0, 0.02, len(months))) + chance.normal(0, chance.uniform(0.05, 0.4), len(months))
        logs = chance.normal(8, 1) + shared + of_regions[region] + seasons[line][places % SEASON] + own
        name = f"{region}-{line}-{channel}"
        rows.append((name, region, line, channel))
        parts.append(DataFrame({"unique_id": name, "ds": months, "y": np.round(np.exp(logs), 2)}))
    return DataFrame(rows, columns=["unique_id", "region", "line", "channel"]), pd.concat(parts, ignore_index=True)


def smoothing(known: DataFrame, cores: int) -> float:
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS

    started = time.perf_counter()
    StatsForecast([AutoETS(season_length=SEASON)], freq="MS", n_jobs=cores).forecast(df=known, h=STEPS)
    return time.perf_counter() - started


def by_level(points: DataFrame, members: DataFrame, sold: DataFrame) -> dict[str, dict[str, float]]:
    bottom = members[members["level"] == "region,line,channel"].drop(columns="level")
    facts = sold.merge(bottom, on="unique_id")
    told = {}
    for level, inside in members.groupby("level", sort=False):
        names = level.split(",") if level else []
        sums = facts.groupby([*names, "ds"], as_index=False)["y"].sum()
        sums = sums.merge(inside, on=names) if names else sums.assign(unique_id="total")
        before = sums.assign(ds=sums["ds"] + pd.DateOffset(years=1)).rename(columns={"y": "naive"})
        both = points.merge(sums[["unique_id", "ds", "y"]], on=["unique_id", "ds"])
        both = both.merge(before[["unique_id", "ds", "naive"]], on=["unique_id", "ds"])
        column = {name: both[name].to_numpy() for name in ("y", "mean", "naive", "lo80", "hi80", "lo95", "hi95")}
        told[level or "total"] = {
            "WAPE": round(measures.wape(column["y"], column["mean"]), 4),
            "WAPE, seasonal naive": round(measures.wape(column["y"], column["naive"]), 4),
            "80 % hold": round(measures.coverage(column["y"], column["lo80"], column["hi80"]), 3),
            "95 % hold": round(measures.coverage(column["y"], column["lo95"], column["hi95"]), 3),
        }
    return told


if __name__ == "__main__":
    main()
