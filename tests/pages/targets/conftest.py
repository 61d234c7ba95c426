"""A company with targets, made once per file of tests; every test has a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdash import db
from salesdash.config import config
from salesdash.models import Base
from tests.pages.harness import Visitor
from tests.pages.targets import company


@pytest.fixture(scope="module")
def firm_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the company with targets, made once."""
    folder = tmp_path_factory.mktemp("firm")
    url = f"sqlite:///{folder / 'company.sqlite3'}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SALESDASH_DATABASE_URL", url)
        environment.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        Base.metadata.create_all(db.engine(url))
        company.build()
        db.engine(url).dispose()
    config.cache_clear()
    return folder


@pytest.fixture
def planner(firm_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Somebody before a copy of the company with targets."""
    shutil.copy(firm_file / "company.sqlite3", tmp_path)
    url = f"sqlite:///{tmp_path / 'company.sqlite3'}"
    monkeypatch.setenv("SALESDASH_DATABASE_URL", url)
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(firm_file / "snapshot"))
    config.cache_clear()
    yield Visitor(monkeypatch)
    db.engine(url).dispose()
    config.cache_clear()
