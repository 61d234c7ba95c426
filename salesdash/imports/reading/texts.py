"""Goes through a text file once: its encoding, and whether it is a table of text at all."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from salesdash.errors import BadInput
from salesdash.imports.reading import encodings
from salesdash.imports.reading.encodings import Encoding
from salesdash.imports.reading.files import LONGEST_LINE, MEGABYTE, binary, wrong_content
from salesdash.locale import N_

#: bytes of lines that are kept to weigh encodings by
_SAMPLE = 256 * 1024


@dataclass
class _Lines:
    """Counts the lines that are not plain ASCII, by whether they are good text."""

    good: int = 0
    bad: int = 0
    room: int = _SAMPLE
    samples: list[bytes] = field(default_factory=list)

    def count(self, block: bytes, codec: str) -> None:
        """Counts the lines of a block of whole lines."""
        if block.isascii():
            return
        whole = _decodes(block, codec)
        for line in block.splitlines():
            if line.isascii():
                continue
            good = whole or _decodes(line, codec)
            self.good += good
            self.bad += not good
            if self.room > 0 and len(line) < 4096:
                self.samples.append(line)
                self.room -= len(line)


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def encoding_of(path: Path, compressed: bool, name: str, wanted: str | None) -> Encoding:
    """The encoding of the file, decided from all of it; ``wanted`` is what a person said.

    Raises BadInput: unknown_encoding, wrong_encoding (it cannot be what was said), wrong_content (no text),
    line_too_long, damaged_file, too_large.
    """
    with binary(path, compressed) as (source, _below):
        head = source.read(64 * 1024)
        known = encodings.chosen(wanted, head) if wanted else encodings.by_mark(head)
        known = known or encodings.utf16_without_mark(head)
        wide = known is not None and known.codec.startswith(("utf-16", "utf-32"))
        lines = _Lines()
        if not wide:
            for block in _whole_lines(source, head, name):
                lines.count(block, known.codec if known else "utf-8")
        else:
            for _block in _whole_lines(source, head, name):
                continue  # only the limits are looked at
    if wanted and known and lines.bad * 100 > lines.good + lines.bad:
        raise BadInput("wrong_encoding", N_("{file} is not written in {encoding}."), file=name, encoding=wanted)
    if known is None:
        known = encodings.most_likely(lines.samples) if lines.bad else Encoding("utf-8", "utf-8")
    _refuse_control_characters(head[known.mark :].decode(known.codec, "replace"), name)
    return known


def _whole_lines(source: IO[bytes], head: bytes, name: str) -> Iterator[bytes]:
    """Blocks of whole lines (but for the last)."""
    rest, block = b"", head
    while block:
        block = rest + block
        end = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
        if len(block) - end > LONGEST_LINE:
            raise BadInput(
                "line_too_long", N_("{file} has a line of more than {limit} MB: it is no table."), file=name, limit=16
            )
        if end:
            yield block[:end]
        rest = block[end:]
        block = source.read(MEGABYTE)
    if rest:
        yield rest


def _refuse_control_characters(text: str, name: str) -> None:
    strange = sum(c in encodings._CONTROL for c in text)
    if strange * 20 > len(text):
        raise wrong_content(name, N_("binary data"), N_("delimited text"))


@dataclass(frozen=True)
class TextFile:
    """A text file and how its bytes become text."""

    path: Path
    compressed: bool
    encoding: Encoding

    @contextmanager
    def open(self) -> Iterator[tuple[io.TextIOWrapper, IO[bytes]]]:
        """The text with its own line ends; bytes that are no text read as MARK. Beside it the stream whose position
        tells how much is read."""
        with binary(self.path, self.compressed) as (source, below):
            source.read(self.encoding.mark)
            yield io.TextIOWrapper(source, self.encoding.codec, errors="salesdash_mark", newline=""), below
