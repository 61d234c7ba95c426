"""Files from a real browser into the company, and what the page looks like meanwhile."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from salesdash import db
from tests.browser.conftest import ROOT, Server, environment_for, start, stop

#: the first page of a fresh process imports everything, on a machine that may be busy
expect.set_options(timeout=60_000)

PASSWORD = "four quiet blue lamps"
#: 12 orders of 12.50 and one date that does not exist, as a system in mainland China writes them
LINES = [f"D-{n},2026年3月{n}日,东方贸易公司,茶叶,{n},12.50" for n in range(1, 13)]
CHINESE = (
    "订单编号,订单日期,客户名称,产品名称,数量,单价\n"
    + "\n".join([*LINES, "D-13,2026年2月30日,东方贸易公司,茶叶,1,12.50"])
    + "\n"
)


@pytest.fixture(scope="module")
def own_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application over a company without data, with an analyst."""
    folder = tmp_path_factory.mktemp("uploads")
    url = f"sqlite:///{folder / 'company.sqlite3'}"
    for arguments, given in ((["db", "upgrade"], ""), (["users", "add", "ana", "--role", "analyst"], PASSWORD)):
        typed = ["--password-stdin"] if given else []
        subprocess.run(
            [sys.executable, "-m", "salesdash", *arguments, *typed],
            cwd=ROOT,
            env=environment_for(url, folder),
            input=given,
            text=True,
            check=True,
        )
    server = start(url, folder)
    yield server
    stop(server)


@pytest.fixture
def uploads(own_company: Server, page: Page) -> Page:
    """The uploads page, as the analyst sees it."""
    sign_in(page, own_company)
    return page


def sign_in(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/sign-in?next=/uploads")
    page.fill("input[name=login]", "ana")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Uploads")).to_be_visible()


def choose(page: Page, file: Path) -> None:
    page.set_input_files("input[type=file]", file)
    expect(page.get_by_role("tab").first).to_be_visible(timeout=60_000)


def lines(server: Server) -> int:
    with db.engine(server.database_url).connect() as connection:
        counted = "SELECT count(*) FROM order_lines l JOIN import_batches b ON b.id = l.batch_id"
        return connection.execute(text(f"{counted} WHERE b.status = 'published'")).scalar_one()


@pytest.fixture
def chinese_file(tmp_path: Path) -> Path:
    file = tmp_path / "三月訂單.csv"
    file.write_bytes(CHINESE.encode("gb18030"))
    return file


def test_a_chinese_file_is_recognised_imported_and_undone(
    uploads: Page, own_company: Server, chinese_file: Path
) -> None:
    before = lines(own_company)
    choose(uploads, chinese_file)
    expect(uploads.get_by_text("GB18030").first).to_be_visible()
    expect(uploads.get_by_text("12 of 13 rows can be used.")).to_be_visible()
    uploads.get_by_role("tab", name="Rejected rows (1)").click()
    with uploads.expect_download() as download:
        uploads.get_by_role("button", name="Download the rejected rows").click()
    rejects = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "14,ordered_on,2026年2月30日" in rejects
    assert lines(own_company) == before, "nothing is saved before it is confirmed"

    uploads.get_by_role("button", name="Import 12 rows").click()
    expect(uploads.get_by_text("三月訂單.csv is in: 12 rows were imported.")).to_be_visible(timeout=60_000)
    assert lines(own_company) == before + 12

    uploads.locator(".st-key-undo_result button").click()
    uploads.get_by_role("dialog").get_by_role("button", name="Undo it").click()
    expect(uploads.get_by_text("三月訂單.csv is undone")).to_be_visible(timeout=60_000)
    assert lines(own_company) == before
    expect(uploads.get_by_test_id("stFileUploaderDropzone")).to_be_visible()


def test_a_real_export_comes_in_whole(uploads: Page, own_company: Server, shared_data: Path) -> None:
    choose(uploads, shared_data / "adventureworks" / "reseller_sales.csv")
    expect(uploads.get_by_text("60,855 of 60,855 rows can be used.")).to_be_visible()
    expect(uploads.get_by_text("80,977,720.21").first).to_be_visible()
    uploads.get_by_role("button", name="Import 60,855 rows").click()
    expect(uploads.get_by_text("60,855 rows were imported.")).to_be_visible(timeout=120_000)
    assert lines(own_company) == 60_855
    uploads.get_by_role("button", name="Import another file").click()

    choose(uploads, shared_data / "adventureworks" / "reseller_sales_2020_06_utf16.csv")
    expect(uploads.get_by_text("UTF-16").first).to_be_visible()


def test_the_file_survives_a_click_elsewhere_while_it_is_imported(
    uploads: Page, own_company: Server, tmp_path: Path
) -> None:
    file = tmp_path / "many.csv"
    rows = "".join(f"M-{n},2025-{n % 12 + 1:02d}-{n % 28 + 1:02d},C{n % 500},{n % 90 + 1}.25\n" for n in range(40_000))
    file.write_text("Order No,Order Date,Customer,Amount\n" + rows)
    before = lines(own_company)
    choose(uploads, file)
    uploads.get_by_role("button", name="Import 40,000 rows").click()
    expect(uploads.get_by_role("progressbar")).to_be_visible()
    uploads.get_by_role("link", name="My account").click()
    expect(uploads.get_by_role("heading", name="My account")).to_be_visible()
    uploads.get_by_role("link", name="Uploads").click()
    expect(uploads.get_by_text("many.csv is in: 40,000 rows were imported.")).to_be_visible(timeout=120_000)
    assert lines(own_company) == before + 40_000


@pytest.mark.parametrize("width", [390, 1440])
def test_the_preview_fits_the_screen(chromium: Browser, own_company: Server, chinese_file: Path, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844}, locale="en-US")
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page, own_company)
    choose(page, chinese_file)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    button = page.get_by_role("button", name="Import 12 rows")
    box = button.bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    context.close()


def test_the_uploader_is_opened_by_keyboard(uploads: Page) -> None:
    expect(uploads.get_by_text("Imports so far")).to_be_visible()
    with uploads.expect_file_chooser():
        uploads.get_by_role("button", name="Choose a file").press("Enter")
