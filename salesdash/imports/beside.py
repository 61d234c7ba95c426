"""Large files are read by a process of their own, so that reading and checking share the work of two processors.

The reader process gets the plan on its standard input and hands back chunks on its standard output, one ahead at
most, since a pipe holds little. It ends with its pipes, however the import ends.
"""

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, overload

import numpy as np

from salesdash.config import PROJECT_ROOT
from salesdash.imports import reading
from salesdash.imports.keys import Factored, factorized
from salesdash.imports.reading import Chunk, FilePlan, Numbers

#: size of a file in bytes from which on a process of its own pays
LARGE = 16_000_000

_PROGRAM = "from salesdash.imports.beside import serve; serve()"
#: stands between texts that travel as one; no text of a file that is read holds it
_BETWEEN = "\0"


class Reader:
    """Reads one file. Make it before the file is inspected: a process takes a moment to start."""

    def __init__(self, path: Path) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        if path.is_file() and path.stat().st_size >= LARGE:
            paths = [str(PROJECT_ROOT), *(entry for entry in sys.path if entry)]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
                [sys.executable, "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def read(self, plan: FilePlan, chunk_rows: int) -> Iterator[Chunk]:
        """The chunks of ``reading.read``. Go through all of them before you ask for them once more."""
        if self._process is None:
            yield from reading.read(plan, chunk_rows)
            return
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump((plan, chunk_rows), self._process.stdin)
        self._process.stdin.flush()
        while True:
            kind, content = pickle.load(self._process.stdout)  # noqa: S301 - from our own process
            if kind == "end":
                return
            if kind == "error":
                raise RuntimeError(content)
            yield _unpacked(content)


def serve() -> None:
    """The reader process: a plan in, its chunks out, as often as it is asked. Where nobody listens any more, it
    ends."""
    out = sys.stdout.buffer
    try:
        while True:
            plan, chunk_rows = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that made this one
            for chunk in reading.read(plan, chunk_rows):
                _send(out, "chunk", _packed(chunk))
            _send(out, "end", None)
    except (BrokenPipeError, EOFError):
        os._exit(0)
    except Exception:
        _send(out, "error", traceback.format_exc())


def _send(out: BinaryIO, kind: str, content: Any) -> None:
    pickle.dump((kind, content), out, protocol=pickle.HIGHEST_PROTOCOL)
    out.flush()


def _packed(chunk: Chunk) -> tuple[Any, ...]:
    fields: dict[str, Any] = {}
    for name, values in chunk.fields.items():
        if isinstance(values, Numbers):
            fields[name] = (values.values, values.missing)
        elif values.dtype == object:
            positions, distinct = factorized(values)
            fields[name] = (positions.astype(np.int32), _BETWEEN.join(distinct), len(distinct))
        else:
            fields[name] = values
    columns = [_BETWEEN.join(column) for column in zip(*chunk.raw, strict=True)]
    return chunk.lines, chunk.places, fields, chunk.rejects, chunk.rows, chunk.done, columns


def _unpacked(content: tuple[Any, ...]) -> Chunk:
    lines, places, packed, rejects, rows, done, columns = content
    fields: dict[str, np.ndarray | Numbers] = {}
    for name, values in packed.items():
        if isinstance(values, np.ndarray):
            fields[name] = values
        elif len(values) == 2:
            fields[name] = Numbers(*values)
        else:
            positions, joined, count = values
            fields[name] = Factored.made(positions, joined.split(_BETWEEN) if count else [])
    return Chunk(lines, places, fields, rejects, rows, done, _Raw(columns, len(lines)))


class _Raw(Sequence[list[str]]):
    """The rows as they were, taken apart only if somebody asks."""

    def __init__(self, columns: list[str], count: int) -> None:
        self._joined, self._count = columns, count
        self._columns: list[list[str]] | None = None

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[list[str]]: ...
    def __getitem__(self, index: int | slice) -> list[str] | Sequence[list[str]]:
        if self._columns is None:
            self._columns = [column.split(_BETWEEN) for column in self._joined]
        if isinstance(index, slice):
            return [[column[at] for column in self._columns] for at in range(*index.indices(self._count))]
        return [column[index] for column in self._columns]
