"""What a visitor of the sample company sees: sign-in, figures, the way down to the orders, languages, themes, phone."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Server

HAN = re.compile(r"[\u3400-\u9fff]")


def sign_in(page: Page, server: Server, login: str, to: str = "/") -> None:
    page.goto(f"{server.url}/sign-in?next={to}")
    page.locator(f'form:has(input[value="{login}"]) button').first.click()
    expect(page.get_by_test_id("stMain")).to_be_visible()


def wait_for_figures(page: Page) -> None:
    expect(page.locator(".sd-value").first).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)  # the run has ended, nothing is replaced any more


def value(page: Page, card: int = 0) -> Locator:
    return page.locator(".sd-value").nth(card).locator("span").first


def test_pages_ask_a_stranger_to_sign_in(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/kpis?period=last_month")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    expect(page.get_by_label("Password")).to_be_visible()


def test_the_session_cookie_is_out_of_reach_of_scripts(server: Server, page: Page) -> None:
    sign_in(page, server, "director")
    wait_for_figures(page)
    kept = [cookie for cookie in page.context.cookies() if "session" in cookie["name"].lower()]
    assert kept
    assert all(cookie["httpOnly"] and cookie["sameSite"] in ("Lax", "Strict") for cookie in kept)


def test_numbers_stand_before_charts(server: Server, page: Page) -> None:
    sign_in(page, server, "director", "/kpis")
    wait_for_figures(page)
    assert page.locator(".sd-card").count() == 8
    numbers = page.locator(".sd-cards").bounding_box()
    chart = page.locator(".js-plotly-plot").first.bounding_box()
    assert numbers and chart
    assert numbers["y"] + numbers["height"] <= chart["y"]


def test_the_way_down_from_region_to_orders_and_back(server: Server, page: Page) -> None:
    sign_in(page, server, "director", "/kpis?period=last_month")
    wait_for_figures(page)
    whole = value(page).inner_text()
    for _level in range(3):
        before = page.url
        page.get_by_role("combobox", name=re.compile("Look into")).click()
        page.get_by_role("option").first.click()
        page.wait_for_url(lambda url, before=before: url != before)
        wait_for_figures(page)
    expect(page.get_by_role("columnheader", name="Order number")).to_be_visible()
    page.get_by_role("button", name="Everything").click()
    expect(value(page)).to_have_text(whole)


def test_a_click_on_a_bar_opens_it(server: Server, page: Page) -> None:
    sign_in(page, server, "director", "/kpis?period=last_month")
    wait_for_figures(page)
    page.locator(".js-plotly-plot .bars .point path").first.wait_for()
    chart = page.locator(".js-plotly-plot", has_text="by region").first
    bar = chart.locator(".bars .point path").first
    bar.dispatch_event("mousemove")
    box = bar.bounding_box()
    assert box
    page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + 8, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("drill=region"))


def test_a_link_restores_the_view_for_somebody_else(server: Server, chromium: Browser, page: Page) -> None:
    sign_in(page, server, "director", "/kpis")
    wait_for_figures(page)
    page.get_by_test_id("stMain").get_by_role("combobox").first.click()
    page.get_by_role("option", name="Last quarter", exact=True).click()
    page.wait_for_url(re.compile("period="))
    expect(page.locator(".sd-sub").first).not_to_contain_text("so far")
    wait_for_figures(page)
    link, seen = page.url, value(page).inner_text()
    other = chromium.new_context(locale="en-US").new_page()
    sign_in(other, server, "finance", "/kpis")
    other.goto(link)
    expect(value(other)).to_have_text(seen)
    other.context.close()


def test_a_representative_sees_less_than_the_director(server: Server, chromium: Browser) -> None:
    orders = {}
    for login in ("director", "rep.taipei"):
        page = chromium.new_context(locale="en-US").new_page()
        sign_in(page, server, login, "/kpis?period=last_quarter")
        wait_for_figures(page)
        orders[login] = int(value(page, 1).inner_text().replace(",", ""))
        page.context.close()
    assert 0 < orders["rep.taipei"] < orders["director"] / 3


@pytest.mark.parametrize(
    ("locale", "words"), [("en-US", "Revenue"), ("zh-TW", "銷售額"), ("zh-CN", "销售额")]
)  # fmt: skip
def test_the_browser_chooses_the_language(server: Server, chromium: Browser, locale: str, words: str) -> None:
    page = chromium.new_context(locale=locale, viewport={"width": 1440, "height": 900}).new_page()
    sign_in(page, server, "marketing", "/kpis")
    wait_for_figures(page)
    expect(page.locator(".sd-label").first).to_contain_text(words)
    labels = page.locator(".sd-label").all_inner_texts()
    assert all(bool(HAN.search(label)) == locale.startswith("zh") for label in labels)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_their_ground(server: Server, chromium: Browser, scheme: str) -> None:
    """4.5 : 1 and more (WCAG 2.2, 1.4.3), measured on what the browser computed."""
    page = chromium.new_context(locale="en-US", color_scheme=scheme).new_page()
    sign_in(page, server, "finance", "/kpis")
    wait_for_figures(page)
    poorest = page.evaluate(
        """() => {
          const light = c => { const v = c.match(/[\\d.]+/g).map(Number).slice(0, 3).map(x => x / 255)
            .map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
            return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
          const ground = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor;
          return Math.min(...[...document.querySelectorAll('.sd-value, .sd-label, .sd-change span, .sd-change small')]
            .filter(e => e.innerText.trim()).map(e => { const a = light(getComputedStyle(e).color), b = light(ground);
              return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); })); }"""
    )
    assert poorest >= 4.5
    page.context.close()


@pytest.mark.parametrize(("width", "rows"), [(1440, [4, 4]), (1280, [4, 4]), (390, [2, 2, 2, 2])])
def test_cards_stand_in_even_rows_and_no_label_is_cut_off(
    server: Server, chromium: Browser, width: int, rows: list[int]
) -> None:
    page = chromium.new_context(locale="en-US", viewport={"width": width, "height": 900}).new_page()
    sign_in(page, server, "director", "/kpis")
    wait_for_figures(page)
    tops = page.locator(".sd-card").evaluate_all("cards => cards.map(c => Math.round(c.getBoundingClientRect().top))")
    assert [tops.count(top) for top in sorted(set(tops))] == rows
    cut = page.locator(".sd-label").evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth).length")
    assert cut == 0
    right = page.locator(".st-key-filters > *").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(right) <= width
    page.context.close()


@pytest.mark.parametrize("path", ["kpis", "uploads", "dictionary", "people", "account"])
def test_nothing_runs_off_a_phone(server: Server, chromium: Browser, path: str) -> None:
    context = chromium.new_context(locale="zh-TW", viewport={"width": 390, "height": 844}, is_mobile=True)
    page = context.new_page()
    sign_in(page, server, "analyst", f"/{path}")
    expect(page.locator('[data-testid="stMain"] h1').first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_everything_on_the_page_is_reached_by_keyboard(server: Server, page: Page) -> None:
    sign_in(page, server, "director", "/kpis?period=last_month")
    wait_for_figures(page)
    page.get_by_test_id("stMain").get_by_role("combobox").first.focus()
    reached = set()
    for _press in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText")
        )
    words = " ".join(filter(None, reached))
    for control in ("Look into", "By region", "By channel", "Top products"):
        assert control in words
