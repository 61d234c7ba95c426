"""What the values of a file's columns tell about how its dates and numbers are written."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from salesdash.errors import BadInput
from salesdash.imports.kinds import SCALES, Kind
from salesdash.imports.reading import date_forms, dates, number_styles, numbers
from salesdash.imports.reading.blocks import Block
from salesdash.imports.reading.number_styles import Evidence
from salesdash.imports.reading.plan import FilePlan, NumberStyle

_DIGITS = bytes.maketrans(b"012345678", b"999999999")
#: distinct values that are kept apart; beyond, a time of day is cut off
_MANY = 200_000
_UNITS = (("百萬", 10**6), ("百万", 10**6), ("million", 10**6), ("億", 10**8), ("亿", 10**8), ("萬", 10**4),
          ("万", 10**4), ("千", 1000), ("thousand", 1000))  # fmt: skip


@dataclass
class Study:
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
            by_name = number_styles.decide({names[key]: each for key, each in self.evidence.items()}, plan.delimiter)
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
            signs=frozenset().union(*(each.signs for key, each in self.evidence.items() if key != "quantity")),
            date_format=date_forms.shown(self.written_dates[first_date], forms[first_date] or None)
            if first_date
            else None,
            decimal=marks.get("net_amount") or next(iter(marks.values()), None),
        )

    def _form(self, plan: FilePlan, key: str, others: frozenset[str]) -> str:
        serial = plan.format == "xlsx"
        return date_forms.decide(self.written_dates[key], plan.columns[key], serial=serial, others=others) or ""


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
