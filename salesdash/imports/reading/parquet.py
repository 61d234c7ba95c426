"""Parquet files, read in batches; typed columns become text as a CSV file would hold them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from salesdash.config import config
from salesdash.imports.reading.blocks import Block, rows_at_once
from salesdash.imports.reading.files import MEGABYTE, damaged, too_large

_MOST_ROWS = 200_000_000


def _open(path: Path, name: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(name, error) from error


def head(path: Path, name: str) -> tuple[list[str], frozenset[int]]:
    """The names of the columns, and which of them are typed as numbers. Raises BadInput damaged_file, too_large."""
    file = _open(path, name)
    meta = file.metadata
    unpacked = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
    if unpacked > config().upload_limit_mb * 10 * MEGABYTE or meta.num_rows > _MOST_ROWS:
        raise too_large(name, config().upload_limit_mb * 10)
    types = file.schema_arrow.types
    numeric = frozenset(i for i, t in enumerate(types) if pa.types.is_primitive(t) or pa.types.is_decimal(t))
    return list(file.schema_arrow.names), numeric


class _Rows(Sequence[list[str]]):
    """The rows of a batch, each made when it is asked for."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch

    def __len__(self) -> int:
        return self._batch.num_rows

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[str]]: ...
    def __getitem__(self, index: int | slice) -> list[str] | list[list[str]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return [_texts(column.slice(index, 1))[0] for column in self._batch.columns]


def _texts(column: pa.Array) -> list[str]:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not pa.types.is_string(column.type):
        try:
            column = pc.cast(column, pa.string())
        except pa.ArrowException:
            return ["" if value is None else str(value) for value in column.to_pylist()]
    return pc.fill_null(column, "").to_pylist()


def blocks(path: Path, width: int, count: int) -> Iterator[Block]:
    """All rows; their lines are their numbers in the file."""
    file = _open(path, path.name)
    first = 0
    try:
        for batch in file.iter_batches(batch_size=rows_at_once(count, width)):
            numbers = range(first + 1, first + batch.num_rows + 1)
            first += batch.num_rows
            yield Block(
                numbers,
                numbers,
                lambda position, batch=batch: _texts(batch.column(position)),  # type: ignore[misc]
                _Rows(batch),
                done=first / max(file.metadata.num_rows, 1),
            )
    except (pa.ArrowException, OSError) as error:
        raise damaged(path.name, error) from error
