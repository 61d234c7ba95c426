"""Excel workbooks. Cells become text as a CSV file would hold them, so that all that follows is the same."""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from salesdash.config import config
from salesdash.errors import BadInput
from salesdash.imports.kinds import Kind
from salesdash.imports.reading.blocks import Block, rows_at_once
from salesdash.imports.reading.columns import HEADER_WITHIN, find_header
from salesdash.imports.reading.files import MEGABYTE, damaged, too_large
from salesdash.locale import N_

#: a sheet is held in memory whole, empty cells too
_MOST_CELLS = 40_000_000
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(frozen=True)
class Sheet:
    """The sheet that holds the table: its name, its first rows, and the columns in which numbers are typed cells."""

    name: str
    rows: list[list[str]]
    numeric: frozenset[int]


def check(path: Path, name: str) -> None:
    """Refuses a workbook that would unpack to more than the installation takes, whatever its directory says, and one
    whose cells lie so far apart that the sheet would not fit into memory. Raises BadInput too_large, damaged_file."""
    limit = config().upload_limit_mb * 10 * MEGABYTE
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > limit or len(entries) > 10_000:
                raise too_large(name, config().upload_limit_mb * 10)
            for entry in entries:
                rows = columns = seen = 0
                tail = b""
                with archive.open(entry) as source:
                    while block := source.read(MEGABYTE):
                        seen += len(block)
                        if not entry.filename.startswith("xl/worksheets/"):
                            continue
                        found = _CELL.findall(tail + block)
                        rows = max(rows, max((int(row) for _column, row in found), default=0))
                        columns = max(columns, max((_number(c) for c in {c for c, _row in found}), default=0))
                        tail = block[-300:]
                if rows * columns > _MOST_CELLS:
                    raise BadInput(
                        "too_many_cells",
                        N_("A sheet of {file} reaches over {rows} rows and {columns} columns: too many cells."),
                        file=name,
                        rows=rows,
                        columns=columns,
                    )
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise damaged(name, error) from error


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return str(value)


def _open(path: Path, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(name, error) from error


def _rows(book: CalamineWorkbook, sheet: str, name: str, count: int | None = None) -> list[list[Any]]:
    try:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=count)
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(name, error) from error


def head(path: Path, name: str, kind: Kind, mapping: Mapping[str, str]) -> Sheet:
    """The first sheet with a header of that kind, else the first sheet."""
    book = _open(path, name)
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        cells = _rows(book, meta.name, name, 2000)
        rows = [list(map(_cell, row)) for row in cells if any(cell != "" for cell in row)]
        numeric = frozenset(i for row in cells for i, cell in enumerate(row) if isinstance(cell, int | float))
        sheet = Sheet(meta.name, rows[: HEADER_WITHIN + 80], numeric)
        if find_header(sheet.rows, kind, mapping) is not None:
            return sheet
        sheets.append(sheet)
    if not sheets:
        raise damaged(name, "no sheet")
    return sheets[0]


def blocks(path: Path, sheet: str, header_row: int, width: int, count: int) -> Iterator[Block]:
    """The rows below the header; lines are the rows of the sheet, empty ones are none."""
    cells = _rows(_open(path, path.name), sheet, path.name)
    filled = [i for i, row in enumerate(cells) if any(cell != "" for cell in row)][header_row + 1 :]
    step = rows_at_once(count, width)
    for first in range(0, len(filled), step):
        here = filled[first : first + step]
        rows = [list(map(_cell, cells[i])) for i in here]
        columns: list[Sequence[str]] = list(zip(*rows, strict=True))
        yield Block(
            [i + 1 for i in here],
            range(first + 1, first + len(here) + 1),
            columns.__getitem__,
            rows,
            done=(first + len(here)) / len(filled),
        )
