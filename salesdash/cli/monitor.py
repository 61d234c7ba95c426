"""``monitor``: what left its path."""

from typing import TYPE_CHECKING

import click

from salesdash.cli import output
from salesdash.cli.dates import day
from salesdash.cli.frame import Command, Run, pass_run
from salesdash.locale import N_
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from salesdash.monitoring import Found


@click.command("monitor", cls=Command, help=N_("What left its path: actuals against the latest forecast and targets."))
@click.option("--as-of", metavar="DATE", help=N_("The last day that counts, by default as far as the data reach."))
@click.option(
    "--by", metavar="DIM", multiple=True,
    help=N_("region, product_line, channel or rep; twice: their crossing. Without it the total alone."),
)  # fmt: skip
@pass_run
def monitor_command(run: Run, *, as_of: str | None, by: tuple[str, ...]) -> None:
    """Monitors the view of the latest run for these dimensions."""
    user = run.require("forecasts.run", "signals.manage")
    from salesdash import forecasts, monitoring
    from salesdash.monitoring.watching import no_forecast

    until = None if as_of is None else day(as_of, "--as-of")
    wanted = forecasts.question("revenue", by).by
    with run.reading() as session:
        made = [one for one in forecasts.runs(session, user, by=wanted) if until is None or one.as_of <= until]
    if not made:
        raise no_forecast()
    # of runs that know the same day the last made
    latest = max(made, key=lambda one: (one.as_of, one.id))
    found = monitoring.monitor(
        run.database, user, measure=latest.measure, by=wanted, frequency=latest.frequency, as_of=until
    )
    run.answer(monitoring.document(found), lambda: _words(found))


def _words(found: "Found") -> str:
    """For people: a line per signal, and how many there are."""
    from salesdash.monitoring import LEVELS

    if not found.signals:
        return _("Nothing is off its path.")
    rows = [
        [str(one.id), _("New") if one.id in found.new else "", _(LEVELS[one.level]), one.sentence]
        for one in found.signals
    ]
    return output.table([_("Signal"), "", _("Level"), _("What happened")], rows)
