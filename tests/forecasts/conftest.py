"""One company on each database for all tests of runs; a test that changes it says so."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from salesdash import db
from salesdash.config import config
from salesdash.forecasts import making
from salesdash.models import Base
from tests.forecasts import firm as company


def _use(patch: pytest.MonkeyPatch, url: str, folder: Path) -> None:
    patch.setenv("SALESDASH_DATABASE_URL", url)
    patch.setenv("SALESDASH_CACHE_DIR", str(folder / f"snapshot-{Path(url).name}"))
    config.cache_clear()


def _build(url: str, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _use(patch, url, folder)
        company.build()
    config.cache_clear()


@pytest.fixture(scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forecasts")


@pytest.fixture(scope="session")
def _on_sqlite(_folder: Path) -> Iterator[str]:
    url = f"sqlite:///{_folder / 'company.sqlite3'}"
    Base.metadata.create_all(db.engine(url))
    _build(url, _folder)
    yield url
    db.engine(url).dispose()


@pytest.fixture(scope="session")
def _on_postgresql(_folder: Path, postgres: str, postgres_template: str) -> Iterator[str]:
    name = f"test_{secrets.token_hex(8)}"
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {postgres_template}"))
    url = create_engine(postgres).url.set(database=name).render_as_string(hide_password=False)
    _build(url, _folder)
    yield url
    db.engine(url).dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _folder: Path) -> Iterator[str]:
    """The company of ``tests.forecasts.firm``; also the configured database."""
    url = request.getfixturevalue(f"_on_{request.param}")
    _use(monkeypatch, url, _folder)
    yield url
    config.cache_clear()


@pytest.fixture
def method(monkeypatch: pytest.MonkeyPatch) -> company.Method:
    """Forecasts that can be worked out by hand."""
    made = company.Method()
    monkeypatch.setattr(making, "forecast", made)
    return made
