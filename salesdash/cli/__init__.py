"""The command line: a public contract, described in docs/cli.md.

One module per command group. Each only turns words into one call of a service and its answer into a JSON document
or a table. Services are imported inside the commands, so that ``--help`` and a quick question start quickly.
"""

import click

from salesdash.cli.appraisal import appraisal_group
from salesdash.cli.database import database_group
from salesdash.cli.forecast import forecast_group
from salesdash.cli.frame import Program, Run
from salesdash.cli.history import history_command
from salesdash.cli.imports import import_group
from salesdash.cli.jobs import jobs_group
from salesdash.cli.kpis import kpis_command
from salesdash.cli.monitor import monitor_command
from salesdash.cli.report import report_command
from salesdash.cli.sample import sample_group
from salesdash.cli.settings import settings_group
from salesdash.cli.target_changes import targets_group
from salesdash.cli.users import users_group
from salesdash.locale import N_

__all__ = ["main", "program"]


@click.group(
    cls=Program,
    name="salesdash",
    help=N_("SalesDash: sales management from order files. The pages and this command line call the same services."),
)
@click.option(
    "--database",
    metavar="URL",
    help=N_("SQLAlchemy URL of the company's database, SQLite or PostgreSQL; by default SALESDASH_DATABASE_URL."),
)
@click.option(
    "--as",
    "login",
    metavar="LOGIN",
    help=N_("Acts with the permissions and row scope of this person instead of the operator's."),
)
@click.pass_context
def program(context: click.Context, database: str | None, login: str | None) -> None:
    """The root of all commands."""
    run = context.ensure_object(Run)
    run.database = database
    run.login = login


for _command in (
    database_group,
    sample_group,
    settings_group,
    users_group,
    import_group,
    kpis_command,
    history_command,
    forecast_group,
    monitor_command,
    targets_group,
    appraisal_group,
    jobs_group,
    report_command,
):
    program.add_command(_command)


def main() -> None:
    """Runs the command that the process was started with; ends the process with its exit status."""
    program.main()
