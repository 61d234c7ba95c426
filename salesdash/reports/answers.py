"""What a report holds: plain values and sentences in the language of its reader. Every writer gives them its form.

A section answers one question: a sentence that says it, a table, and at most one chart, which is a view of the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from salesdash.downloads import Form
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.reports.tables import Table
from salesdash.units import SCALE

#: bars: members from the top down; lines: steps in time; fan: lines with bounds; bridge: parts that lead to a change
Kind = Literal["bars", "lines", "fan", "bridge"]
#: what a series means, which decides its colour: us now, what it is compared with, what was aimed at, what is
#: expected, and its bounds
Role = Literal["now", "before", "target", "expected", "bound80", "bound95"]


@dataclass(frozen=True)
class Series:
    """A column of the table as it is drawn."""

    key: str
    name: str
    role: Role


@dataclass(frozen=True)
class Chart:
    """A view of a table: ``label`` names the column of its steps or members, ``most`` how many rows are drawn (None:
    all). ``title`` says what is drawn and its unit."""

    kind: Kind
    title: str
    label: str
    series: Sequence[Series]
    most: int | None = None

    def labels(self, table: Table) -> list[str]:
        """The names of what is drawn."""
        return [str(label) for label in table.values(self.label, self.most)]

    def values(self, table: Table, series: Series) -> list[float | None]:
        """The numbers that are drawn: amounts and quantities in units, shares as fractions; None is a gap."""
        scaled = self.form(table) in ("amount", "quantity")
        return [
            None if v is None else float(v) / SCALE if scaled else float(v)
            for v in table.values(series.key, self.most)
        ]  # fmt: skip

    def form(self, table: Table) -> Form:
        """What its axis counts."""
        return table.column(self.series[0].key).form


@dataclass(frozen=True)
class Section:
    """``title``: the question in a few words; ``message``: its answer in a sentence; ``notes``: what else is to say."""

    key: str
    title: str
    message: str
    table: Table
    chart: Chart | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Change:
    """A change in words, what it is against; ``judgement``: better, worse, same, or None, and that in words."""

    text: str
    against: str
    judgement: str | None
    verdict: str


@dataclass(frozen=True)
class Number:
    """A figure of the period in short words, with its changes; ``help``: its formula; ``note``: how much of its target
    is reached."""

    label: str
    value: str
    help: str
    changes: Sequence[Change] = ()
    note: str = ""


@dataclass(frozen=True)
class Head:
    """What stands at the head of every file. ``label``: 2026-Q3; ``days``: the days that the figures are of;
    ``running``: the period has not ended; ``rows``: whose sales these are; ``as_of``: the last day with data."""

    company: str
    label: str
    start: date
    end: date
    running: str
    rows: str
    as_of: date | None
    person: str
    made: date
    currency: str

    @property
    def title(self) -> str:
        """The name of the report."""
        return _("Sales report {period}").format(period=self.label)

    @property
    def days(self) -> str:
        """The days in words."""
        return formats.span(self.start, self.end)

    def lines(self) -> list[tuple[str, str]]:
        """Name and value of what the head says."""
        days = f"{self.label} ({self.days})" + (f", {self.running}" if self.running else "")
        return [
            (_("Period"), days),
            (_("Filters"), self.rows),
            (_("Currency"), self.currency),
            (_("Data as of"), formats.day(self.as_of)),
            (_("Made for"), f"{self.person}, {formats.day(self.made)}"),
        ]


@dataclass(frozen=True)
class Report:
    """``missing``: what is not in it, and why, each in a sentence. ``empty``: nothing was sold in the period."""

    head: Head
    numbers: Sequence[Number]
    sections: Sequence[Section]
    missing: Sequence[str] = field(default_factory=tuple)

    @property
    def empty(self) -> bool:
        """True where the person sees no sales in the period."""
        return not self.sections

    def summary(self) -> list[tuple[str, str]]:
        """The questions and answers of all sections."""
        ends = ("?", "？")
        colon = _("{title}:")
        return [
            (one.title if one.title.endswith(ends) else colon.format(title=one.title), one.message)
            for one in self.sections
        ]

    def document(self) -> dict[str, Any]:
        """What is in it, for programs."""
        return {
            "period": self.head.label,
            "from": self.head.start,
            "to": self.head.end,
            "as_of": self.head.as_of,
            "running": bool(self.head.running),
            "sections": [{"section": one.key, "title": one.title, "message": one.message} for one in self.sections],
            "missing": list(self.missing),
        }
