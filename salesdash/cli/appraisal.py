"""``appraisal``: scores of people and teams in a period, and closing it."""

from typing import TYPE_CHECKING

import click

from salesdash.cli import output
from salesdash.cli.frame import Group, Run, pass_run
from salesdash.locale import N_
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from salesdash.appraisal.results import Appraisal, Result


@click.group("appraisal", cls=Group, help=N_("What people achieved in a period."))
def appraisal_group() -> None:
    """Commands for appraisals."""


@appraisal_group.command("show", help=N_("Shows the scores of people and teams in a period, with their parts."))
@click.option("--period", metavar="PERIOD", required=True, help=N_("A month, quarter or year: 2026-03, 2026-Q1, 2026."))
@pass_run
def show(run: Run, period: str) -> None:
    """Prints the appraisal of a period."""
    user = run.require("kpis.read", "appraisals.manage", "periods.close")
    from salesdash.appraisal.showing import appraisal

    with run.reading() as session:
        found = appraisal(session, user, period)
    run.answer(found.document(), lambda: _words(found))


@appraisal_group.command("close", help=N_("Closes a period for good and freezes its figures."))
@click.option("--period", metavar="PERIOD", required=True, help=N_("A month, quarter or year: 2026-03, 2026-Q1, 2026."))
@pass_run
def close(run: Run, period: str) -> None:
    """Closes a period with all that lies in it."""
    user = run.require("periods.close")
    from salesdash.appraisal import closing

    with run.reading() as session:
        closing.prepare(session, user, period)
    with run.writing() as session:
        closed = closing.close(session, user, period)
    run.answer({"closed": closed}, lambda: _("Closed: {periods}").format(periods=", ".join(closed)))


def _words(found: "Appraisal") -> str:
    from salesdash.locale import formats

    state = _("closed, figures frozen") if found.frozen else _("open, figures up to now")
    if found.running:
        state = _("still running, figures so far against the whole period")
    heading = f"{found.period} · {formats.span(found.days.start, found.days.end)} · {state}"
    names = [
        _("Representative"),
        _("Name"),
        _("Team"),
        _("Score"),
        _("Band"),
        _("Set by hand"),
        _("By today’s figures"),
    ]
    tables = [
        output.table(names, [_row(one) for one in those], right=(3, 6))
        for those in (found.people, found.teams)
        if those
    ]
    return "\n\n".join([heading, *(tables or [_("Nobody has a target or sales in this period.")])])


def _row(one: "Result") -> list[str]:
    from salesdash.locale import formats

    kept = one.of.override
    reason = (
        _("instead of {score}: {reason}").format(score=formats.percent(one.of.score), reason=kept.reason)
        if kept
        else ""
    )
    return [
        one.rep or "", one.name, one.team_name, formats.percent(one.score),
        one.band.name if one.band else _("so far") if one.running and one.score is not None else formats.DASH,
        reason, formats.percent(one.of.now) if one.of.now is not None else "",
    ]  # fmt: skip
