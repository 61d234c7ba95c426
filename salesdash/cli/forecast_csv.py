"""``forecast csv``: plain series in, forecasts out. It needs no database."""

from typing import TYPE_CHECKING

import click

from salesdash.cli import output
from salesdash.cli.frame import Command, Run, existing_file, pass_run
from salesdash.errors import BadInput
from salesdash.locale import N_, gettext, ngettext

if TYPE_CHECKING:
    from salesdash.analytics.forecasting import Forecasts


@click.command("csv", cls=Command, help=N_("Forecasts the series of a CSV file (unique_id, ds, y)."))
@click.argument("file")
@click.option("--season-length", type=int, required=True, metavar="S", help=N_("Values per season: 12 for months."))
@click.option("--horizon", type=int, required=True, metavar="H", help=N_("How many steps ahead."))
@click.option("--out", required=True, metavar="FILE", help=N_("Where the forecasts are written, as CSV."))
@pass_run
def csv_command(run: Run, *, file: str, season_length: int, horizon: int, out: str) -> None:
    """Writes the forecasts; says which series have none and why, and what is uncertain about others."""
    from datetime import UTC, datetime

    from salesdash.analytics import forecasting
    from salesdash.analytics.forecasting import tables

    if run.login is not None:
        run.require("forecasts.run")
    if season_length < 1 or horizon < 1:
        raise BadInput("out_of_range", N_("The season length and the horizon are whole numbers from 1 on."))
    path = existing_file(file)
    found = forecasting.table_csv(
        str(path),
        season_length=season_length,
        horizon=horizon,
        today=datetime.now(UTC).date(),
        report=output.progress(),
    )
    tables.written(found.points, out)
    series = int(found.points["unique_id"].nunique())
    document = {
        "file": out,
        "series": series,
        "rows": len(found.points),
        "problems": found.problems.to_dict("records"),
        "warnings": found.warnings.to_dict("records"),
    }
    run.answer(document, lambda: _words(series, out, found))


def _words(series: int, out: str, found: "Forecasts") -> str:
    """For people: how many, where, and a line per remark."""
    from salesdash.analytics.forecasting.remarks import said

    heading = ngettext("{n} series forecast: {file}", "{n} series forecast: {file}", series).format(n=series, file=out)
    lines = [heading]
    for title, frame in ((N_("No forecast"), found.problems), (N_("Remarks"), found.warnings)):
        if len(frame):
            rows = [(str(row["unique_id"]), said(row["code"], row["details"])) for row in frame.to_dict("records")]
            lines += ["", gettext(title), output.table([gettext("Series"), gettext("What")], rows)]
    return "\n".join(lines)
