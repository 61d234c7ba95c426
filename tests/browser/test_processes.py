"""Two application processes on one PostgreSQL serve one company and agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from salesdash import db, migrations
from salesdash.access import setup
from salesdash.models import Base
from tests.browser.conftest import Server, start, stop

PASSWORD = "four quiet blue lamps"
FIRST = "order no,date,customer,amount\nA-1,2026-03-02,East,1000\nA-2,2026-03-05,West,500\n"
SECOND = "order no,date,customer,amount\nB-1,2026-03-09,North,2500\n"
PERIOD = "/kpis?period=custom&dates=2026-03-01&dates=2026-03-31"


@pytest.fixture
def pair(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two processes on one database, each with a snapshot folder of its own, as on two hosts."""
    Base.metadata.drop_all(db.engine(postgresql_url))  # the schema is to be the one that the revisions make
    migrations.upgrade(postgresql_url)
    with db.writing(postgresql_url) as session:
        setup.install_defaults(session)
    servers = [start(postgresql_url, tmp_path / name) for name in ("one", "two")]
    servers[0].command("users", "add", "ada", "--role", "executive", "--password-stdin", input=PASSWORD)
    yield servers[0], servers[1]
    for server in servers:
        stop(server)


def bring(server: Server, folder: Path, content: str) -> None:
    file = folder / "orders.csv"
    file.write_text(content, encoding="utf-8")
    server.command("import", str(file), "--kind", "orders")


def test_a_sign_in_and_an_import_on_one_show_on_the_other(
    pair: tuple[Server, Server], page: Page, tmp_path: Path
) -> None:
    one, two = pair
    bring(one, tmp_path, FIRST)
    page.goto(f"{one.url}/sign-in?next={PERIOD}")
    page.fill("input[name=login]", "ada")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".sd-value").first).to_contain_text("$1,500")
    page.goto(two.url + PERIOD)  # a cookie is the host's, whatever the port
    expect(page.locator(".sd-value").first).to_contain_text("$1,500")
    bring(one, tmp_path, SECOND)
    page.reload()
    expect(page.locator(".sd-value").first).to_contain_text("$4,000")
    one.command("users", "disable", "ada")
    page.goto(two.url + PERIOD)
    expect(page.get_by_label("Password")).to_be_visible()
