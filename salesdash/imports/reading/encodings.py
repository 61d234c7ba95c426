"""In which encoding a text file is written.

A byte order mark or valid UTF-8 decide by themselves. Otherwise the bytes are read in every candidate encoding and the
most likely text wins: characters that people use often in that script, against rare ones and bytes that are no text.
It is a likelihood, so it never refuses; the choice is shown and ``--encoding`` overrules it.
"""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass

from salesdash.errors import BadInput
from salesdash.imports.reading.characters import CHINESE_SIGNS, LATIN_SIGNS, SIMPLIFIED, TRADITIONAL
from salesdash.locale import N_

#: stands for bytes that are no text; a noncharacter, so no file holds it
MARK = "\ufdd0"
codecs.register_error("salesdash_mark", lambda error: (MARK, error.end))  # type: ignore[union-attr, attr-defined]

#: as they are shown → the codec that reads them. cp950 and big5hkscs both extend Big5, each by other characters.
CODECS = {
    "utf-8": ("utf-8",),
    "utf-8-sig": ("utf-8-sig",),
    "utf-16-le": ("utf-16-le",),
    "utf-16-be": ("utf-16-be",),
    "utf-32": ("utf-32",),
    "gb18030": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "windows-1252": ("cp1252",),
}
_ALIASES = {
    "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "hz": "gb18030",
    "cp950": "big5", "big5hkscs": "big5",
    "cp1252": "windows-1252", "iso8859-1": "windows-1252", "latin-1": "windows-1252",
    "utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNSAFE = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs", "oem"}
_CONTROL = frozenset(map(chr, [*range(9), 11, *range(14, 26), *range(27, 32), 127]))


@dataclass(frozen=True)
class Encoding:
    """``name`` as it is shown, ``codec`` as Python calls it, ``mark``: bytes of the byte order mark to skip."""

    name: str
    codec: str
    mark: int = 0


def by_mark(head: bytes) -> Encoding | None:
    """What a byte order mark at the beginning says."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            skip = len(mark) if name.startswith("utf-16") else 0  # the other codecs skip it themselves
            return Encoding(name, CODECS[name][0], skip)
    return None


def utf16_without_mark(head: bytes) -> Encoding | None:
    """UTF-16 without mark: line ends and digits leave NULs at every second place, all on the same side."""
    even, odd = head[0::2], head[1::2]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        zeros, others = high.count(0), low.count(0)
        text = head[: len(head) // 2 * 2].decode(name, "replace")
        control = sum(c in _CONTROL or c == "\ufffd" for c in text)
        if zeros > 4 * others and zeros >= max(2, len(high) // 20) and control * 50 <= len(text):
            return Encoding(name, name)
    return None


def chosen(name: str, head: bytes) -> Encoding:
    """The encoding that a person named. Raises BadInput unknown_encoding."""
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        info = None
    if info is None or not info._is_text_encoding or info.name in _UNSAFE:
        raise BadInput(
            "unknown_encoding",
            N_("There is no encoding {encoding}. Examples: {examples}."),
            encoding=name,
            examples=", ".join(CODECS),
        )
    marked = by_mark(head)
    if info.name in ("utf-16", "utf-8", "utf-32") and marked and marked.name.startswith(info.name):
        return marked
    if info.name == "utf-16":
        return utf16_without_mark(head) or Encoding("utf-16-le", "utf-16-le")
    shown = _ALIASES.get(info.name, info.name)
    if shown == "big5":
        return Encoding("big5", _best_codec("big5", [head]))
    if shown == marked_name(marked):
        return marked or Encoding(shown, shown)
    return Encoding(shown, CODECS.get(shown, (info.name,))[0])


def marked_name(marked: Encoding | None) -> str:
    """The name of the encoding that a mark told, "" without one."""
    return marked.name if marked else ""


def _best_codec(name: str, samples: list[bytes]) -> str:
    def damage(codec: str) -> int:
        return sum(sample.decode(codec, "salesdash_mark").count(MARK) for sample in samples)

    return min(CODECS[name], key=damage)


def most_likely(samples: Iterable[bytes]) -> Encoding:
    """The encoding of text that is neither marked nor UTF-8. ``samples``: lines that hold bytes above 127, whole."""
    lines = list(samples)
    best: tuple[float, Encoding] | None = None
    for name in ("gb18030", "big5", "windows-1252", "utf-8"):
        codec = _best_codec(name, lines)
        found = (sum(_likelihood(line, codec) for line in lines), Encoding(name, codec))
        if best is None or found[0] > best[0]:
            best = found
    return best[1] if best else Encoding("utf-8", "utf-8")


def _likelihood(line: bytes, codec: str) -> float:
    """Logarithm, roughly, of how likely the line is as text in that encoding: a few classes of characters."""
    total = 0.0
    previous = ""
    simplified = codec in ("gb18030", "utf-8")
    traditional = codec in ("cp950", "big5hkscs", "utf-8")
    for c in line.decode(codec, "salesdash_mark"):
        if c == MARK:
            total -= 30
        elif c < "\x80":
            total -= 3
        elif codec == "cp1252":
            total -= (4 if c in LATIN_SIGNS else 10) + (4 if previous >= "\x80" else 0)
        elif c in CHINESE_SIGNS:
            total -= 8
        elif (simplified and c in SIMPLIFIED) or (traditional and c in TRADITIONAL):
            total -= 7
        else:
            # GB18030 holds the traditional script too: a Taiwanese file may well come in it
            total -= 9 if c in TRADITIONAL else _rarity(c)
            total -= 4 if previous.isascii() and previous.isalpha() else 0  # an accented letter read as Chinese
        previous = c
    return total


def _rarity(c: str) -> int:
    """Of a character above 127 that is not among the common ones: 11 within the first level of its national
    standard (in use), 15 in the second (rare), 17 elsewhere."""
    for codec, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            lead = c.encode(codec)[0]
        except UnicodeEncodeError:
            continue
        if first <= lead <= last and "\u4e00" <= c <= "\u9fff":
            return 11
        if "\u4e00" <= c <= "\u9fff":
            return 15
    return 17
