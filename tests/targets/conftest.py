"""One company per file of tests and database: every test has a plan of its own."""

import secrets
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import create_engine, text

from salesdash import db
from salesdash.config import config
from salesdash.models import Base
from salesdash.targets import Plan
from tests.targets import firm as company

_years = count(2030)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The company of ``tests.targets.firm``, also the configured database."""
    folder = tmp_path_factory.mktemp("firm")
    admin = None
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'company.sqlite3'}"
        Base.metadata.create_all(db.engine(url))
    else:
        server = request.getfixturevalue("postgres")
        template = request.getfixturevalue("postgres_template")
        name = f"test_{secrets.token_hex(8)}"
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        url = create_engine(server).url.set(database=name).render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDASH_DATABASE_URL", url)
        patch.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        company.build()
        yield url
    config.cache_clear()
    db.engine(url).dispose()
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture
def plan(firm: str) -> Plan:
    """A sheet that no other test has touched."""
    return Plan(next(_years))
