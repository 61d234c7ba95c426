"""A first look at a file: its header, some rows, and which kind it seems to be. For people who are to confirm it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from salesdash.imports.kinds import KINDS, Kind
from salesdash.imports.reading import delimited, parquet, sheets
from salesdash.imports.reading.columns import find_header, recognised
from salesdash.imports.reading.files import content_of
from salesdash.imports.reading.texts import TextFile, encoding_of

_SAMPLE_ROWS = 50


@dataclass(frozen=True)
class Peek:
    """The header of a file (its first row where none reads as one), and the rows below it, as far as they were
    looked at."""

    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def sample(self, column: str) -> str:
        """The first value of a column that is not empty, "" if there is none."""
        if column not in self.header:
            return ""
        place = self.header.index(column)
        return next((row[place].strip() for row in self.rows if len(row) > place and row[place].strip()), "")


def look(path: Path, kind: str, encoding: str | None = None, delimiter: str | None = None) -> Peek:
    """The file's beginning, read for that kind. Raises the BadInput of ``content_of`` and ``encoding_of``."""
    return _peek(_first_rows(path, [KINDS[kind]], encoding, delimiter)[0], KINDS[kind])


def suggest(path: Path, kinds: Iterable[str]) -> str | None:
    """Which of ``kinds`` the header speaks for: the one of which it names what marks it, as a rule every required
    field, and then the most fields; None if there is no such kind. Raises as ``look``."""
    candidates = [KINDS[key] for key in kinds]
    best: tuple[int, str] | None = None
    for kind, rows in zip(candidates, _first_rows(path, candidates, None, None), strict=True):
        place = find_header(rows, kind, {})
        named = recognised(rows[place], kind) if place is not None else set()
        if kind.spoken_for(named) and (best is None or len(named) > best[0]):
            best = len(named), kind.key
    return best[1] if best else None


def _first_rows(path: Path, kinds: list[Kind], encoding: str | None, delimiter: str | None) -> list[list[list[str]]]:
    """For each kind the first rows of the file; what delimits them may depend on the kind."""
    name, found = path.name, content_of(path, path.name)
    if found == "parquet":
        header, _numeric = parquet.head(path, name)
        block = next(iter(parquet.blocks(path, len(header), _SAMPLE_ROWS)), None)
        rows = [header, *(block.raw[:_SAMPLE_ROWS] if block else [])]
        return [rows] * len(kinds)
    if found == "xlsx":
        sheets.check(path, name)
        return [sheets.head(path, name, kind, {}).rows for kind in kinds]
    text = TextFile(path, found == "gzip", encoding_of(path, found == "gzip", name, encoding))
    sign = delimited.delimiter_of(delimiter)
    return [delimited.head(text, sign, kind, {})[1] for kind in kinds]


def _peek(rows: list[list[str]], kind: Kind) -> Peek:
    place = find_header(rows, kind, {}) or 0
    if not rows:
        return Peek()
    return Peek(tuple(rows[place]), tuple(map(tuple, islice(rows, place + 1, place + 1 + _SAMPLE_ROWS))))
