"""The tables of a report: values by named columns, and how they read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pandas import DataFrame

from salesdash.downloads import Column, Form, in_words
from salesdash.locale import formats
from salesdash.units import SCALE

#: amounts of this size and more are told without decimals, in 1/10,000
_WHOLE_FROM = 1_000 * SCALE


@dataclass(frozen=True)
class Table:
    """``rows`` by ``columns``. ``row_forms``: where rows differ in what they count, the form of each; it holds in all
    columns that are neither texts nor shares."""

    columns: Sequence[Column]
    rows: DataFrame
    row_forms: Sequence[Form] = ()

    def form(self, row: int, column: Column) -> Form:
        """How the value at a place reads."""
        return self.row_forms[row] if self.row_forms and column.form not in ("text", "ratio", "date") else column.form

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)

    def values(self, key: str, most: int | None = None) -> list[Any]:
        """A column as plain values, what is missing as None."""
        cells = self.rows[key].astype(object).tolist()[:most]
        return [None if _missing(cell) else cell for cell in cells]

    def words(self, currency: str, most: int | None = None) -> list[list[str]]:
        """The rows in words, without the currency; amounts from 1,000 on without decimals."""
        cells = [self.values(column.key, most) for column in self.columns]
        return [
            [_words(value, self.form(at, column), currency) for value, column in zip(row, self.columns, strict=True)]
            for at, row in enumerate(zip(*cells, strict=True))
        ]


def _words(value: Any, form: Form, currency: str) -> str:
    if value is not None and form == "amount" and abs(value) >= _WHOLE_FROM:
        return formats.number(round(Decimal(int(value)) / SCALE))
    if value is not None and form == "ratio" and abs(value) < 0.0005:
        value = 0.0  # reads as 0.0, without a sign
    return in_words(value, form, currency)


def _missing(value: Any) -> bool:
    return value is None or str(value) in ("<NA>", "NaT", "nan")
