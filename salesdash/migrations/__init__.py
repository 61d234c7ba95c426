"""The schema's revisions; the same ones run on SQLite and PostgreSQL."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from salesdash import db


def _config(url: str | None) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.attributes["engine"] = db.engine(url)
    return settings


def upgrade(url: str | None = None) -> None:
    """Creates the schema of the database at ``url``, or brings it to the newest revision; safe to repeat.
    Processes that do so at once wait for each other."""
    with db.exclusive(db.engine(url), "migrate"):
        command.upgrade(_config(url), "head")


def newest() -> str:
    """The newest revision that this version of the application knows."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def current(url: str | None = None) -> str | None:
    """The revision of the database at ``url``; None where the schema was never created."""
    with db.engine(url).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
