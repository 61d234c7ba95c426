"""Reads a file through once and decides, from whole columns, how it is to be read."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from salesdash.errors import BadInput
from salesdash.imports.kinds import KINDS, SCALES, Kind
from salesdash.imports.reading import dates, delimited, numbers, parquet, sheets
from salesdash.imports.reading.blocks import Block
from salesdash.imports.reading.columns import find_header, match, missing
from salesdash.imports.reading.files import content_of
from salesdash.imports.reading.missing import NO_VALUE
from salesdash.imports.reading.numbers import Evidence
from salesdash.imports.reading.plan import FilePlan, NumberStyle
from salesdash.imports.reading.texts import TextFile, encoding_of
from salesdash.locale import N_

_ROWS = 50_000
_DIGITS = bytes.maketrans(b"012345678", b"999999999")
#: distinct values that are kept apart; beyond, a time of day is cut off
_MANY = 200_000
_UNITS = (("百萬", 10**6), ("百万", 10**6), ("million", 10**6), ("億", 10**8), ("亿", 10**8), ("萬", 10**4),
          ("万", 10**4), ("千", 1000), ("thousand", 1000))  # fmt: skip


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
    form = dates.form_of(date_format) if date_format else None
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
            kind=kind,
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
    study = _Study(spec, found, numeric)
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


@dataclass
class _Study:
    """What the values of the columns of dates and numbers tell, gathered block by block."""

    kind: Kind
    positions: Mapping[str, tuple[int, ...]]
    numeric: frozenset[int]
    rows: int = 0
    written_dates: dict[str, Counter[str]] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    #: fractions → the largest value, read with each decimal sign
    largest: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, positions in self.positions.items():
            type_ = self.kind.field(key).type
            if type_ == "date":
                self.written_dates[key] = Counter()
            elif SCALES[type_]:
                typed = positions[0] in self.numeric
                self.evidence[key] = Evidence(point=1 << 60 if typed else 0)
                self.largest.update({key: {".": 0, ",": 0}} if type_ == "fraction" else {})

    def add(self, block: Block) -> None:
        """Takes in the rows of a block."""
        self.rows += len(block.lines) + len(block.rejects)
        if not block.lines:
            return
        for key, counts in self.written_dates.items():
            counts.update(_dates_only(block.column(self.positions[key][0])))
            if len(counts) > _MANY:
                short: Counter[str] = Counter()
                for value, count in counts.items():
                    short[dates.bare(value)] += count
                self.written_dates[key] = short
        for key, evidence in self.evidence.items():
            column = block.column(self.positions[key][0])
            evidence.weigh(_shapes(column, evidence))
            for mark in self.largest.get(key, {}):
                values = (numbers.parse(v, NumberStyle(mark), 10**6) for v in set(column))
                self.largest[key][mark] = max(self.largest[key][mark], *values)

    def decided(self, plan: FilePlan, form: str | None, decimal: str | None) -> FilePlan:
        """The plan with the forms of its dates and the style of its numbers. Raises BadInput if one stays open."""
        forms = dict.fromkeys(self.written_dates, form or "")
        unsure: list[str] = []
        for key in self.written_dates if not form else ():
            try:
                forms[key] = self._form(plan, key, frozenset())
            except BadInput:
                unsure.append(key)
        for key in unsure:  # once more, by the light of the other columns of dates
            forms[key] = self._form(plan, key, frozenset(f for f in forms.values() if f))
        names = {key: plan.columns[key] for key in self.evidence}
        if decimal:
            marks = dict.fromkeys(self.evidence, decimal)
        else:
            by_name = numbers.decide({names[key]: each for key, each in self.evidence.items()}, plan.delimiter)
            marks = {key: by_name[names[key]] for key in self.evidence}
        styles = {
            key: NumberStyle(
                mark,
                percent=self.largest.get(key, {}).get(mark, 0) > 10**6,
                times=unit_of(plan.columns[key]),
                plain=self.evidence[key].plain,
            )
            for key, mark in marks.items()
        }
        first_date = next(iter(self.written_dates), None)
        return replace(
            plan,
            rows=self.rows,
            date_forms=forms,
            number_styles=styles,
            date_format=dates.shown(self.written_dates[first_date], forms[first_date] or None) if first_date else None,
            decimal=marks.get("net_amount") or next(iter(marks.values()), None),
        )

    def _form(self, plan: FilePlan, key: str, others: frozenset[str]) -> str:
        serial = plan.format == "xlsx"
        return dates.decide(self.written_dates[key], plan.columns[key], serial=serial, others=others) or ""


def _dates_only(column: Sequence[str]) -> list[str]:
    """The values, those in ISO form without their time of day."""
    return [v[:10] if v[4:5] == "-" and v[10:11] in " T" else v for v in column]


def _shapes(column: Sequence[str], evidence: Evidence) -> Counter[str]:
    """The values with every digit as 9, counted. Leading zeros, which tell a decimal sign, go to the evidence."""
    text = "\n" + "\n".join(column)
    if not text.isascii():
        return Counter(column)
    data = text.encode()
    evidence.point += data.count(b"\n0.") + data.count(b"\n-0.")
    evidence.comma += data.count(b"\n0,") + data.count(b"\n-0,")
    shapes = Counter(data[1:].translate(_DIGITS).split(b"\n"))
    return Counter({shape.decode(): count for shape, count in shapes.items()})


def unit_of(name: str) -> int:
    """What a unit in the column's name multiplies by: 10,000 for 金額(萬元), 1,000 for Sales (thousand USD)."""
    for inside in re.findall(r"[(（\[［](.*?)[)）\]］]", name):
        for word, factor in _UNITS:
            if word in inside.lower():
                return factor
    return 1
