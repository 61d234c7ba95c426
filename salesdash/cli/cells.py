"""Options by which commands name a sheet of targets and a cell of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from salesdash.errors import BadInput
from salesdash.locale import N_

if TYPE_CHECKING:
    from salesdash.targets import Cell, Plan

Decorator = Callable[[Any], Any]


def _together(*options: Decorator) -> Decorator:
    def add(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return add


_YEAR = click.option("--year", metavar="Y", required=True, help=N_("The fiscal year."))
_LEVEL = click.option("--level", metavar="LEVEL", default="target", help=N_("base, target (the default) or stretch."))
_MEASURES = N_("revenue, gross_profit, quantity, orders, new_customers or receipts.")

#: the sheet that a command changes
sheet_options = _together(_YEAR, click.option("--measure", metavar="M", required=True, help=_MEASURES), _LEVEL)
#: the sheet that a command shows
shown_options = _together(_YEAR, click.option("--measure", metavar="M", default="revenue", help=_MEASURES), _LEVEL)
#: the cell that a command is about
cell_options = _together(
    click.option("--quarter", metavar="Q", help=N_("A quarter of the year, 1 to 4, instead of the whole year.")),
    click.option("--month", metavar="M", help=N_("A month, 1 to 12, as the calendar counts them.")),
    click.option("--region", metavar="CODE", help=N_("Only this region with all below it.")),
    click.option("--product-line", metavar="CODE", help=N_("Only this product line.")),
    click.option("--channel", metavar="CODE", help=N_("Only this channel.")),
    click.option("--rep", metavar="CODE", help=N_("Only this representative.")),
)
reason_option = click.option("--reason", metavar="TEXT", default="", help=N_("Why, for the list of versions."))


def plan_of(year: str, measure: str, level: str) -> "Plan":
    """The sheet that the options name. Raises BadInput for one that cannot be."""
    from salesdash.targets import Plan

    plan = Plan(whole(year, "--year"), measure, level)
    plan.check()
    return plan


def cell_of(plan: "Plan", given: dict[str, Any]) -> "Cell":
    """The cell that the options name. Raises BadInput for a period that is none; members are looked up later."""
    from salesdash.targets import Cell

    named: dict[str, Any] = {
        name: whole(given[name].strip().removeprefix(f"{plan.year}-"), f"--{name}")
        for name in _PERIODS
        if given[name] is not None
    }
    return Cell(plan.year, **named, **{name: given[name] for name in _MEMBERS})


_PERIODS = ("quarter", "month")
_MEMBERS = ("region", "product_line", "channel", "rep")


def whole(text: str, option: str) -> int:
    """The whole number that an option names; a quarter may be written Q3, and periods with their year, 2017-Q3."""
    digits = text.strip().removeprefix("Q") if option == "--quarter" else text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise BadInput("no_whole_number", N_("{option} {value} is no whole number."), option=option, value=text)
    return int(digits)
