"""``sample``: the generated sample company."""

from dataclasses import asdict

import click

from salesdash.cli.dates import day
from salesdash.cli.frame import Group, Run, pass_run
from salesdash.errors import Conflict
from salesdash.locale import N_
from salesdash.locale import gettext as _


@click.group("sample", cls=Group, help=N_("The generated sample company."))
def sample_group() -> None:
    """Commands for the sample company."""


@sample_group.command("load", help=N_("Loads the sample company into an empty database."))
@click.option("--as-of", metavar="DATE", help=N_("Its last day, by default yesterday."))
@click.option("--if-empty", is_flag=True, help=N_("Does nothing where the database holds data already."))
@pass_run
def load(run: Run, as_of: str | None, if_empty: bool) -> None:
    """Loads the sample company."""
    from salesdash import sample
    from salesdash.locale import formats

    run.require("settings.manage")
    last = None if as_of is None else day(as_of, "--as-of")
    try:
        loaded = sample.load(run.database, last, unless_left=if_empty)
    except Conflict as conflict:
        if not (if_empty and conflict.code == "not_empty"):
            raise
        run.answer({"loaded": False}, lambda: _("The database holds data already; nothing was done."))
        return
    words = _("The sample company was loaded: {lines} order lines up to {day}.")
    run.answer(
        {"loaded": True} | asdict(loaded),
        lambda: words.format(lines=formats.number(loaded.lines), day=formats.day(loaded.as_of)),
    )


@sample_group.command("remove", help=N_("Takes all of the sample company out again."))
@pass_run
def remove(run: Run) -> None:
    """Takes the sample company out."""
    from salesdash import sample
    from salesdash.locale import formats

    user = run.require("settings.manage")
    removed = sample.remove(run.database, user)
    words = _("The sample company was taken out: {lines} order lines, {users} accounts.").format(
        lines=formats.number(removed.lines), users=formats.number(removed.users)
    )
    if removed.setup_address:
        invitation = _("Nobody who manages people can sign in now. Make the first administrator at:")
        words = f"{words}\n{invitation}\n{removed.setup_address}"
    run.answer(asdict(removed), lambda: words)
