"""``targets proposals``, ``approve``, ``versions``, ``undo``, ``transfer``, ``lock``: what becomes of targets later."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from salesdash.cli import output
from salesdash.cli.cells import cell_of, cell_options, plan_of, reason_option, sheet_options, shown_options, whole
from salesdash.cli.frame import Run, pass_run
from salesdash.cli.target_words import answer, named, shown, words_of
from salesdash.cli.targets import targets_group
from salesdash.locale import N_
from salesdash.locale import gettext as _

_CELL = ("period", "region", "product_line", "channel", "rep")
_NOTE = click.option("--note", metavar="TEXT", default="", help=N_("A word to whoever proposed it."))


@targets_group.command("proposals", help=N_("Changes that wait, or waited, for the approval of somebody else."))
@pass_run
def proposals(run: Run) -> None:
    """Lists proposals."""
    user = run.require("targets.set", "targets.approve")
    rows = _proposals(run, user)
    run.answer(
        {"rows": [row | {name: shown(_plan(row), row[name]) for name in ("amount", "moved")} for row in rows]},
        lambda: output.table(
            [_("Proposal"), _("Year"), _("Cell"), _("Moved"), _("By"), _("State"), _("Reason")],
            [
                [str(row["id"]), str(row["year"]), _cell_words(row), words_of(_plan(row))(row["moved"]), row["by"],
                 row["status"], row["reason"]]
                for row in rows
            ],
            right=(3,),
        ),
    )  # fmt: skip


@targets_group.command("approve", help=N_("Puts the change that somebody else proposed in force."))
@click.argument("proposal", type=int)
@_NOTE
@pass_run
def approve(run: Run, proposal: int, note: str) -> None:
    """Approves one proposal."""
    from salesdash import targets

    user = run.require("targets.approve")
    with run.writing() as session:
        change = targets.approve(session, user, proposal, note)
    plan = _plan(next(row for row in _proposals(run, user) if row["id"] == proposal))
    answer(run, plan, named(plan), change)


@targets_group.command("reject", help=N_("Turns down a change that somebody else proposed."))
@click.argument("proposal", type=int)
@_NOTE
@pass_run
def reject(run: Run, proposal: int, note: str) -> None:
    """Rejects one proposal."""
    from salesdash import targets

    user = run.require("targets.approve")
    with run.writing() as session:
        targets.reject(session, user, proposal, note)
    run.answer(
        {"proposal": proposal, "status": "rejected"},
        lambda: _("Proposal {proposal} was turned down.").format(proposal=proposal),
    )


@targets_group.command("withdraw", help=N_("Takes an own proposal back."))
@click.argument("proposal", type=int)
@pass_run
def withdraw(run: Run, proposal: int) -> None:
    """Withdraws one proposal."""
    from salesdash import targets

    user = run.require("targets.set")
    with run.writing() as session:
        targets.withdraw(session, user, proposal)
    run.answer(
        {"proposal": proposal, "status": "withdrawn"},
        lambda: _("Proposal {proposal} was taken back.").format(proposal=proposal),
    )


@targets_group.command("versions", help=N_("The versions of the targets of a year, newest first."))
@shown_options
@pass_run
def versions(run: Run, *, year: str, measure: str, level: str) -> None:
    """Lists versions."""
    from salesdash import targets

    user = run.require("targets.set", "kpis.read", "kpis.quantities")
    plan = plan_of(year, measure, level)
    with run.reading() as session:
        rows = _records(targets.versions(session, user, plan).to_dict("records"))
    amount = words_of(plan)
    run.answer(
        {**named(plan), "rows": [row | {"moved": shown(plan, row["moved"])} for row in rows]},
        lambda: output.table(
            [_("Version"), _("At"), _("By"), _("Cell"), _("Moved"), _("Reason")],
            [
                [str(row["version"]), f"{row['at']:%Y-%m-%d %H:%M}", row["by"], _cell_words(row), amount(row["moved"]),
                 row["reason"]]
                for row in rows
            ],
            right=(4,),
        ),
    )  # fmt: skip


@targets_group.command("undo", help=N_("Takes a version back; that is a version of its own."))
@click.argument("version", type=int)
@sheet_options
@reason_option
@pass_run
def undo(run: Run, version: int, *, year: str, measure: str, level: str, reason: str) -> None:
    """Undoes one version."""
    from salesdash import targets

    user = run.require("targets.set")
    plan = plan_of(year, measure, level)
    with run.writing() as session:
        change = targets.undo(session, user, plan, version, reason)
    answer(run, plan, {**named(plan), "undone": version}, change)


@targets_group.command("lock", help=N_("Locks a cell, so that changes elsewhere leave it alone, or opens it again."))
@sheet_options
@cell_options
@click.option("--open", "opened", is_flag=True, help=N_("Opens it again."))
@pass_run
def lock(run: Run, *, year: str, measure: str, level: str, opened: bool, **given: Any) -> None:
    """Locks or opens one cell."""
    from salesdash import targets

    user = run.require("targets.set")
    plan = plan_of(year, measure, level)
    cell = cell_of(plan, given)
    with run.writing() as session:
        change = targets.set_lock(session, user, plan, cell, not opened)
    answer(run, plan, {**named(plan, cell), "locked": not opened}, change)


@targets_group.command("transfer", help=N_("Moves targets from one representative to another from a month on."))
@sheet_options
@click.option("--giver", metavar="CODE", required=True, help=N_("The representative who gives them up."))
@click.option("--taker", metavar="CODE", required=True, help=N_("The representative who takes them over."))
@click.option("--from-month", metavar="M", required=True, help=N_("First month, 1 to 12, as the calendar counts them."))
@click.option("--share", metavar="PART", type=float, default=1.0, help=N_("The part that moves, by default 1: all."))
@click.option("--customer", "customers", metavar="CODE", multiple=True, help=N_("Goes along; may be repeated."))
@reason_option
@pass_run
def transfer(
    run: Run, *, year: str, measure: str, level: str, giver: str, taker: str, from_month: str, share: float,
    customers: tuple[str, ...], reason: str,
) -> None:  # fmt: skip
    """Moves targets."""
    from salesdash import targets

    user = run.require("targets.set")
    plan = plan_of(year, measure, level)
    first = whole(from_month, "--from-month")
    with run.writing() as session:
        change = targets.transfer(
            session, user, plan, giver, taker, from_month=first, share=share, customers=customers, reason=reason
        )
    answer(run, plan, {**named(plan), "giver": giver, "taker": taker}, change)


def _proposals(run: Run, user: Any) -> list[dict[str, Any]]:
    from salesdash import targets

    with run.reading() as session:
        return _records(targets.proposals(session, user).to_dict("records"))


def _plan(row: Mapping[str, Any]) -> Any:
    return plan_of(str(row["year"]), row["measure"], row["level"])


def _records(rows: Sequence[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    """Rows with None for what is missing, and numbers of versions whole although some are missing."""
    import pandas as pd

    def plain(value: Any) -> Any:
        if pd.isna(value):
            return None
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return [{str(name): plain(value) for name, value in row.items()} for row in rows]


def _cell_words(row: Mapping[str, Any]) -> str:
    return " · ".join(str(row[name]) for name in _CELL if row[name])
