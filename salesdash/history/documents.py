"""An analysis as the command line's contract has it: decimals as JSON numbers, what is unknown null."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import pandas as pd
from pandas import DataFrame

from salesdash.analytics.ranking import Spread
from salesdash.history.answers import Answer, Trend, View
from salesdash.history.sentences import sentences
from salesdash.metrics import REGISTRY
from salesdash.periods import Range

#: columns and fields that hold the measure itself
_OF_MEASURE = (
    "value", "base", "trend", "season", "rest", "running", "average", "now", "before", "unassigned", "sold", "returned",
    "total",
)  # fmt: skip
#: those that hold an amount or a quantity whatever the measure is
_ALWAYS = {
    "price": "revenue", "price_base": "revenue", "price_effect": "revenue", "quantity_effect": "revenue",
    "value_base": "revenue", "quantity": "quantity", "quantity_base": "quantity",
}  # fmt: skip


def document(view: View, answer: Answer, currency: str) -> dict[str, Any]:
    """``{"from", "to", "sentence", "sentences", …}``: the answer's fields, tables as ``[{…}]``."""
    said = sentences(answer, currency)
    head = {"from": view.period.start.isoformat(), "to": view.period.end.isoformat()}
    head |= {"sentence": next(iter(said.values())), "sentences": said}  # type: ignore[dict-item]
    measure = getattr(answer, "measure", "revenue")
    found = {field.name: _value(field.name, getattr(answer, field.name), measure) for field in fields(answer)}
    if isinstance(answer, Trend) and answer.multiplicative is False:  # then effects are amounts, not fractions
        found["effects"] = [row | {"effect": _plain("value", row["effect"], measure)} for row in found["effects"]]
    return head | found


def _value(name: str, value: Any, measure: str) -> Any:
    if isinstance(value, DataFrame):
        relative = name == "average"  # a table of shares that bears the name of a figure
        columns = {c: [_plain(c, v, "" if relative else measure) for v in value[c].tolist()] for c in value.columns}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if isinstance(value, Range):
        return {"from": value.start.isoformat(), "to": value.end.isoformat()}
    if isinstance(value, Spread):
        return {key: _value(key, entry, measure) for key, entry in asdict(value).items()}
    if isinstance(value, Mapping):
        return {str(key): entry for key, entry in value.items()}
    return _plain(name, value, measure)


def _plain(name: str, value: Any, measure: str) -> Any:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    of = _ALWAYS.get(name) or (measure if name in _OF_MEASURE else "")
    return REGISTRY[of].json(value) if of in REGISTRY else value
