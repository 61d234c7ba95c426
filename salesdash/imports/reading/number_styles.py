"""Which sign is the decimal one in a column of numbers, decided from its shapes: its values with every digit as 9."""

import re
from collections import Counter
from dataclasses import dataclass, field

from salesdash.errors import BadInput
from salesdash.imports.reading.missing import MISSING
from salesdash.imports.reading.numbers import clean, currency_sign
from salesdash.locale import N_

#: a plain number that arrow reads as it is: at most 10 digits and 4 decimals
_PLAIN = {".": re.compile(r"-?\d{1,10}(?:\.\d{1,4})?"), ",": re.compile(r"-?\d{1,10}(?:,\d{1,4})?")}


@dataclass
class Evidence:
    """What the values of one column tell about their decimal sign, each kind counted by values."""

    point: int = 0  # 1,234.5 or 12.34 or 1,234,567
    comma: int = 0  # 1.234,5 or 12,34 or 1.234.567
    group_of_three: Counter[str] | None = None  # the sign of 1,234 or 1.234, which may be either
    short: int = 0  # whole numbers of one to three digits
    long: int = 0  # whole numbers of four digits and more, written without separators
    plain: bool = True
    #: currency signs beside the numbers
    signs: set[str] = field(default_factory=set)

    def weigh(self, shapes: Counter[str]) -> None:
        """Adds values, given with their counts; digits may be replaced by other digits, but for leading zeros."""
        threes = self.group_of_three = self.group_of_three or Counter()
        for shape, count in shapes.items():
            if shape.strip().casefold() in MISSING:
                continue
            if len(shape) > 100:
                self.plain = False
                continue
            plain = bool(_PLAIN["."].fullmatch(shape) or _PLAIN[","].fullmatch(shape))
            self.plain = self.plain and plain
            if not plain and (sign := currency_sign(shape)):
                self.signs.add(sign)
            text, _negative, _percent = clean(shape)
            text = re.split("[億亿萬万eE]", text)[0].strip()
            marks = [c for c in text if c in ".,"]
            if not marks:
                digits = sum(c.isdigit() for c in text)
                self.short += count if digits and len(text) <= 3 else 0
                self.long += count if digits > 3 and digits == len(text) else 0
            elif len(set(marks)) == 2:
                self._add("." if marks[-1] == "." else ",", count)
            elif len(marks) > 1:
                self._add("," if marks[0] == "." else ".", count)
            else:
                before, _, after = text.partition(marks[0])
                if len(after) == 3 and 1 <= len(before) <= 3 and before.isdigit() and before[0] != "0":
                    threes[marks[0]] += count
                else:
                    self._add(marks[0], count)

    def _add(self, mark: str, count: int) -> None:
        if mark == ".":
            self.point += count
        else:
            self.comma += count

    def own(self) -> str | None:
        """The decimal sign that the column itself shows."""
        if self.point == self.comma:
            return None
        return "." if self.point > self.comma else ","


def decide(evidence: dict[str, Evidence], delimiter: str | None) -> dict[str, str]:
    """Column → its decimal sign. A column whose values leave it open follows the other columns of the file, then
    how whole numbers stand beside the open ones, then the delimiter: in a file separated by commas a point is the
    decimal sign. Raises BadInput ambiguous_numbers if the column stays open."""
    own = {column: each.own() for column, each in evidence.items()}
    told = Counter(mark for mark in own.values() if mark)
    marks = {}
    for column, each in evidence.items():
        threes = each.group_of_three or Counter()
        mark = own[column]
        if mark is None and told and told["."] != told[","]:
            mark = told.most_common(1)[0][0]
        if mark is None and len(threes) == 1:
            sign = next(iter(threes))
            if each.long:
                mark = sign  # thousands stand without separator, so this one is no thousands separator
            elif delimiter == ",":
                mark = "."
            elif each.short:
                mark = "," if sign == "." else "."
        if mark is None and threes:
            raise BadInput(
                "ambiguous_numbers",
                N_("The numbers in {column}, such as 1{sign}234, can be read in two ways. Say which sign is decimal."),
                column=column,
                sign=next(iter(sorted(threes))),
                choices=[".", ","],
            )
        marks[column] = mark or "."
    return marks
