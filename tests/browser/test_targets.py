"""The targets page in a real browser: the form, the grid, a block copied from a spreadsheet, a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import text

from salesdash import db, migrations
from salesdash.access import sessions
from salesdash.config import config
from salesdash.models import Base
from salesdash.web.cookies import SESSION
from tests.browser.conftest import Server, start, stop
from tests.pages.targets import company
from tests.pages.targets.company import value
from tests.targets import firm

#: the first page of a fresh process imports everything, on a machine that may be busy
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application over the company with targets, which is also the configured one here."""
    folder = tmp_path_factory.mktemp("targets")
    url = f"sqlite:///{folder / 'company.sqlite3'}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SALESDASH_DATABASE_URL", url)
        environment.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        Base.metadata.create_all(db.engine(url))
        with db.engine(url).begin() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrations.newest()})
        company.build()
        server = start(url, folder)
        yield server
        stop(server)
    config.cache_clear()


def visit(context: BrowserContext, server: Server, view: str) -> Page:
    """The page as the executive sees it."""
    with db.writing() as session:
        token = sessions.start(session, firm.user("chief").id or 0)
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": SESSION, "value": token, "url": server.url}])
    page = context.new_page()
    page.goto(f"{server.url}/targets?year=2026&view={view}")
    expect(page.get_by_role("heading", name="Targets", exact=True)).to_be_visible()
    return page


@pytest.fixture
def laptop(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser with a clipboard."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-US", permissions=["clipboard-read", "clipboard-write"]
    )
    yield context
    context.close()


def choose(page: Page, label: str, member: str) -> None:
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=member, exact=True).click()


def test_one_target_is_set_with_enter_and_undone(laptop: BrowserContext, planning: Server) -> None:
    page = visit(laptop, planning, "set")
    choose(page, "Representative", "Name of R1")
    expect(page.get_by_text("$400.00").first).to_be_visible()
    field = page.get_by_label("New target (required)")
    field.fill("many")
    field.press("Enter")
    expect(page.get_by_text("many is no number.")).to_be_visible()
    expect(field).to_have_value("many")
    field.fill("450.50")
    field.press("Enter")
    expect(page.get_by_text("$450.50, before $400.00")).to_be_visible()
    assert value(rep="R1") == 450.5
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert value(rep="R1") == 400


def grid_at_january(page: Page) -> None:
    """Puts the cursor of the grid on the first month of the first member."""
    expect(page.get_by_role("button", name="Discard")).to_be_visible()  # it stands below the grid
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    canvas = page.get_by_test_id("stDataFrame").locator("canvas").first
    expect(canvas).to_be_visible()
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 52)  # the canvas itself lies below what scrolls
    for column in range(2):
        expect(page.get_by_test_id(f"glide-cell-{column}-0")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("glide-cell-2-0")).to_have_attribute("aria-selected", "true")


def test_the_grid_is_typed_into(laptop: BrowserContext, planning: Server) -> None:
    page = visit(laptop, planning, "grid")
    grid_at_january(page)
    page.keyboard.press("Enter")
    page.locator(".gdg-input").fill("1,200")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 cell changes, +$1,200.00 in sum.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 target is saved.")).to_be_visible()
    assert value(rep="R1", month=1) == 1200  # the largest target stands first
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back")).to_be_visible()


def test_a_block_copied_from_a_spreadsheet_is_pasted_into_the_grid(laptop: BrowserContext, planning: Server) -> None:
    page = visit(laptop, planning, "grid")
    page.evaluate("navigator.clipboard.writeText('1,000\\t-\\t2,500.25\\n70\\t80\\t-\\n')")
    grid_at_january(page)
    page.keyboard.press("Control+V")
    expect(page.get_by_text("4 cells change, +$3,650.25 in sum.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("4 targets are saved.")).to_be_visible()
    assert [value(rep="R1", month=m) for m in (1, 2, 3)] == [1000, 0, 2500.25]
    assert [value(rep="R2", month=m) for m in (1, 2)] == [70, 80]


@pytest.mark.parametrize("view", ["overview", "set", "split", "grid", "versions"])
def test_the_page_fits_a_phone(chromium: Browser, planning: Server, view: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = visit(context, planning, view)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert overflow <= 0
