"""The values of one field, read from its column chunk after chunk."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salesdash.imports.kinds import SCALES, Field
from salesdash.imports.reading import dates, numbers
from salesdash.imports.reading.missing import MISSING, NO_TEXT, NO_VALUE, Bad
from salesdash.imports.reading.plan import FilePlan, Numbers, NumberStyle

#: type of field → how many characters its texts may have
LONGEST = {"code": 200, "text": 400}
_TOO_LONG = "\0too long"
_WHOLE = re.compile(r"(-?\d+)\.0+")
_FORMULA = re.compile(r'="(.*)"')
_SPACE = " \t\r\n\v\f\xa0\u3000\u200b\ufeff\u2007\u202f"
_NULLS = pa.array(sorted({form for word in MISSING for form in (word, word.upper())}))
_REMEMBERED = 100_000


class _Memory(dict[str, Any]):
    """Remembers what was read once: columns repeat their values."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read
        #: whether some text was too long; never taken back, it only costs a second look
        self.too_long = False

    def __missing__(self, text: str) -> Any:
        value = self[text] = self._read(text)
        self.too_long = self.too_long or value is _TOO_LONG
        return value

    def of(self, column: Sequence[str]) -> list[Any]:
        """The values of a column."""
        if len(self) > _REMEMBERED:
            self.clear()
        return list(map(self.__getitem__, column))


def clean_text(text: str, code: bool, longest: int) -> str | None:
    """A text or code without the spaces around it, None if it is empty; codes lose the .0 of a spreadsheet.
    An apostrophe that only keeps a spreadsheet from taking the text as a formula is taken off again."""
    text = text.strip(_SPACE)
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    elif text[:2] == '="' and (m := _FORMULA.fullmatch(text)):
        text = m[1]
    if text in NO_TEXT:
        return None
    if code and "." in text and (m := _WHOLE.fullmatch(text)):
        return m[1]
    return text if len(text) <= longest else _TOO_LONG


class FieldReader:
    """Reads one field from one column (or joins its parts), chunk after chunk."""

    def __init__(self, plan: FilePlan, field: Field) -> None:
        self.field = field
        self.scale = SCALES[field.type]
        self.style = plan.number_styles.get(field.key, NumberStyle())
        read: Callable[[str], Any]
        if field.type == "date":
            read = partial(dates.parse, form=plan.date_forms.get(field.key) or None)
        elif field.type == "fraction":
            read = partial(_fraction, style=self.style)
        elif self.scale:
            limit = numbers.LIMIT if field.type == "number" else 9 * 10**18
            read = partial(numbers.parse, style=self.style, scale=self.scale, limit=limit)
        else:
            read = partial(clean_text, code=field.type == "code", longest=LONGEST[field.type])
        self.memory = _Memory(read)

    def read(self, parts: list[Sequence[str]]) -> tuple[np.ndarray | Numbers, np.ndarray | None]:
        """The values; and where some cannot be read, for each value a code of Bad or True, else None."""
        column = parts[0] if len(parts) == 1 else list(map(_full_name, *parts))
        if self.scale is None and self.field.type != "date":
            values = np.empty(len(column), dtype=object)
            values[:] = self.memory.of(column)
            return values, values == _TOO_LONG if self.memory.too_long else None
        if self.field.type == "number" and self.style.plain and self.style.times == 1:
            plain = _plain(column, self.style.decimal)
            if plain is not None:
                return plain, None
        found = np.array(self.memory.of(column), dtype=np.int64)
        bad = found if (found < NO_VALUE).any() else None
        if self.field.type == "date":
            return np.where(found > NO_VALUE, found, np.iinfo(np.int64).min).astype("datetime64[D]"), bad
        return Numbers(np.where(found > NO_VALUE, found, 0), found == NO_VALUE), bad


def missing(values: np.ndarray | Numbers) -> np.ndarray:
    """Where there is no value."""
    if isinstance(values, Numbers):
        return values.missing
    return np.isnat(values) if values.dtype.kind == "M" else values == None  # noqa: E711 - each of them


def _fraction(text: str, style: NumberStyle) -> int:
    value = numbers.parse(text, style, 10**6)
    return value if value <= NO_VALUE or 0 <= value <= 10**6 else Bad.NOT_A_DISCOUNT


def _plain(column: Sequence[str], mark: str) -> Numbers | None:
    """A column of plain numbers, read by arrow without a step through floating point; None if it is not plain."""
    try:
        texts = pa.array(column, pa.string())
        texts = pc.if_else(pc.is_in(texts, _NULLS), None, texts)
        if mark == ",":
            texts = pc.replace_substring(texts, ",", ".")
        exact = pc.cast(texts, pa.decimal128(18, 4))
    except pa.ArrowException:
        return None
    if isinstance(exact, pa.ChunkedArray):
        return None
    low = np.frombuffer(exact.buffers()[1], dtype=np.int64)[::2][exact.offset : exact.offset + len(exact)]
    missing = exact.is_null().to_numpy(zero_copy_only=False)
    values = np.where(missing, 0, low)
    if len(values) and np.abs(values).max() > numbers.LIMIT:
        return None
    return Numbers(values, missing)


def _full_name(first: str, last: str) -> str:
    first, last = first.strip(_SPACE), last.strip(_SPACE)
    if "\u4e00" <= last[:1] <= "\u9fff":
        return last + first
    return f"{first} {last}".strip()
