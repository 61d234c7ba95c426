"""One company on each database for all tests of reports."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from salesdash import db, reports
from salesdash.access import users
from salesdash.config import config
from salesdash.locale import use
from salesdash.models import Base
from salesdash.reports import Report
from tests.reports import paper


@pytest.fixture(scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


def _use(patch: pytest.MonkeyPatch, url: str, folder: Path) -> None:
    patch.setenv("SALESDASH_DATABASE_URL", url)
    patch.setenv("SALESDASH_CACHE_DIR", str(folder / f"snapshot-{Path(url).name}"))
    config.cache_clear()


def _build(url: str, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _use(patch, url, folder)
        paper.build()
    config.cache_clear()


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
    """The company of ``tests.reports.paper`` on both databases, also the configured one."""
    url = request.getfixturevalue(f"_on_{request.param}")
    _use(monkeypatch, url, _folder)
    yield url
    config.cache_clear()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, _folder: Path, _on_sqlite: str) -> Iterator[str]:
    """The same on SQLite alone, for what is made of the answers."""
    _use(monkeypatch, _on_sqlite, _folder)
    yield _on_sqlite
    config.cache_clear()


Gather = Callable[..., Report]


@pytest.fixture
def gather() -> Gather:
    """The report of a period for somebody: ``gather("chief", "2024-01", language="zh_Hant")``."""

    def made(login: str, period: str, language: str = "en") -> Report:
        use(language)
        with db.reading() as session:
            return reports.gather(session, users.by_login(session, login), period)

    return made
