"""Rows of delimited text with the lines on which they stand, however ragged the file is."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from salesdash.imports.reading.encodings import MARK
from salesdash.imports.reading.plan import Reject

#: a quotation mark that closes only after so many lines is taken as one that was left open
OPEN_LINES = 1000
_BLANK = " \t\x1a\ufeff\u200b\u3000\xa0"


class _LeftOpenError(Exception):
    """A quotation mark was opened and many lines further still not closed."""


@dataclass
class Rows:
    """Some rows: the usable ones with the line and the place of each, and the rejects between them. Rows of known
    width stand in ``flat``, one value after the other: lists of their own would be many objects to keep alive."""

    rows: list[list[str]] = field(default_factory=list)
    flat: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


class Records:
    """Reads rows from lines of text. Set ``width`` once the header is known: rows of another length are rejected.

    A quotation mark left open would swallow what follows: the line on which it stands is then rejected by itself,
    and reading goes on with the next line.
    """

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self.delimiter = delimiter
        self.width: int | None = None
        self.line = 0  # lines that are read for good
        self.place = 0  # data rows so far
        self._source = lines
        self._again: list[str] = []  # lines to be read once more, the next one last
        self._pending: list[str] = []  # lines of the record that is being read
        self._dirty = False
        self._reader = self._new_reader()

    def _new_reader(self) -> Iterator[list[str]]:
        return iter(csv.reader(self._feed(), delimiter=self.delimiter, strict=True))

    def _feed(self) -> Iterator[str]:
        pending, again = self._pending, self._again
        while again:
            pending.append(again.pop())
            yield pending[-1]
        for line in self._source:
            if "\0" in line or MARK in line:
                self._dirty = True
            pending.append(line)
            if len(pending) > OPEN_LINES:
                raise _LeftOpenError
            yield line
            while again:
                pending.append(again.pop())
                yield pending[-1]

    def take(self, count: int) -> Rows | None:
        """The next rows, about ``count`` of them; None at the end."""
        out = Rows()
        flat, lines, places, pending = out.flat, out.lines, out.places, self._pending
        width = self.width
        first = self.place
        while self.place - first < count:
            try:
                row = next(self._reader)
            except StopIteration:
                return out if self.place > first else None
            except (csv.Error, _LeftOpenError) as error:
                self._mend(out, error)
                continue
            if len(row) == width and not self._dirty and (width > 1 or row[0]):
                lines.append(self.line + 1)
                self.line += len(pending)
                pending.clear()
                self.place += 1
                flat += row
                places.append(self.place)
            else:
                self._irregular(out, row)
        return out

    def _irregular(self, out: Rows, row: list[str]) -> None:
        if not row or (len(row) == 1 and not row[0].strip(_BLANK)):
            self._advance()
        elif self.width is None:
            self._keep(out, row)
        elif "\0" in (text := "".join(row)) or MARK in text:
            self._reject(out, row, "nul" if "\0" in text else "undecodable")
        elif len(row) != self.width and len(self._pending) > 1 and self._swallowed():
            self._drop_first_line(out)
        elif len(row) != self.width:
            self._reject(out, row, "too_few_fields" if len(row) < (self.width or 0) else "too_many_fields")
        else:
            self._keep(out, row)
        self._dirty = False

    def _swallowed(self) -> bool:
        """True if the lines after the first are rows by themselves, most of them."""
        others = self._pending[1:]
        whole = sum(len(_alone(line, self.delimiter)) == self.width for line in others)
        return whole * 2 >= len(others)

    def _mend(self, out: Rows, error: Exception) -> None:
        """After an error in the midst of a record: reads its one line leniently, or gives up its first line."""
        row = _alone(self._pending[0], self.delimiter)
        if "field larger" in str(error):
            self._drop_first_line(out, "field_too_long")
        elif len(self._pending) == 1 and "unexpected end" not in str(error) and row:
            if self.width is None or (len(row) == self.width and not self._dirty):
                self._keep(out, row)
            else:
                self._irregular(out, row)
        else:
            self._drop_first_line(out)
        self._reader = self._new_reader()

    def _drop_first_line(self, out: Rows, reason: str = "open_quote") -> None:
        first, *others = self._pending
        self._again.extend(reversed(others))
        self._pending[:] = [first]
        self._reject(out, _alone(first, self.delimiter), reason)
        self._reader = self._new_reader()

    def _advance(self) -> int:
        start = self.line + 1
        self.line += len(self._pending)
        self._pending.clear()
        return start

    def _keep(self, out: Rows, row: list[str]) -> None:
        self.place += 1
        if self.width is None:
            out.rows.append(row)
        else:
            out.flat += row
        out.lines.append(self._advance())
        out.places.append(self.place)

    def _reject(self, out: Rows, row: list[str], reason: str) -> None:
        self.place += 1
        shown = [value.replace(MARK, "\ufffd").replace("\0", "\ufffd") for value in row]
        value = {"too_few_fields": str(len(row)), "too_many_fields": str(len(row))}.get(reason, "")
        out.rejects.append(Reject(self._advance(), self.place, "", value, reason, shown))


def _alone(line: str, delimiter: str) -> list[str]:
    """One line as a row, as far as it can be read; cut where it is too long for one."""
    line = line.rstrip("\r\n")
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [part[:200] for part in line.split(delimiter)]
