"""``forecast``: what will be sold, and how sure that is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from salesdash.cli import output
from salesdash.cli.dates import day
from salesdash.cli.forecast_csv import csv_command
from salesdash.cli.frame import Group, Run, pass_run
from salesdash.locale import N_
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from pandas import DataFrame


@click.group("forecast", cls=Group, help=N_("What will be sold, and how sure that is."))
def forecast_group() -> None:
    """The group."""


forecast_group.add_command(csv_command)


@forecast_group.command("run", help=N_("Makes a forecast from the company's history and keeps it."))
@click.option(
    "--measure", metavar="M", required=True,
    help=N_("revenue, orders, quantity, gross_profit or gross_margin."),
)  # fmt: skip
@click.option(
    "--by", metavar="DIM", multiple=True,
    help=N_("region, product_line, channel or rep; twice: their crossing. Without it the total alone."),
)  # fmt: skip
@click.option("--frequency", metavar="F", default="month", help=N_("month (the default), week or quarter."))
@click.option("--horizon", metavar="H", required=True, type=int, help=N_("How many periods ahead, 1 to 24."))
@click.option("--as-of", metavar="DATE", help=N_("The last day that it may know, by default as far as the data reach."))
@pass_run
def run_(run: Run, *, measure: str, by: tuple[str, ...], frequency: str, horizon: int, as_of: str | None) -> None:
    """Makes one run while the person waits."""
    user = run.require("forecasts.run")
    from salesdash import forecasts

    asked = forecasts.question(measure, by, frequency, horizon, None if as_of is None else day(as_of, "--as-of"))
    made = forecasts.run_at_once(run.database, user, asked, output.progress())
    with run.reading() as session:
        told = forecasts.accuracy(session, user, made)
        for line in _remarks(told, asked.by):
            click.echo(line, err=True)
        document = forecasts.document(session, user, made)
    run.answer(document, lambda: _words(run, made))


def _remarks(told: "DataFrame", by: tuple[str, ...]) -> list[str]:
    """A line per series that has no forecast, or of which something is to be said."""
    from salesdash.analytics.forecasting.remarks import said

    lines = []
    for row in told.to_dict("records"):
        name = _name(row, by)
        details = row["details"] or {}
        if row["problem"]:
            lines.append(f"{name}: {said(row['problem'], details, problem=True)}")
        lines += [f"{name}: {said(one['code'], one)}" for one in details.get("warnings", ())]
    return lines


def _name(row: dict[Any, Any], by: tuple[str, ...]) -> str:
    return " / ".join(row[f"{dimension}_name"] for dimension in by if row[dimension] is not None) or _("Total")


def _words(run: Run, made: int) -> str:
    """For people: what is expected, a line per series and period, and how well that was done before."""
    from salesdash import company, forecasts
    from salesdash.dimensions import dimension_name
    from salesdash.locale import formats
    from salesdash.metrics import REGISTRY

    user = run.user()
    with run.reading() as session:
        found = forecasts.run_of(session, user, made)
        points = forecasts.points(session, user, made).to_dict("records")
        told = forecasts.accuracy(session, user, made).to_dict("records")
        currency = company.settings(session).currency
    metric = REGISTRY[found.measure]
    show = _shown(metric.unit)
    names = [_("Series")] if found.by else []
    bounds = [("lo80", _("80% from")), ("hi80", _("80% to")), ("lo95", _("95% from")), ("hi95", _("95% to"))]
    headers = [*names, dimension_name(found.frequency), _("Expected"), *(words for _key, words in bounds)]
    rows = [
        [*([_name(row, found.by)] if names else []), row["period"], show(row["mean"])]
        + [show(row[key]) for key, _words_of in bounds]
        for row in points
    ]
    heading = _("{measure}: forecast {run}, made from what was known on {day}, amounts in {currency}").format(
        measure=_(metric.name), run=found.id, day=formats.day(found.as_of), currency=currency
    )
    past = [
        [*([_name(row, found.by)] if names else []), formats.percent(row["wape"]), formats.percent(row["bias"]),
         formats.number(row["mase"], 2), formats.percent(row["coverage80"], 0), formats.percent(row["coverage95"], 0)]
        for row in told
    ]  # fmt: skip
    judged = [*names, _("Error (WAPE)"), _("Bias"), _("MASE"), _("In the 80%"), _("In the 95%")]
    first = len(names)
    expected = output.table(headers, rows, right=range(first + 1, len(headers)))
    said = _("How well it did where it did not know what came")
    return "\n\n".join([heading, expected, said, output.table(judged, past, right=range(first, len(judged)))])


def _shown(unit: str) -> Callable[[int], str]:
    """How stored whole numbers of a unit read."""
    from salesdash.locale import formats
    from salesdash.units import SCALE

    if unit == "money":
        return formats.amount
    if unit == "ratio":
        return lambda value: formats.percent(value / SCALE)
    return lambda value: formats.number(value / SCALE, 1)
