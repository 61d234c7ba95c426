"""Delimited text: which delimiter, where the header, and the rows below it."""

from collections.abc import Iterator, Mapping
from itertools import islice

from salesdash.imports.kinds import Kind
from salesdash.imports.reading.blocks import Block, ColumnRows, rows_at_once
from salesdash.imports.reading.columns import HEADER_WITHIN, find_header, recognised
from salesdash.imports.reading.plan import Reject
from salesdash.imports.reading.records import Records, Rows
from salesdash.imports.reading.texts import TextFile

#: tried in this order, the first of equally good ones wins
DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f", ":")
#: rows that are turned into columns at a time
_AT_ONCE = 1000
#: as people write them on the command line
NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}


def head(file: TextFile, delimiter: str | None, kind: Kind, mapping: Mapping[str, str]) -> tuple[str, list[list[str]]]:
    """The delimiter, and the first rows read with it. The delimiter is the one with which the header names the most
    fields, then the one that gives the most rows of the header's width."""
    with file.open() as (source, _below):
        lines = list(islice(source, 200))
    if lines and (told := lines[0].strip().lower()).startswith("sep=") and len(told) == 5:
        delimiter = delimiter or told[4]
    best: tuple[tuple[float, ...], str, list[list[str]]] | None = None
    for candidate in (delimiter,) if delimiter else DELIMITERS:
        rows = _rows(lines, candidate)
        header = find_header(rows, kind, mapping)
        width = len(rows[header or 0]) if rows else 0
        even = sum(len(row) == width for row in rows) / max(len(rows), 1) if width > 1 else 0.0
        named = len(recognised(rows[header], kind)) + 1 if header is not None else 0
        score = (named, even, width)
        if best is None or score > best[0]:
            best = (score, candidate, rows)
    assert best is not None
    return best[1], best[2]


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    found = Records(iter(lines), delimiter).take(HEADER_WITHIN + 80)
    return found.rows if found else []


def blocks(file: TextFile, delimiter: str, *, header_row: int, width: int, count: int) -> Iterator[Block]:
    """The rows below the header, which is the row ``header_row`` counted from 0."""
    size = file.path.stat().st_size
    with file.open() as (source, below):
        records = Records(source, delimiter)
        records.take(header_row + 1)
        records.width = width
        records.place = 0
        block = _Gathered(width)
        while (rows := records.take(min(_AT_ONCE, rows_at_once(count, width)))) is not None:
            block.add(rows)
            if block.size >= rows_at_once(count, width):
                yield block.block(min(below.tell() / size, 1.0))
                block = _Gathered(width)
        if block.size:
            yield block.block(1.0)


class _Gathered:
    """Rows turned into columns, some at a time while they are still in the processor's cache."""

    def __init__(self, width: int) -> None:
        self.columns: list[list[str]] = [[] for _ in range(width)]
        self.lines: list[int] = []
        self.places: list[int] = []
        self.rejects: list[Reject] = []

    @property
    def size(self) -> int:
        """Rows gathered so far."""
        return len(self.lines) + len(self.rejects)

    def add(self, rows: Rows) -> None:
        """Takes in some rows."""
        width = len(self.columns)
        for i, column in enumerate(self.columns):
            column.extend(rows.flat[i::width])
        self.lines += rows.lines
        self.places += rows.places
        self.rejects += rows.rejects

    def block(self, done: float) -> Block:
        """What was gathered."""
        return Block(self.lines, self.places, self.columns.__getitem__, ColumnRows(self.columns), self.rejects, done)


def delimiter_of(wanted: str | None) -> str | None:
    """The single character that a person meant by ``--delimiter``; None if it is none."""
    if not wanted:
        return None
    found = NAMES.get(wanted.lower(), wanted)
    usable = len(found) == 1 and found not in '"\r\n\0'
    return found if usable else None
