"""``db``: the schema."""

import click

from salesdash.cli.frame import Group, Run, pass_run
from salesdash.errors import SalesDashError
from salesdash.locale import N_
from salesdash.locale import gettext as _


@click.group("db", cls=Group, help=N_("The schema of the database."))
def database_group() -> None:
    """Commands for the schema."""


@database_group.command("upgrade", help=N_("Creates the schema or migrates it to this version. Safe to repeat."))
@pass_run
def upgrade(run: Run) -> None:
    """Creates or migrates the schema, installs the roles; with --as it takes settings.manage."""
    from alembic.util import CommandError

    from salesdash import db, migrations
    from salesdash.access import setup
    from salesdash.cli.schema import database

    if run.login is not None:
        run.require("settings.manage")
    database(run.database)
    before = migrations.current(run.database)
    try:
        migrations.upgrade(run.database)
    except CommandError as problem:
        raise SalesDashError(
            "schema_newer",
            N_("This database was made by a later version ({revision}) and was left as it is."),
            revision=before,
        ) from problem
    with db.writing(run.database) as session:
        setup.install_defaults(session)
    after = migrations.current(run.database)
    run.answer(
        {"revision": after, "changed": after != before},
        lambda: _("The schema is up to date.") if after == before else _("The schema was brought up to date."),
    )
