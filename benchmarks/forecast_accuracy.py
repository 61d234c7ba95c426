"""How far off forecasts are on monthly series 18 steps ahead, whether their intervals hold, and what they cost.

    python -m benchmarks.forecast_accuracy [--series N] [--seed S] [--cores C]

Beside them, over the same series in the same run: the library's own AutoETS, its DynamicOptimizedTheta, and the mean
of the two. Seconds are those on the clock, with the start of the processes; the ratio to AutoETS is what counts. Prints
one JSON document.
"""

import argparse
import json
import time

import numpy as np
from pandas import DataFrame

from benchmarks.series import SEASON, Floats, frame, generated, open_ones
from salesdash.analytics.forecasting import forecast, measures

STEPS = 18


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--series", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--cores", type=int, default=2)
    asked = arguments.parse_args()
    sets = {"generated": generated(asked.series, asked.seed), "open": open_ones(asked.seed)}
    print(json.dumps({name: compared(series, asked.cores) for name, series in sets.items()}, indent=1))


def compared(series: list[Floats], cores: int) -> dict[str, object]:
    known = frame(series, STEPS)
    started = time.perf_counter()
    found = forecast(known, horizon=STEPS, season_length=SEASON, cores=cores)
    seconds = time.perf_counter() - started
    smoothing, seconds_smoothing = library("AutoETS", known, cores)
    theta, seconds_theta = library("DynamicOptimizedTheta", known, cores)
    points = found.points.sort_values(["unique_id", "step"])
    actual = np.concatenate([y[-STEPS:] for y in series])
    held = {
        share: round(measures.coverage(actual, points[f"lo{share}"].to_numpy(), points[f"hi{share}"].to_numpy()), 4)
        for share in (80, 95)
    }
    return {
        "series": len(series),
        "ours": off(series, points["mean"].to_numpy()) | {"seconds": round(seconds, 1), "intervals hold": held},
        "AutoETS": off(series, smoothing) | {"seconds": round(seconds_smoothing, 1)},
        "DynamicOptimizedTheta": off(series, theta) | {"seconds": round(seconds_theta, 1)},
        "mean of the two": off(series, (smoothing + theta) / 2),
        "ours, times of AutoETS": round(seconds / seconds_smoothing, 2),
    }


def library(model: str, known: DataFrame, cores: int) -> tuple[Floats, float]:
    """Means of a model of the library, and its seconds."""
    from statsforecast import StatsForecast, models

    started = time.perf_counter()
    engine = StatsForecast([getattr(models, model)(season_length=SEASON)], freq=1, n_jobs=cores)
    found = engine.forecast(df=known, h=STEPS).sort_values(["unique_id", "ds"])
    return found[model].to_numpy(), time.perf_counter() - started


def off(series: list[Floats], means: Floats) -> dict[str, float]:
    by_series = list(zip(series, means.reshape(len(series), STEPS), strict=True))
    scales = [np.full(STEPS, measures.naive_scale(y[:-STEPS], SEASON)) for y, _ in by_series]
    return {
        "sMAPE": round(float(np.mean([measures.smape(y[-STEPS:], mean) for y, mean in by_series])), 3),
        "MASE": round(
            float(np.mean([measures.mase(y[-STEPS:], mean, scale)
                           for (y, mean), scale in zip(by_series, scales, strict=True)])), 4
        ),
    }  # fmt: skip


if __name__ == "__main__":
    main()
