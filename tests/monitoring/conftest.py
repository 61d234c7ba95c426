"""One company on each database for all tests of a file, which tell one story in their order."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from salesdash import db
from salesdash.config import config
from salesdash.models import Base
from tests.monitoring import firm as company


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The company of ``tests.monitoring.firm``, also the configured database."""
    folder = tmp_path_factory.mktemp("monitoring")
    url = _sqlite(folder) if request.param == "sqlite" else _postgresql(request)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDASH_DATABASE_URL", url)
        patch.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        company.build()
        yield url
    config.cache_clear()
    db.engine(url).dispose()
    if request.param == "postgresql":
        _drop(request, url)


def _sqlite(folder: Path) -> str:
    url = f"sqlite:///{folder / 'company.sqlite3'}"
    Base.metadata.create_all(db.engine(url))
    return url


def _postgresql(request: pytest.FixtureRequest) -> str:
    server, template = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template")
    name = f"test_{secrets.token_hex(8)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()
    return create_engine(server).url.set(database=name).render_as_string(hide_password=False)


def _drop(request: pytest.FixtureRequest, url: str) -> None:
    admin = create_engine(request.getfixturevalue("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {db.engine(url).url.database} WITH (FORCE)"))
    admin.dispose()
