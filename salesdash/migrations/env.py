"""How Alembic reaches the database: through the engine that ``salesdash.migrations`` hands it."""

from alembic import context

from salesdash.models import Base

with context.config.attributes["engine"].execution_options(writing=True).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        user_module_prefix="base.",
    )
    with context.begin_transaction():
        context.run_migrations()
