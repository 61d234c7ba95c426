"""The page History in a real browser: a choice in the address, reading it back, a phone, keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_tour import sign_in, wait_for_figures


def test_an_analysis_is_chosen_drawn_and_found_again_by_its_address(server: Server, page: Page) -> None:
    sign_in(page, server, "director", "/history")
    wait_for_figures(page)
    expect(page.locator(".sd-say").first).to_contain_text("The trend of revenue stands at")
    page.get_by_role("radio", name="Bought together").click()
    expect(page).to_have_url(re.compile("analysis=baskets"))
    expect(page.locator(".sd-say").first).to_contain_text("times as often as chance would have it")
    page.reload()
    wait_for_figures(page)
    expect(page.get_by_text("What do orders hold together?")).to_be_visible()
    page.get_by_role("radio", name="Trend", exact=True).focus()  # by keyboard too
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("analysis=trend"))
    page.get_by_role("radio", name="Trend, season and rest by month").click()
    expect(page.get_by_role("columnheader", name="Rest")).to_be_visible()


def test_on_a_phone_nothing_sticks_out(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, server, "director", "/history")
    for analysis in ("years", "products", "customers", "returns"):
        page.goto(f"{server.url}/history?analysis={analysis}")
        wait_for_figures(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        boxes = [chart.bounding_box() for chart in page.locator(".js-plotly-plot").all()]
        assert boxes and all(box and box["x"] >= 0 and box["x"] + box["width"] <= 391 for box in boxes)
