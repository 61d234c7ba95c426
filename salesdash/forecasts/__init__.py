"""Forecasts: runs are made by jobs, stored as they were made, and read by pages, reports and monitoring.

A run is of the whole company: one measure, at most two dimensions and their crossing, one frequency. Who reads sees
the series that ``sight`` gives them.
"""

from salesdash.forecasts.actuals import actuals, came, cell_ids
from salesdash.forecasts.atonce import run_at_once
from salesdash.forecasts.documents import document, unit
from salesdash.forecasts.question import DIMENSIONS, FREQUENCIES, LONGEST, MEASURES, Question, parameters, question
from salesdash.forecasts.reading import accuracy, inputs, points
from salesdash.forecasts.running import run
from salesdash.forecasts.runs import Run, latest, run_of, runs
from salesdash.forecasts.sight import Sight, sight

__all__ = [
    "DIMENSIONS", "FREQUENCIES", "LONGEST", "MEASURES", "Question", "Run", "Sight", "accuracy", "actuals", "came",
    "cell_ids", "document", "inputs", "latest", "parameters", "points", "question", "run", "run_at_once", "run_of",
    "runs", "sight", "unit",
]  # fmt: skip
