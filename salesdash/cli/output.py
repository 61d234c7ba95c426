"""What commands print: one exact JSON document for programs, tables for people, progress on standard error."""

import json
import math
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click

from salesdash.locale import N_, formats, gettext


def write(text: str) -> None:
    """Prints text as UTF-8, whatever the terminal's encoding. What no encoding holds is written as an escape."""
    click.echo(text.encode("utf-8", errors="backslashreplace"))


def json_text(value: Any) -> str:
    """``value`` as one JSON document. Decimals keep their digits, dates are ISO 8601, NaN and ∞ are null."""
    return "".join(_parts(value))


def _parts(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        yield "{"
        for position, (key, entry) in enumerate(value.items()):
            yield f"{', ' if position else ''}{json.dumps(str(key), ensure_ascii=False)}: "
            yield from _parts(entry)
        yield "}"
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield "["
        for position, entry in enumerate(value):
            if position:
                yield ", "
            yield from _parts(entry)
        yield "]"
    else:
        yield _single(value)


def _single(value: Any) -> str:
    if hasattr(value, "item"):  # NumPy's own numbers and truth values
        value = value.item()
    if not isinstance(value, str) and str(value) in ("NaT", "<NA>"):  # missing, in a data frame
        return "null"
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if isinstance(value, datetime):
        value = value.isoformat(timespec="seconds")
    elif isinstance(value, date):
        value = value.isoformat()
    elif value is not None and not isinstance(value, (str, int, float)):
        value = str(value)
    return json.dumps(value, ensure_ascii=False)


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        return "null"
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _width(text: str) -> int:
    """Columns of a terminal that the text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """A text table with a ruled heading; the columns numbered in ``right`` are aligned to the right."""
    lines = [[str(cell) for cell in row] for row in rows]
    widths = [max(_width(row[i]) for row in [list(headers), *lines]) for i in range(len(headers))]
    to_right = set(right)

    def line(row: Sequence[str]) -> str:
        cells = []
        for i, cell in enumerate(row):
            blanks = " " * (widths[i] - _width(cell))
            cells.append(blanks + cell if i in to_right else cell + blanks)
        return "  ".join(cells).rstrip()

    return "\n".join([line(headers), "  ".join("-" * width for width in widths), *(line(row) for row in lines)])


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values below each other, aligned."""
    pairs = list(pairs)
    width = max((_width(name) for name, _ in pairs), default=0)
    return "\n".join(f"{name}{' ' * (width - _width(name))}  {value}".rstrip() for name, value in pairs)


#: what the services call their stages → words
STAGES = {
    "reading": N_("Reading the file …"),
    "checking": N_("Checking the rows …"),
    "publishing": N_("Renewing the figures …"),
    "undoing": N_("Taking the import back …"),
    "removing": N_("Removing the rows …"),
    "history": N_("Reading the history …"),
    "forecasting": N_("Forecasting …"),
    "reconciling": N_("Making the sums agree …"),
    "judging": N_("Judging by the past …"),
    "storing": N_("Storing …"),
}


def progress(stages: Mapping[str, str] | None = None) -> Callable[[str, float], None]:
    """A callback that says on standard error how far a long command is: in one line of a terminal, else a line
    whenever another stage begins. ``stages``: words of the stages, by default STAGES."""
    last = ""

    def show(stage: str, fraction: float) -> None:
        nonlocal last
        words = gettext((stages or STAGES).get(stage, stage))
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{words} {formats.percent(fraction, 0)}", err=True, nl=fraction >= 1)
        elif stage != last:
            click.echo(words, err=True)
        last = stage

    return show
