"""Opens a file by what it holds, not by what it is called, within the limits of the installation."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from salesdash.config import config
from salesdash.errors import BadInput
from salesdash.locale import N_, gettext

MEGABYTE = 1 << 20
#: an unbroken line may be this long; more is no table
LONGEST_LINE = 16 * MEGABYTE
_BINARY = {
    b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "Excel 97 (.xls)",
    b"7z\xbc\xaf": "7z", b"Rar!": "RAR", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd",
    b"\x7fELF": N_("a program"), b"MZ\x90": N_("a program"), b"SQLite format 3": "SQLite", b"{\\rtf": "RTF",
    b"RIFF": "RIFF", b"ARROW1": "Arrow", b"Obj\x01": "Avro",
}  # fmt: skip
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<?xml", b"<script", b"<meta", b"<svg", b"<workbook")
_BY_NAME = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".tab": "csv", ".psv": "csv", ".gz": "gzip", ".xlsx": "xlsx",
    ".xlsm": "xlsx", ".parquet": "parquet", ".pq": "parquet",
}  # fmt: skip
_WORDS = {
    "csv": N_("delimited text"),
    "gzip": N_("compressed text"),
    "xlsx": N_("an Excel workbook"),
    "parquet": N_("a Parquet file"),
}


def wrong_content(name: str, found: str, expected: str) -> BadInput:
    """The error for a file that is not what its name says."""
    return BadInput(
        "wrong_content",
        N_("{file} is not what its name says: it holds {found}, not {expected}."),
        file=name,
        found=gettext(found),
        expected=gettext(expected),
    )


def damaged(name: str, why: object) -> BadInput:
    """The error for a file that breaks off or does not follow its own format; ``why``, in the words of whoever read it,
    is for programs and administrators."""
    return BadInput(
        "damaged_file",
        N_("{file} is damaged: it breaks off or does not follow its own format. Save or export it once more."),
        file=name,
        why=str(why)[:200],
    )


def too_large(name: str, limit: int) -> BadInput:
    """The error for a file over the installation's limit."""
    return BadInput("too_large", N_("{file} is larger than {limit} MB."), file=name, limit=limit)


def content_of(path: Path, name: str) -> str:
    """csv, gzip (of text), xlsx or parquet, by content.

    Raises BadInput: no_file, empty_file, too_large, wrong_content (also where name and content disagree).
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as source:
            head = source.read(64 * 1024)
            source.seek(max(size - 4, 0))
            tail = source.read(4)
    except OSError as error:
        raise BadInput(
            "no_file", N_("{file} cannot be read: {why}"), file=name, why=error.strerror or str(error)
        ) from error
    if not size:
        raise BadInput("empty_file", N_("{file} is empty."), file=name)
    if size > config().upload_limit_mb * MEGABYTE:
        raise too_large(name, config().upload_limit_mb)
    named = _BY_NAME.get(Path(name).suffix.lower())
    if head.startswith(b"\x1f\x8b"):
        found = "gzip"
        with gzip.open(path) as inside:
            _refuse_binary(name, _peek(inside, name))
    elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        found = _in_zip(path, name)
    elif head.startswith(b"PAR1") and tail == b"PAR1":
        found = "parquet"
    else:
        _refuse_binary(name, head, expected=named or "csv")
        found = "csv"
    if named is not None and named != found:
        raise wrong_content(name, _WORDS[found], _WORDS[named])
    return found


def _peek(inside: gzip.GzipFile, name: str) -> bytes:
    try:
        return inside.read(64 * 1024)
    except (OSError, EOFError, zlib.error) as error:
        raise damaged(name, error) from error


def _refuse_binary(name: str, head: bytes, expected: str = "csv") -> None:
    for magic, found in _BINARY.items():
        if head.startswith(magic):
            raise wrong_content(name, found, _WORDS[expected])
    if head.startswith((b"PK\x03\x04", b"PAR1", b"\x1f\x8b")):
        raise wrong_content(name, "ZIP / Parquet / gzip", _WORDS[expected])
    text = head[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(_MARKUP):
        raise wrong_content(name, "HTML / XML", _WORDS[expected])
    if text.startswith((b"{", b"[{", b"[\n")):
        raise wrong_content(name, "JSON", _WORDS[expected])


def _in_zip(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(name, error) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise wrong_content(name, "ZIP", _WORDS.get(_BY_NAME.get(Path(name).suffix.lower(), "csv"), "csv"))


class _Limited(io.RawIOBase):
    """A stream that breaks off with an error when more comes out of it than the installation takes, so that a
    small file cannot unpack to something enormous."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        self._source = source
        self._name = name
        self._left = config().upload_limit_mb * 10 * MEGABYTE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def] # noqa: ANN001
        try:
            data = self._source.read(len(buffer))
        except (EOFError, OSError, zlib.error) as error:
            raise damaged(self._name, error) from error
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._name, config().upload_limit_mb * 10)
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def binary(path: Path, compressed: bool) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The bytes of a text file, unpacked, and the stream below whose position tells how much of the file is read."""
    with path.open("rb") as below:
        if not compressed:
            yield below, below
            return
        with gzip.GzipFile(fileobj=below) as unpacked:
            yield io.BufferedReader(_Limited(unpacked, path.name), MEGABYTE), below  # type: ignore[arg-type]
