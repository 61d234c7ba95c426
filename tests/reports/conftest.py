"""One company on each database for all tests of reports."""

from collections.abc import Callable, Iterator

import pytest

from salesdash import db, reports
from salesdash.access import users
from salesdash.locale import use
from salesdash.reports import Report
from tests.reports import paper
from tests.standing import Standing


@pytest.fixture(params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, standing: Standing) -> Iterator[str]:
    """The company of ``tests.reports.paper`` on both databases, also the configured one."""
    yield from standing.use(monkeypatch, "reports", request.param, paper.build)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, standing: Standing) -> Iterator[str]:
    """The same on SQLite alone, for what is made of the answers."""
    yield from standing.use(monkeypatch, "reports", "sqlite", paper.build)


Gather = Callable[..., Report]


@pytest.fixture
def gather() -> Gather:
    """The report of a period for somebody: ``gather("chief", "2024-01", language="zh_Hant")``."""

    def made(login: str, period: str, language: str = "en") -> Report:
        use(language)
        with db.reading() as session:
            return reports.gather(session, users.by_login(session, login), period)

    return made
