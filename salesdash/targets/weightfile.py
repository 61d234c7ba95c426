"""Weights for a split from a file: two columns, a member's code (or the number of a period) and its weight."""

import csv
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from salesdash.errors import BadInput
from salesdash.imports.reading import numbers, sheets
from salesdash.imports.reading.files import content_of, damaged
from salesdash.imports.reading.missing import NO_VALUE, Bad
from salesdash.imports.reading.plan import NumberStyle
from salesdash.imports.reading.texts import TextFile, encoding_of
from salesdash.locale import N_
from salesdash.units import SCALE

_MOST_ROWS = 100_000
_SEPARATORS = ",;\t|"
#: a header may stand in the first row
_FIRST = 1


def read(path: Path, name: str) -> dict[str, float]:
    """Code → weight, in the order of the file; a code that stands twice has the sum. Raises BadInput for a file that
    cannot be read, an empty one, and for a weight that is no number or negative, with its row."""
    weights: dict[str, float] = {}
    for place, row in enumerate(_rows(path, name), _FIRST):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < 2:
            raise BadInput("too_few_fields", N_("Row {row} of {file} has no weight."), row=place, file=name)
        value = _number(cells[1])
        if value in (Bad.NOT_A_NUMBER, Bad.NUMBER_OUT_OF_RANGE, Bad.NOT_FINITE) and place == _FIRST:
            continue
        if value != NO_VALUE and value < 0:
            raise BadInput(
                "not_a_weight", N_("Row {row} of {file}: {text} is no weight."), row=place, file=name,
                text=cells[1][:60],
            )  # fmt: skip
        weights[cells[0]] = weights.get(cells[0], 0.0) + (0.0 if value == NO_VALUE else value / SCALE)
    if not weights:
        raise BadInput("no_weights", N_("{file} holds no weights."), file=name)
    return weights


def _rows(path: Path, name: str) -> list[list[str]]:
    found = content_of(path, name)
    if found == "xlsx":
        sheets.check(path, name)
        return _sheet(path, name)
    if found == "parquet":
        raise BadInput("wrong_content", N_("{file} is no CSV and no Excel file."), file=name)
    compressed = found == "gzip"
    with TextFile(path, compressed, encoding_of(path, compressed, name, None)).open() as (source, _below):
        lines = list(islice(source, _MOST_ROWS))
    separator = max(_SEPARATORS, key=lambda sign: sum(sign in line for line in lines[:50]))
    return list(csv.reader(lines, delimiter=separator))


def _sheet(path: Path, name: str) -> list[list[str]]:
    try:
        cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(nrows=_MOST_ROWS)
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(name, error) from error
    return [
        ["" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in r] for r in cells
    ]


def _number(text: str) -> int:
    value = numbers.parse(text, NumberStyle("."), SCALE)
    return numbers.parse(text, NumberStyle(","), SCALE) if value == Bad.NOT_A_NUMBER else value
