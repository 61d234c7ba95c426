"""The page Forecast in a real browser: down by a click on a bar and back, by keyboard, on a phone, and its address."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from salesdash import db
from salesdash.models import ForecastInput, ForecastPoint, ForecastRun, ForecastSeries, Region
from salesdash.periods import plus_months
from salesdash.units import SCALE
from tests.browser.conftest import Server
from tests.browser.test_tour import sign_in

#: what each region brought and brings a month
_MONTH = 100_000 * SCALE


@pytest.fixture(scope="module")
def forecast(server: Server) -> Server:
    """The sample company with a forecast of the twelve months from this one on, written by hand."""
    first = date.today().replace(day=1)  # noqa: DTZ011 - the sample ends yesterday, wherever the test runs
    with db.writing(server.database_url) as session:
        run = ForecastRun(
            measure="revenue", by="region", frequency="month", horizon=12, as_of=plus_months(first, 0), status="done",
            made_by="director", versions={}, parameters={}, series=3,
        )  # fmt: skip
        session.add(run)
        session.flush()
        regions = session.scalars(select(Region.id).where(Region.code.in_(["NORTH", "SOUTH"])))
        for number, region in enumerate([0, *regions]):
            share = 2 if not region else 1
            session.add(
                ForecastSeries(run_id=run.id, number=number, level="region" if region else "", region_id=region)
            )
            for month in range(24):
                known = {"actual": share * _MONTH, "used": share * _MONTH}
                session.add(
                    ForecastInput(run_id=run.id, number=number, period_on=plus_months(first, month - 24), **known)
                )
            for step in range(1, 13):
                mean, wide = share * _MONTH, share * _MONTH // 10
                session.add(ForecastPoint(
                    run_id=run.id, number=number, step=step, period_on=plus_months(first, step - 1), mean=mean,
                    lo80=mean - wide, hi80=mean + wide, lo95=mean - 2 * wide, hi95=mean + 2 * wide,
                ))  # fmt: skip
        db.touch(session, "forecasts")
    return server


def test_down_by_a_click_back_by_the_breadcrumb_and_down_by_keyboard(forecast: Server, page: Page) -> None:
    sign_in(page, forecast, "director", "/forecast")
    expect(page.locator(".sd-answer")).to_contain_text("four times out of five between")
    bar = page.locator(".js-plotly-plot").nth(1).locator(".bars .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("inside=region"))
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    page.reload()
    expect(page.locator(".sd-answer")).to_contain_text("four times out of five between")
    assert "inside=region" in page.url
    page.get_by_role("button", name="Everything").click()
    expect(page).not_to_have_url(re.compile("inside="))
    page.get_by_role("combobox", name=re.compile("Look into")).focus()
    page.keyboard.type("South")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("inside=region%3ASOUTH"))


def test_on_a_phone_nothing_sticks_out(forecast: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, forecast, "director", "/forecast")
    expect(page.locator(".sd-answer")).to_contain_text("four times out of five between")
    for part in ("By period", "How good is it?"):
        page.get_by_role("radio", name=part).click()
        expect(page.get_by_role("radio", name=part)).to_be_checked()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
