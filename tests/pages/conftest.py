"""Pages through AppTest: every test here is marked ``pages``. What the pages ask is tested on both databases where it
is written; here SQLite is enough."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit.config
from streamlit.components.v2 import manifest_scanner

from salesdash import db
from salesdash.access.setup import install_defaults
from salesdash.config import config
from tests.pages.harness import Visitor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("pages")


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once() -> Iterator[None]:
    """AppTest asks every installed package whether it brings a component, for each page anew: most of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def errors_in_full() -> Iterator[None]:
    """What a visitor is not shown, tests want to read."""
    before = streamlit.config.get_option("client.showErrorDetails")
    streamlit.config.set_option("client.showErrorDetails", "full")
    yield
    streamlit.config.set_option("client.showErrorDetails", before)


@pytest.fixture
def page_company(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    """URL of an empty company's database on SQLite, also the configured one, with roles and positions."""
    monkeypatch.setenv("SALESDASH_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(tmp_path / "snapshot"))
    config.cache_clear()
    request.addfinalizer(config.cache_clear)
    with db.writing() as session:
        install_defaults(session)
    return sqlite_url


@pytest.fixture
def visitor(page_company: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody with a browser, before an empty company with roles."""
    return Visitor(monkeypatch)
