"""``kpis``: figures of a period, by any dimensions."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from salesdash.cli import output
from salesdash.cli.conditions import conditions
from salesdash.cli.dates import day
from salesdash.cli.frame import Command, Run, pass_run
from salesdash.locale import N_
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from salesdash.kpis import KpiTable
    from salesdash.metrics import Metric


@click.command("kpis", cls=Command, help=N_("Figures of a period, by any dimensions and against another period."))
@click.option("--from", "start", metavar="DATE", required=True, help=N_("First day, included."))
@click.option("--to", "end", metavar="DATE", required=True, help=N_("Last day, included."))
@click.option("--by", metavar="DIM", multiple=True, help=N_("One row per member of DIM; may be repeated."))
@click.option(
    "--where", metavar="DIM=VALUE", multiple=True, help=N_("Only these; may be repeated, the same DIM twice is either.")
)
@click.option("--compare", type=click.Choice(["previous", "year"]), help=N_("Compares with the time before."))
@pass_run
def kpis_command(
    run: Run, *, start: str, end: str, by: tuple[str, ...], where: tuple[str, ...], compare: str | None
) -> None:
    """Prints figures per combination of the dimensions and their total."""
    from salesdash import company, kpis

    user = run.require("kpis.read", "kpis.quantities")
    first, last = day(start, "--from"), day(end, "--to")
    with run.reading() as session:
        table = kpis.table(session, user, first, last, by=by, where=conditions(where), compare=compare)
        currency = company.settings(session).currency
    run.answer(table.document(), lambda: _words(table, currency))


def _words(table: "KpiTable", currency: str) -> str:
    """The table for people: a line per row, the total below, amounts in the company's currency."""
    from salesdash.dimensions import dimension_name
    from salesdash.kpis.answers import DIMENSIONS, METRICS
    from salesdash.locale import formats
    from salesdash.metrics import REGISTRY

    names = [name for dimension in table.by for name in _columns(table.rows, dimension)]
    headers = [dimension_name(name) if name in DIMENSIONS else _("Name") for name in names]
    figures: list[tuple[str, Callable[[Any], str]]] = []
    for metric in (REGISTRY[key] for key in METRICS):
        show = _shown(metric, currency)
        figures.append((metric.key, show))
        headers.append(_(metric.name))
        if table.compared_with:
            figures += [(f"{metric.key}_previous", show), (f"{metric.key}_change", metric.show_change)]
            headers += [_("before"), _("change")]
    rows = [_row(row, names, figures) for _number, row in table.rows.iterrows()] if table.by else []
    total = [_row(row, [], figures) for _number, row in table.total.iterrows()]
    labels = [_("Total"), *[""] * (len(names) - 1)] if names else []
    lines = [*rows, *([*labels, *figures_of] for figures_of in total)]
    heading = _("{period}, amounts in {currency}").format(
        period=formats.span(table.start, table.end), currency=currency
    )
    if table.compared_with:
        against = formats.span(table.compared_with.start, table.compared_with.end)
        heading = _("{view}, compared with {period}").format(view=heading, period=against)
    return f"{heading}\n\n{output.table(headers, lines, right=range(len(names), len(headers)))}"


def _columns(rows: "DataFrame", dimension: str) -> list[str]:
    return [name for name in (dimension, f"{dimension}_name") if name in rows.columns]


def _shown(metric: "Metric", currency: str) -> Callable[[Any], str]:
    """How the metric's values read; amounts without the currency, which the heading names once."""
    from salesdash.locale import formats

    if metric.unit == "money":
        return lambda value: formats.amount(value, currency=currency)
    return lambda value: metric.show(value, currency)


def _row(row: "Series", names: Sequence[str], figures: Sequence[tuple[str, Callable[[Any], str]]]) -> list[str]:
    import pandas as pd

    texts = [str(row[name]) for name in names]
    return texts + [show(None if pd.isna(row[column]) else row[column]) for column, show in figures]
