"""Hands out the rows of an inspected file as columns of values, and the rows that cannot be used."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salesdash.imports.kinds import KINDS, SCALES, Field, Kind
from salesdash.imports.reading import dates, numbers
from salesdash.imports.reading.blocks import Block
from salesdash.imports.reading.inspecting import blocks
from salesdash.imports.reading.missing import MISSING, NO_TEXT, NO_VALUE, REASON_OF, Bad
from salesdash.imports.reading.plan import Chunk, FilePlan, Numbers, NumberStyle, Reject

_LONGEST = {"code": 200, "text": 400}
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

    def __missing__(self, text: str) -> Any:
        value = self[text] = self._read(text)
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


class _Column:
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
            read = partial(clean_text, code=field.type == "code", longest=_LONGEST[field.type])
        self.memory = _Memory(read)

    def read(self, parts: list[Sequence[str]]) -> tuple[np.ndarray | Numbers, np.ndarray, np.ndarray | None]:
        """The values, which of them are missing, and the codes of Bad or True where a value cannot be read (None if
        all can)."""
        column = parts[0] if len(parts) == 1 else list(map(_full_name, *parts))
        if self.scale is None and self.field.type != "date":
            values = np.empty(len(column), dtype=object)
            values[:] = self.memory.of(column)
            too_long = values == _TOO_LONG if _TOO_LONG in self.memory.values() else None
            return values, values == None, too_long  # noqa: E711 - each of them
        if self.field.type == "number" and self.style.plain and self.style.times == 1:
            plain = _plain(column, self.style.decimal)
            if plain is not None:
                return plain, plain.missing, None
        found = np.array(self.memory.of(column), dtype=np.int64)
        missing = found == NO_VALUE
        bad = found < NO_VALUE
        if self.field.type == "date":
            days = np.where(found > NO_VALUE, found, np.iinfo(np.int64).min).astype("datetime64[D]")
            return days, missing, found if bad.any() else None
        return Numbers(np.where(found > NO_VALUE, found, 0), missing), missing, found if bad.any() else None


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


def read(plan: FilePlan, chunk_rows: int = 50_000) -> Iterator[Chunk]:
    """The rows of the file in its order, in chunks of up to ``chunk_rows``; see Chunk for what they hold."""
    kind = KINDS[plan.kind]
    columns = {key: _Column(plan, kind.field(key)) for key in kind.keys if key in plan.positions}
    constants = {key: _Column(plan, kind.field(key)) for key in plan.constants}
    for block in blocks(plan, chunk_rows):
        yield _chunk(plan, kind, block, columns, constants)


def _chunk(
    plan: FilePlan, kind: Kind, block: Block, columns: dict[str, _Column], constants: dict[str, _Column]
) -> Chunk:
    count = len(block.lines)
    fields: dict[str, np.ndarray | Numbers] = {}
    absent: dict[str, np.ndarray] = {}
    wrong: dict[int, tuple[str, str, str]] = {}
    for key, column in columns.items():
        parts = [block.column(position) for position in plan.positions[key]]
        fields[key], absent[key], bad = column.read(parts)
        if bad is not None:
            for i in np.flatnonzero(bad if bad.dtype == bool else bad < NO_VALUE).tolist():
                reason = "text_too_long" if bad.dtype == bool else REASON_OF[int(bad[i])]
                wrong.setdefault(i, (key, parts[0][i][:200], reason))
    for key, column in constants.items():
        fields[key], absent[key], _bad = column.read([[plan.constants[key]] * count])
    for key, empty, reason in _required(kind, absent, count):
        for i in np.flatnonzero(empty).tolist():
            wrong.setdefault(i, (key, "", reason))
    rejects = [Reject(block.lines[i], block.places[i], *wrong[i], list(block.raw[i])) for i in wrong]
    rejects = sorted([*block.rejects, *rejects], key=lambda reject: reject.place)
    lines, places = np.asarray(block.lines, dtype=np.int64), np.asarray(block.places, dtype=np.int64)
    raw: Sequence[list[str]] = block.raw
    if wrong:
        good = np.setdiff1d(np.arange(count), np.fromiter(wrong, dtype=np.int64))
        fields = {key: _taken(values, good) for key, values in fields.items()}
        lines, places, raw = lines[good], places[good], _Picked(block.raw, good)
    return Chunk(lines, places, fields, rejects, count + len(block.rejects), block.done, raw)


def _required(kind: Kind, absent: dict[str, np.ndarray], count: int) -> Iterator[tuple[str, np.ndarray, str]]:
    nowhere = np.ones(count, dtype=bool)
    for field in kind.fields:
        if field.required:
            yield field.key, absent.get(field.key, nowhere), "required"
    if kind.either:
        lacking = nowhere.copy()
        for group in kind.either:
            lacking &= np.logical_or.reduce([absent.get(key, nowhere) for key in group])
        yield kind.either[0][0], lacking, "no_amount"


def _taken(values: np.ndarray | Numbers, rows: np.ndarray) -> np.ndarray | Numbers:
    return Numbers(values.values[rows], values.missing[rows]) if isinstance(values, Numbers) else values[rows]


class _Picked(Sequence[list[str]]):
    """Some of the rows of a sequence, which are fetched when they are asked for."""

    def __init__(self, rows: Sequence[list[str]], picked: np.ndarray) -> None:
        self._rows = rows
        self._picked = picked

    def __len__(self) -> int:
        return len(self._picked)

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[list[str]]: ...
    def __getitem__(self, index: int | slice) -> list[str] | Sequence[list[str]]:
        if isinstance(index, slice):
            return _Picked(self._rows, self._picked[index])
        return self._rows[int(self._picked[index])]
