"""One company on each database: every test has a plan of its own."""

from collections.abc import Iterator
from itertools import count

import pytest

from salesdash.targets import Plan
from tests.standing import Standing
from tests.targets import firm as company

_years = count(2030)


@pytest.fixture(params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, standing: Standing) -> Iterator[str]:
    """The company of ``tests.targets.firm``, one for all tests; also the configured database."""
    yield from standing.use(monkeypatch, "targets", request.param, company.build)


@pytest.fixture
def plan(firm: str) -> Plan:
    """A sheet that no other test has touched."""
    return Plan(next(_years))
