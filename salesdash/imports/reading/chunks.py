"""Hands out the rows of an inspected file as columns of values, and the rows that cannot be used."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np

from salesdash.imports.kinds import KINDS, Kind
from salesdash.imports.reading.blocks import Block
from salesdash.imports.reading.inspecting import blocks
from salesdash.imports.reading.missing import NO_VALUE, REASON_OF
from salesdash.imports.reading.plan import Chunk, FilePlan, Numbers, Reject
from salesdash.imports.reading.values import FieldReader, missing


def read(plan: FilePlan, chunk_rows: int = 50_000) -> Iterator[Chunk]:
    """The rows of the file in its order, in chunks of up to ``chunk_rows``; see Chunk for what they hold."""
    kind = KINDS[plan.kind]
    columns = {key: FieldReader(plan, kind.field(key)) for key in kind.keys if key in plan.positions}
    constants = {key: FieldReader(plan, kind.field(key)) for key in plan.constants}
    for block in blocks(plan, chunk_rows):
        yield _chunk(plan, kind, block, columns, constants)


def _chunk(
    plan: FilePlan, kind: Kind, block: Block, columns: dict[str, FieldReader], constants: dict[str, FieldReader]
) -> Chunk:
    count = len(block.lines)
    fields: dict[str, np.ndarray | Numbers] = {}
    wrong: dict[int, tuple[str, str, str]] = {}
    for key, column in columns.items():
        parts = [block.column(position) for position in plan.positions[key]]
        fields[key], bad = column.read(parts)
        if bad is not None:
            for i in np.flatnonzero(bad if bad.dtype == bool else bad < NO_VALUE).tolist():
                reason = "text_too_long" if bad.dtype == bool else REASON_OF[int(bad[i])]
                wrong.setdefault(i, (key, parts[0][i][:200], reason))
    for key, column in constants.items():
        fields[key], _bad = column.read([[plan.constants[key]] * count])
    for key, empty, reason in _required(kind, fields, count):
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


def _required(kind: Kind, fields: dict[str, np.ndarray | Numbers], count: int) -> Iterator[tuple[str, np.ndarray, str]]:
    """Field, rows that lack it, reason."""

    def lacking(key: str) -> np.ndarray:
        return missing(fields[key]) if key in fields else np.ones(count, dtype=bool)

    for field in kind.fields:
        if field.required:
            yield field.key, lacking(field.key), "required"
    if kind.either and kind.lacking:
        ways = [np.logical_or.reduce([lacking(key) for key in group]) for group in kind.either]
        yield kind.either[0][0], np.logical_and.reduce(ways), kind.lacking


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
