"""``report``: the paper for the meeting, as slides, workbook or page."""

from typing import TYPE_CHECKING

import click

from salesdash.cli import output
from salesdash.cli.frame import Command, Run, pass_run
from salesdash.locale import N_
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from salesdash.reports import Report


@click.command("report", cls=Command, help=N_("Writes the report of a period: slides, a workbook or a page."))
@click.option(
    "--period", metavar="PERIOD", required=True,
    help=N_("A week, month, quarter or year: 2026-W41, 2026-10, 2026-Q3, 2026."),
)  # fmt: skip
@click.option("--out", "name", metavar="FILE", required=True, help=N_("A file that ends with .pptx, .xlsx or .html."))
@pass_run
def report_command(run: Run, *, period: str, name: str) -> None:
    """Writes one file, and says what is in it."""
    user = run.require("kpis.read", "kpis.quantities")
    from salesdash import reports
    from salesdash.reports import files

    form, path = files.ending(name), files.destination(name)
    show = output.progress(reports.STAGES)
    with run.reading() as session:
        report = reports.gather(session, user, period, show)
    show("writing", 0.9)
    size = files.write(report, path)
    show("writing", 1.0)
    document = {"file": str(path), "format": form, "bytes": size, **report.document()}
    run.answer(document, lambda: _words(report, path.name))


def _words(report: "Report", file: str) -> str:
    lines = [f"{name} {said}" for name, said in report.summary()]
    written = _("{title} is written to {file}.").format(title=report.head.title, file=file)
    return "\n".join([written, "", *lines, *report.missing])
