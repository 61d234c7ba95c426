"""A mail server that listens while a test runs, named by the settings."""

from collections.abc import Iterator

import pytest

from salesdash.config import config
from tests.alerts.post_office import Office


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The mail server of the installation."""
    server = Office().open()
    monkeypatch.setenv("SALESDASH_SMTP_URL", server.url)
    monkeypatch.setenv("SALESDASH_SMTP_FROM", "sales@example.com")
    monkeypatch.setenv("SALESDASH_PUBLIC_URL", "https://sales.example.com")
    config.cache_clear()
    yield server
    server.close()
    config.cache_clear()
