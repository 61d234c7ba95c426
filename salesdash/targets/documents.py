"""Answers about targets as the command line's contract has them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from salesdash.metrics import REGISTRY, Metric

if TYPE_CHECKING:
    from salesdash.targets.attainment import Attainment

_AMOUNTS = ("target", "actual", "gap", "expected_to_date", "lead", "left")


def attainment(answer: "Attainment") -> dict[str, Any]:
    """``{"year", "measure", "level", "from", "to", "as_of", "rows", "total"}``: amounts as numbers with at most four
    decimals, undefined values null. Without a dimension the one row is the total."""
    metric = REGISTRY[answer.plan.measure]
    return {
        "year": answer.plan.year,
        "measure": answer.plan.measure,
        "level": answer.plan.level,
        "from": answer.start,
        "to": answer.end,
        "as_of": answer.as_of,
        "rows": [_row(metric, row) for row in answer.rows.to_dict("records")],
        "total": _row(metric, dict(answer.total)),
    }


def _row(metric: Metric, row: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {str(name): None if value is None or value is pd.NA else value for name, value in row.items()}
    return plain | {name: metric.json(plain[name]) for name in _AMOUNTS}
