"""A table of figures as the command line's contract has it."""

from typing import Any

import pandas as pd
from pandas import DataFrame

from salesdash.kpis.answers import METRICS, KpiTable
from salesdash.metrics import REGISTRY


def document(table: KpiTable) -> dict[str, Any]:
    """``{"from", "to", "rows", "total"}``: amounts as numbers with at most four decimals, undefined values null."""
    compared = table.compared_with is not None
    labels = [c for name in table.by for c in (name, f"{name}_name") if c in table.rows.columns]
    return {
        "from": table.start.isoformat(),
        "to": table.end.isoformat(),
        "rows": _records(table.rows, labels, compared) if table.by else [],
        "total": _records(table.total, [], compared)[0],
    }


def _records(frame: DataFrame, labels: list[str], compared: bool) -> list[dict[str, Any]]:
    columns = {name: _values(frame, name) for name in labels}
    columns |= {key: _metric(frame, key, key) for key in METRICS}
    groups = {}
    if compared:
        groups["previous"] = {key: _metric(frame, key, f"{key}_previous") for key in METRICS}
        groups["change"] = {key: _values(frame, f"{key}_change") for key in METRICS}
    return [
        {name: values[row] for name, values in columns.items()}
        | {group: {name: values[row] for name, values in members.items()} for group, members in groups.items()}
        for row in range(len(frame))
    ]


def _values(frame: DataFrame, column: str) -> list[Any]:
    return [None if pd.isna(value) else value for value in frame[column].tolist()]


def _metric(frame: DataFrame, key: str, column: str) -> list[Any]:
    return [REGISTRY[key].json(value) for value in _values(frame, column)]
