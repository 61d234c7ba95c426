"""What is spoken of: a sheet of targets, and a cell of it in the words of people (codes and periods)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_precision
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.locale import N_, gettext
from salesdash.metrics import REGISTRY, TARGET_MEASURES
from salesdash.units import SCALE

#: code → name of the levels of ambition
LEVELS = {"base": N_("Base"), "target": N_("Target"), "stretch": N_("Stretch")}
#: no amount and no sum of amounts may reach this, in 1/10,000
LARGEST_AMOUNT = 9 * 10**14
YEARS = (1900, 2199)


@dataclass(frozen=True)
class Plan:
    """A sheet of targets: fiscal year, measure, level."""

    year: int
    measure: str = "revenue"
    level: str = "target"

    def check(self) -> None:
        """Raises BadInput for a measure or level that does not exist, or a year out of range."""
        if self.measure not in TARGET_MEASURES:
            raise BadInput(
                "unknown_measure",
                N_("No targets can be set for {measure}. They can for: {measures}."),
                measure=self.measure,
                measures=", ".join(TARGET_MEASURES),
            )
        if self.level not in LEVELS:
            raise BadInput(
                "unknown_level",
                N_("There is no level {level}. There are: {levels}."),
                level=self.level,
                levels=", ".join(LEVELS),
            )
        if not YEARS[0] <= self.year <= YEARS[1]:
            raise BadInput("year_out_of_range", N_("The year {year} is out of range."), year=self.year)

    @property
    def key(self) -> str:
        """How the audit trail names it."""
        return f"{self.year} {self.measure} {self.level}"

    @property
    def title(self) -> str:
        """It in words of the language in force."""
        return f"{self.year} · {gettext(REGISTRY[self.measure].name)} · {gettext(LEVELS[self.level])}"


@dataclass(frozen=True)
class Cell:
    """A cell: what is None means all. ``month`` is a month of the calendar that lies in the fiscal year ``year``;
    members are given by their codes."""

    year: int
    quarter: int | None = None
    month: int | None = None
    region: str | None = None
    product_line: str | None = None
    channel: str | None = None
    rep: str | None = None


def unit(session: Session, measure: str) -> int:
    """The smallest step of amounts of a measure: the minor unit of the currency in 1/10,000, one whole piece, or 1."""
    kind = REGISTRY[measure].unit
    if kind == "money":
        return int(SCALE // 10 ** min(get_currency_precision(company.settings(session).currency), 4))
    return SCALE if kind == "quantity" else 1


def scale(measure: str) -> int:
    """How many of the numbers in which amounts of a measure are kept make 1: 10,000, for counts 1."""
    return 1 if REGISTRY[measure].unit == "count" else SCALE


def amount(session: Session, measure: str, written: str | int | float | Decimal) -> int:
    """An amount as it is written in a form or on the command line (1200000.50), in the numbers in which it is kept.
    Raises BadInput for what is no number; ``check_amount`` says whether it can be a target."""
    try:
        value = Decimal(str(written)) * scale(measure)
        whole = int(value)
    except (InvalidOperation, ValueError, OverflowError) as wrong:
        raise BadInput("no_number", N_("{value} is no number."), value=str(written)) from wrong
    if whole != value:
        raise too_fine(str(written), unit(session, measure), measure)
    check_amount(session, measure, whole)
    return whole


def check_amount(session: Session, measure: str, value: int, step: int | None = None) -> None:
    """Raises BadInput for a negative amount, one that is finer than the measure's unit (``step``, where that is known
    already), or one too large."""
    shown = Decimal(value) / scale(measure)
    if value < 0:
        raise BadInput("negative", N_("A target cannot be negative: {amount}."), amount=f"{shown:f}")
    if value >= LARGEST_AMOUNT:
        raise BadInput("too_large", N_("The amount {amount} is too large."), amount=f"{shown:f}")
    if value % (step := step or unit(session, measure)):
        raise too_fine(f"{shown:f}", step, measure)


def too_fine(written: str, step: int, measure: str) -> BadInput:
    """The error for an amount that is no multiple of the unit."""
    return BadInput(
        "too_fine",
        N_("The amount {amount} is finer than {unit}, the smallest unit here."),
        amount=written,
        unit=f"{Decimal(step) / scale(measure):f}",
    )


def require_reading(user: User, measure: str) -> None:
    """Raises NotPermitted unless the user may see targets of this measure."""
    also = ("kpis.quantities",) if REGISTRY[measure].is_quantity else ()
    user.require("kpis.read", *also, "targets.set", "targets.approve")
