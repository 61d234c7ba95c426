"""``history``: the pattern behind the figures, one analysis at a time."""

from typing import TYPE_CHECKING

import click

from salesdash.cli import output
from salesdash.cli.conditions import conditions
from salesdash.cli.dates import day
from salesdash.cli.frame import Command, Run, pass_run
from salesdash.errors import BadInput
from salesdash.locale import N_

if TYPE_CHECKING:
    from salesdash.history import Answer


@click.command("history", cls=Command, help=N_("The pattern behind the figures: one analysis, in words and tables."))
@click.argument("analysis")
@click.option("--from", "start", metavar="DATE", required=True, help=N_("First day, included."))
@click.option("--to", "end", metavar="DATE", required=True, help=N_("Last day, included."))
@click.option(
    "--where", metavar="DIM=VALUE", multiple=True, help=N_("Only these; may be repeated, the same DIM twice is either.")
)
@click.option("--measure", metavar="MEASURE", help=N_("What is analysed, by default revenue."))
@click.option(
    "--by",
    metavar="DIM",
    default="product_line",
    help=N_("What is ranked or bought together: product_line (the default) or product."),
)
@click.option(
    "--minimum-support",
    metavar="SHARE",
    type=float,
    default=0.01,
    help=N_("The share of orders that a pair must be in at least, by default 0.01."),
)
@pass_run
def history_command(
    run: Run,
    *,
    analysis: str,
    start: str,
    end: str,
    where: tuple[str, ...],
    measure: str | None,
    by: str,
    minimum_support: float,
) -> None:
    """Prints one analysis."""
    from salesdash import company, history
    from salesdash.periods import Range

    user = run.require("kpis.read", "kpis.quantities")
    if analysis not in history.ANALYSES:
        raise BadInput(
            "unknown_analysis",
            N_("There is no analysis {name}. There are: {known}."),
            name=analysis,
            known=", ".join(history.ANALYSES),
        )
    period = Range(day(start, "--from"), day(end, "--to"))
    view = history.View(period, conditions(where), measure, by, minimum_support)
    with run.reading() as session:
        answer = history.ANALYSES[analysis].ask(session, user, view)
        currency = company.settings(session).currency
    run.answer(history.document(view, answer, currency), lambda: _words(answer, currency))


def _words(answer: "Answer", currency: str) -> str:
    """For people: the sentences, and below them each table once."""
    from salesdash import history
    from salesdash.downloads import in_words
    from salesdash.history.tables import tables

    parts = list(dict.fromkeys(history.sentences(answer, currency).values()))
    for told in {told.title: told for told in tables(answer).values()}.values():
        texts = [at for at, column in enumerate(told.columns) if column.form in ("text", "date")]
        columns = [[in_words(v, c.form, currency) for v in told.rows[c.key].tolist()] for c in told.columns]
        figures = [at for at in range(len(columns)) if at not in texts]
        rows = list(zip(*columns, strict=True))
        note = f"\n{told.note}" if told.note else ""
        parts.append(f"\n{told.title}\n\n{output.table([c.heading for c in told.columns], rows, right=figures)}{note}")
    return "\n".join(parts)
