"""``targets``: setting, splitting and following targets."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesdash.cli.cells import cell_of, cell_options, plan_of, reason_option, sheet_options, shown_options
from salesdash.cli.conditions import conditions
from salesdash.cli.dates import day
from salesdash.cli.frame import Group, Run, existing_file, pass_run
from salesdash.cli.target_words import answer, attainment_words, named, shown, split_document, split_words
from salesdash.locale import N_

if TYPE_CHECKING:
    from salesdash.targets import Weights

GIVE_WAY = ("siblings", "parent")
KINDS = ("last-year", "season", "forecast", "equal")


@click.group("targets", cls=Group, help=N_("Sets and splits targets, and follows how far they are reached."))
def targets_group() -> None:
    """Commands for targets."""


@targets_group.command("set", help=N_("Sets the target of one cell."))
@sheet_options
@cell_options
@click.option("--amount", metavar="A", required=True, help=N_("The target, e.g. 1200000 or 99.50."))
@click.option(
    "--give-way",
    type=click.Choice(GIVE_WAY),
    help=N_("siblings: what stands above stays, cells beside give way (the default); parent: what stands above moves."),
)
@click.option("--seen", metavar="A", help=N_("The amount that was seen; another one now is a conflict."))
@reason_option
@pass_run
def set_(
    run: Run, *, year: str, measure: str, level: str, amount: str, give_way: str | None, seen: str | None,
    reason: str, **given: Any,
) -> None:  # fmt: skip
    """Sets one cell."""
    from salesdash import targets

    user = run.require("targets.set")
    plan = plan_of(year, measure, level)
    cell = cell_of(plan, given)
    with run.writing() as session:
        wanted = targets.amount(session, measure, amount)
        before = None if seen is None else targets.amount(session, measure, seen)
        change = targets.set_amount(session, user, plan, cell, wanted, give_way=give_way, seen=before, reason=reason)
    answer(run, plan, {**named(plan, cell), "amount": shown(plan, wanted)}, change)


@targets_group.command("split", help=N_("Splits the target of a cell over the members of a dimension."))
@sheet_options
@cell_options
@click.option("--by", metavar="DIM", required=True, help=N_("quarter, month, region, product_line, channel or rep."))
@click.option(
    "--weights", metavar="WEIGHTS", required=True,
    help=N_("last-year, season, equal, forecast, or a CSV file of codes and weights."),
)  # fmt: skip
@click.option("--lock", "locks", metavar="CODE", multiple=True, help=N_("This one keeps its amount; may be repeated."))
@click.option("--dry-run", is_flag=True, help=N_("Says what the split would be and saves nothing."))
@reason_option
@pass_run
def split(
    run: Run, *, year: str, measure: str, level: str, by: str, weights: str, locks: tuple[str, ...], dry_run: bool,
    reason: str, **given: Any,
) -> None:  # fmt: skip
    """Splits one cell."""
    from salesdash import targets
    from salesdash.targets import sentences

    user = run.require("targets.set")
    plan = plan_of(year, measure, level)
    cell = cell_of(plan, given)
    chosen = _weights(weights)
    with run.writing() as session:
        done = targets.split(
            session, user, plan, cell, by, chosen, locks=locks, dry_run=dry_run, reason=reason
        )  # fmt: skip
    if done.empty:
        click.echo(sentences.locked_at_nothing(done.empty), err=True)
    run.answer(split_document(plan, chosen, done), lambda: split_words(plan, by, chosen, done))


@targets_group.command("show", help=N_("Targets against what was achieved, by any dimensions."))
@shown_options
@click.option("--by", metavar="DIM", multiple=True, help=N_("One row per member of DIM; may be repeated."))
@click.option(
    "--where", metavar="DIM=VALUE", multiple=True, help=N_("Only these; may be repeated, the same DIM twice is either.")
)
@click.option("--as-of", metavar="DATE", help=N_("The last day that counts, by default today."))
@pass_run
def show(
    run: Run, *, year: str, measure: str, level: str, by: tuple[str, ...], where: tuple[str, ...], as_of: str | None
) -> None:
    """Shows attainment."""
    from salesdash import company, targets

    user = run.require("kpis.read", "kpis.quantities")
    plan = plan_of(year, measure, level)
    until = None if as_of is None else day(as_of, "--as-of")
    with run.reading() as session:
        found = targets.attainment(
            session, user, year=plan.year, measure=measure, level=level, by=by, as_of=until, where=conditions(where)
        )
        currency = company.settings(session).currency
    run.answer(found.document(), lambda: attainment_words(found, currency))


def _weights(text: str) -> "Weights":
    from salesdash.targets import Weights, weightfile

    if text in KINDS:
        return Weights(text)
    return Weights("file", weightfile.read(existing_file(text), Path(text).name))
