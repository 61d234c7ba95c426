"""The page Signals in a real browser: the count in the navigation, one looked into, taken and given back; a phone."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from salesdash import db
from salesdash.models import Signal
from tests.browser.conftest import Server
from tests.browser.test_tour import sign_in

E4 = 10_000


def _found(server: Server) -> None:
    """As monitoring would have left it: the whole company and one region off their paths."""
    parts = [
        {"dimension": "channel", "code": code, "deviation": amount * E4, "against": "forecast"}
        for code, amount in (("WEB", -30_000), ("SHOP", 10_000))
    ]
    with db.writing(server.database_url) as session:
        for number, level in ((1, "alert"), (2, "watch")):
            session.add(
                Signal(
                    id=number, measure="revenue", frequency="month", period_on=date(2026, 9 + number, 1),
                    as_of=date(2026, 11, 24), level=level, actual=80_000 * E4, expected=100_000 * E4,
                    lo80=92_000 * E4, hi80=108_000 * E4, lo95=88_000 * E4, hi95=112_000 * E4, contributors=parts,
                    token=f"t{number}", running=number == 2,
                )
            )  # fmt: skip
        db.touch(session, "signals")
    db.engine(server.database_url).dispose()


def test_one_is_found_looked_into_taken_and_given_back(own_server: Server, page: Page) -> None:
    _found(own_server)
    sign_in(page, own_server, "director", "/kpis")
    page.get_by_role("link", name=re.compile("Signals · 2")).click()
    expect(page.get_by_text("1 more signal is open.")).to_be_visible()
    page.get_by_role("button", name="Look into").first.click()
    expect(page).to_have_url(re.compile("signal=1"))
    expect(page.locator(".js-plotly-plot").get_by_text("Together")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Signals · 1"))).to_be_visible()
    page.reload()  # the address leads to the same signal
    page.get_by_role("button", name="I take it").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    page.get_by_role("link", name="The orders behind it").click()
    expect(page).to_have_url(re.compile("kpis.*dates=2026-10-01"))


def test_on_a_phone_nothing_sticks_out(own_server: Server, page: Page) -> None:
    _found(own_server)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, own_server, "director", "/signals")
    expect(page.get_by_role("button", name="Look into").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"{own_server.url}/signals?signal=2")
    expect(page.get_by_role("button", name="I take it")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
