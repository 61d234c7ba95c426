"""One company on each database for all tests of runs; a test that changes it says so."""

from collections.abc import Iterator

import pytest

from salesdash.forecasts import making
from tests.forecasts import firm as company
from tests.standing import Standing


@pytest.fixture(params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, standing: Standing) -> Iterator[str]:
    """The company of ``tests.forecasts.firm``; also the configured database."""
    yield from standing.use(monkeypatch, "forecasts", request.param, company.build)


@pytest.fixture
def method(monkeypatch: pytest.MonkeyPatch) -> company.Method:
    """Forecasts that can be worked out by hand."""
    made = company.Method()
    monkeypatch.setattr(making, "forecast", made)
    return made
