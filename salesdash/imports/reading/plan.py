"""What the reader decides about a file, and what it hands out: plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from salesdash.imports.reading.texts import TextFile
from salesdash.locale import N_, gettext

#: reason code of a rejected row → its words. The importing services add theirs to their own table.
REASONS: dict[str, str] = {
    "too_few_fields": N_("The row has too few fields"),
    "too_many_fields": N_("The row has too many fields"),
    "open_quote": N_("A quotation mark is opened and not closed"),
    "field_too_long": N_("The field is too long"),
    "nul": N_("The row holds NUL characters"),
    "undecodable": N_("The row holds bytes that are not text in the file's encoding"),
    "required": N_("The field is required and empty"),
    "no_amount": N_("The row has neither an amount nor a quantity and a price"),
    "no_payer": N_("The row has neither an order number nor a customer"),
    "not_a_date": N_("This is not a date"),
    "other_date_form": N_("The date is not written as the rest of the column"),
    "no_such_date": N_("This date does not exist"),
    "date_out_of_range": N_("The date is not between 1900 and 2199"),
    "not_a_number": N_("This is not a number"),
    "number_out_of_range": N_("The number is too large"),
    "not_finite": N_("The number is not finite"),
    "not_a_discount": N_("The discount is not between 0 and 100 %"),
    "text_too_long": N_("The text is too long"),
}


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be used. ``line``: physical line of the file (row of the sheet, row number in Parquet), where
    the row begins; ``place``: number of the data row, from 1; ``field``: key of the field, "" for the row as a whole;
    ``value``: what stood there; ``reason``: a code, of REASONS or of the importing service; ``row``: as it was."""

    line: int
    place: int
    field: str
    value: str
    reason: str
    row: list[str]

    @property
    def words(self) -> str:
        """The reason in the language in force."""
        return gettext(REASONS.get(self.reason, self.reason))


@dataclass(frozen=True)
class NumberStyle:
    """How one column writes its numbers. ``decimal``: "." or ",". ``percent`` (fractions only): values without a
    per cent sign are percentages. ``times``: what the header's unit multiplies by, e.g. 10,000 for (萬元)."""

    decimal: str = "."
    percent: bool = False
    times: int = 1
    #: every value is plain digits with up to four decimals, which is read much quicker
    plain: bool = False


@dataclass(frozen=True)
class FilePlan:
    """A file that was read through once, and how it is to be read.

    ``format``: csv, xlsx, parquet. ``encoding``, ``delimiter``, ``date_format``, ``decimal``: what was decided, as it
    is shown and as ``inspect`` takes it back; None where the file has no such thing. ``columns``: field → name of its
    column (several joined by " + "), constants left out. ``missing``: required fields without column and constant:
    every row will be rejected for them. ``rows``: data rows, blank lines are none.
    """

    path: Path
    kind: str
    format: str
    encoding: str | None
    delimiter: str | None
    decimal: str | None
    date_format: str | None
    header: list[str]
    columns: dict[str, str]
    unrecognised: list[str]
    rows: int
    missing: list[str] = field(default_factory=list)
    constants: Mapping[str, str] = field(default_factory=dict)
    #: field → positions of its columns in the row
    positions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    #: field → form of its dates, field → style of its numbers
    date_forms: dict[str, str] = field(default_factory=dict)
    number_styles: dict[str, NumberStyle] = field(default_factory=dict)
    #: currency signs that stand beside the amounts
    signs: frozenset[str] = frozenset()
    #: number of the row that is the header, from 0, blank lines left out; -1: the format has names of its own
    header_row: int = 0
    #: how the bytes of text become text; the sheet of a workbook
    text: TextFile | None = None
    sheet: str | None = None

    @property
    def dialect(self) -> dict[str, str | None]:
        """As the command line shows it."""
        return {
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "date_format": self.date_format,
            "decimal": self.decimal,
        }


@dataclass(frozen=True)
class Numbers:
    """A column of numbers: ``values`` in whole units of 1/scale (SCALES of the field's type), 0 where ``missing``."""

    values: np.ndarray  # int64
    missing: np.ndarray  # bool


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file, in its order. ``lines``, ``places``: int64, one per usable row. ``fields``: only fields
    that have a column or a constant: code and text as object arrays of str or None, dates as datetime64[D]
    (NaT is empty), numbers, fractions and rates as Numbers. ``rejects``: the unusable rows between them.
    ``rows``: usable and rejected together. ``done``: share of the file that is read, 0…1."""

    lines: np.ndarray
    places: np.ndarray
    fields: dict[str, np.ndarray | Numbers]
    rejects: list[Reject]
    rows: int
    done: float = 1.0
    #: usable rows as they were (``raw[i]`` is a list of str), for the rejects that later checks make
    raw: Sequence[list[str]] = ()

    def __len__(self) -> int:
        return len(self.lines)
