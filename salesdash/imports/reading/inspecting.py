"""Reads a file through once and decides, from whole columns, how it is to be read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from salesdash.errors import BadInput
from salesdash.imports.kinds import KINDS, SCALES, Kind
from salesdash.imports.reading import date_forms, dates, delimited, numbers, parquet, sheets
from salesdash.imports.reading.blocks import Block
from salesdash.imports.reading.columns import find_header, match, missing
from salesdash.imports.reading.files import content_of
from salesdash.imports.reading.missing import NO_VALUE
from salesdash.imports.reading.plan import FilePlan, NumberStyle
from salesdash.imports.reading.study import Study
from salesdash.imports.reading.texts import TextFile, encoding_of
from salesdash.locale import N_, gettext

_ROWS = 50_000


def inspect(
    path: Path,
    kind: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    date_format: str | None = None,
    decimal: str | None = None,
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    file_name: str | None = None,
    progress: Callable[[float], None] | None = None,
) -> FilePlan:
    """How the file is to be read as a file of that kind, decided from all of it.

    ``mapping``: field → column and ``constants``: field → value go before what is recognised; the other options
    overrule what would be decided. ``file_name``: what the file is called, where that is not the path's name.

    Raises BadInput: unknown_kind, unknown_encoding, wrong_encoding, unknown_delimiter, unknown_date_format,
    unknown_decimal, unknown_field, unknown_column, bad_constant, no_file, empty_file, too_large, too_many_cells,
    line_too_long, damaged_file, wrong_content, no_header, duplicate_column, ambiguous_dates, ambiguous_numbers.
    The ambiguous cases name what can be chosen in ``choices``.
    """
    spec = KINDS.get(kind)
    if spec is None:
        raise BadInput(
            "unknown_kind", N_("There is no kind {kind}. Kinds: {kinds}."), kind=kind, kinds=", ".join(KINDS)
        )
    if decimal not in (None, ".", ","):
        raise BadInput("unknown_decimal", N_("The decimal sign is . or , and not {decimal}."), decimal=decimal)
    form = date_forms.form_of(date_format) if date_format else None
    mapping, constants = dict(mapping or {}), dict(constants or {})
    _check_constants(spec, constants)
    opening = {"encoding": encoding, "delimiter": delimiter}
    plan, rows, numeric = _opened(path, spec, file_name or path.name, mapping, **opening)
    header_row = 0 if plan.format == "parquet" else find_header(rows, spec, mapping)
    if header_row is None:
        raise BadInput(
            "no_header",
            N_("{file} has no row of column names that can be recognised as {kind}. It begins with: {begins}"),
            file=file_name or path.name,
            kind=gettext(spec.name),
            begins=" | ".join(rows[0])[:200] if rows else "",
        )
    header = [name.strip() for name in rows[header_row]]
    found = match(header, spec, mapping, constants)
    used = {position for positions in found.values() for position in positions}
    plan = replace(
        plan,
        header=header,
        header_row=-1 if plan.format == "parquet" else header_row,
        positions=found,
        columns={key: " + ".join(header[i] for i in positions) for key, positions in found.items()},
        unrecognised=[name for i, name in enumerate(header) if i not in used and name],
        constants=constants,
        missing=missing(spec, found, constants),
    )
    study = Study(spec, found, numeric)
    for block in blocks(plan, _ROWS):
        study.add(block)
        if progress:
            progress(block.done)
    return study.decided(plan, form, decimal)


def _check_constants(kind: Kind, constants: Mapping[str, str]) -> None:
    for key, value in constants.items():
        if key not in kind.keys:
            continue  # told by the matching of columns, which names the fields
        type_ = kind.field(key).type
        scale = SCALES[type_]
        parsed = 0
        if type_ == "date":
            parsed = dates.parse(value, None)
        elif scale:
            parsed = numbers.parse(value, NumberStyle(), scale)
        if parsed <= NO_VALUE or not value.strip():
            raise BadInput("bad_constant", N_("{value} cannot stand for {field}."), field=key, value=value)


def _opened(
    path: Path, kind: Kind, name: str, mapping: Mapping[str, str], *, encoding: str | None, delimiter: str | None
) -> tuple[FilePlan, list[list[str]], frozenset[int]]:
    """The beginning of a plan, the first rows, and the positions of columns that hold numbers as such."""
    content = content_of(path, name)
    plan = FilePlan(path, kind.key, "csv", None, None, None, None, [], {}, [], 0)
    if content == "parquet":
        names, numeric = parquet.head(path, name)
        return replace(plan, format="parquet"), [names], numeric
    if content == "xlsx":
        sheets.check(path, name)
        sheet = sheets.head(path, name, kind, mapping)
        return replace(plan, format="xlsx", sheet=sheet.name), sheet.rows, sheet.numeric
    by_hand = delimited.delimiter_of(delimiter)
    if delimiter and by_hand is None:
        raise BadInput("unknown_delimiter", N_("{delimiter} cannot be a delimiter."), delimiter=delimiter)
    compressed = content == "gzip"
    file = TextFile(path, compressed, encoding_of(path, compressed, name, encoding))
    found, rows = delimited.head(file, by_hand, kind, mapping)
    return replace(plan, encoding=file.encoding.name, delimiter=found, text=file), rows, frozenset()


def blocks(plan: FilePlan, count: int) -> Iterator[Block]:
    """The rows of the file below its header."""
    width = len(plan.header)
    if plan.format == "parquet":
        return parquet.blocks(plan.path, width, count)
    if plan.sheet is not None:
        return sheets.blocks(plan.path, plan.sheet, plan.header_row, width, count)
    assert plan.text is not None and plan.delimiter is not None
    return delimited.blocks(plan.text, plan.delimiter, header_row=plan.header_row, width=width, count=count)
