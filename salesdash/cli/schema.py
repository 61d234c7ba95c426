"""Whether the database can be used at all."""

from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import ArgumentError

from salesdash import db
from salesdash.errors import BadInput, SalesDashError
from salesdash.locale import N_


def database(url: str | None) -> Engine:
    """The engine of ``url``. Raises BadInput for what is no usable database URL."""
    try:
        if url == "":
            raise ArgumentError
        return db.engine(url)
    except (ArgumentError, ModuleNotFoundError) as problem:
        raise BadInput(
            "bad_database_url",
            N_("This is no URL of a SQLite or PostgreSQL database. Write sqlite:///PATH or postgresql://HOST/NAME."),
        ) from problem


def require_schema(url: str | None) -> None:
    """Raises SalesDashError, code ``no_schema``, if the database has no tables yet; never creates a SQLite file."""
    engine = database(url)
    file = engine.url.database
    missing = engine.dialect.name == "sqlite" and (not file or not Path(file).exists())
    if missing or not inspect(engine).has_table("data_versions"):
        raise SalesDashError("no_schema", N_("This database has no tables yet. Run: python -m salesdash db upgrade"))
