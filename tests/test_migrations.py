"""The revisions make the schema that the models describe, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from salesdash import db, migrations
from salesdash.models import Base


def _empty(engine) -> None:
    with engine.execution_options(writing=True).begin() as connection:
        Base.metadata.drop_all(connection)


def test_the_revisions_make_what_the_models_describe(engine) -> None:
    _empty(engine)
    migrations.upgrade()
    migrations.upgrade()  # repeating it changes nothing
    assert migrations.current() == migrations.newest()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_without_schema_has_no_revision(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    assert migrations.current(url) is None
    db.engine(url).dispose()
