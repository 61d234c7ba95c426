"""A table with headings in words, and what several tables share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pandas import DataFrame

from salesdash.downloads import Column, Form
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY

FORMS: Mapping[str, Form] = {"money": "amount", "quantity": "quantity", "ratio": "ratio", "count": "count"}


@dataclass(frozen=True)
class Told:
    """A table: its title, columns, rows, and a remark."""

    title: str
    columns: Sequence[Column]
    rows: DataFrame
    note: str = ""


def of(measure: str, key: str, heading: str | None = None) -> Column:
    """The column ``key``, which holds a measure, by default under its name."""
    metric = REGISTRY[measure]
    return Column(key, heading or _(metric.name), FORMS[metric.unit])


def by_month(rows: DataFrame) -> DataFrame:
    """With the column ``month_name``: the month in words, and whether only a part of it is told."""
    named = [
        formats.month(start) + (" (" + _("part of the month") + ")" if partial else "")
        for start, partial in zip(rows["start"], rows["partial"], strict=True)
    ]
    return rows.assign(month_name=named)
