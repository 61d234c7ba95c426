"""Forecasts: runs are made by jobs, stored as they were made, and read by pages, reports and monitoring.

A run is of the whole company: one measure, at most two dimensions and their crossing, one frequency. Who reads sees
the series that ``sight`` gives them.
"""

from salesdash.forecasts.actuals import actuals, came, cell_ids
from salesdash.forecasts.question import DIMENSIONS, FREQUENCIES, LONGEST, MEASURES, parameters
from salesdash.forecasts.reading import accuracy, inputs, points
from salesdash.forecasts.running import run
from salesdash.forecasts.runs import Run, latest, run_of, runs
from salesdash.forecasts.sight import Sight, sight

__all__ = [
    "DIMENSIONS", "FREQUENCIES", "LONGEST", "MEASURES", "Run", "Sight", "accuracy", "actuals", "came", "cell_ids",
    "inputs", "latest", "parameters", "points", "run", "run_of", "runs", "sight",
]  # fmt: skip
