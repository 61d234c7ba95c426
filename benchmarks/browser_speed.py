"""The KPI page in Chromium against floor pages with constants, in one run. Prints one JSON document.

usage: python -m benchmarks.browser_speed [--database URL] [--cache DIR] [--rounds N]

The database must hold the sample company or lines with an account "director" (sample load), since the benchmark signs
in with one click. Every figure is the median over the rounds, floor and application taking turns; each load of a page
is one of a browser that has been there before (warm cache, warm server).
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGS, ROOT, free_port

#: in the page: the moments, since navigation or since the last click, at which the numbers and everything stood there
WATCH = """
(() => {
  const state = (window.__marks = {start: 0, numbers: null, all: null, old: null});
  const values = () => [...document.querySelectorAll('.sd-value, [data-testid="stMetricValue"]')];
  const numbers = () => values().map(e => e.textContent);
  const charts = () => [...document.querySelectorAll('.js-plotly-plot .main-svg')].length;
  const drawn = () => [...document.querySelectorAll('.js-plotly-plot')].map(e => e.textContent).join('|');
  window.__snapshot = () => ({numbers: numbers().join('|'), drawn: drawn()});
  window.__begin = (want) => { Object.assign(state, want, {start: performance.now(), numbers: null, all: null}); };
  const look = () => {
    if (state.want === undefined && window.__wanted) { window.__begin(window.__wanted); state.start = 0; }
    if (state.want === undefined) return;
    const now = performance.now() - state.start, seen = numbers();
    const fresh = !state.old || seen.join('|') !== state.old.numbers;
    if (state.numbers === null && seen.length >= state.want && seen.every(Boolean) && fresh) state.numbers = now;
    const redrawn = !state.old || drawn() !== state.old.drawn;
    if (state.numbers !== null && state.all === null && charts() >= state.charts && redrawn
        && !document.querySelector('[data-stale="true"]')) state.all = now;
  };
  let asked = false;  // one look per frame: looking must not cost what is measured
  new MutationObserver(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; look(); });
  }).observe(document, {subtree: true, childList: true, characterData: true});
})();
"""


@contextlib.contextmanager
def serving(script: str, environment: dict[str, str]) -> Iterator[str]:
    """A Streamlit server with the project's settings; its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)],
        cwd=ROOT, env=os.environ | environment | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        if "http://" in line:
            break
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


#: what the page shows, as constants for the floor: the same metrics, figures and lists
CONTENT = """
() => ({
  metrics: [...document.querySelectorAll('.sd-card')].map(card => [
    card.querySelector('.sd-label')?.innerText, card.querySelector('.sd-value')?.innerText,
    card.querySelector('.sd-change span')?.innerText]),
  figures: [...document.querySelectorAll('.js-plotly-plot')].map(
    e => JSON.parse(JSON.stringify({data: e.data, layout: {...e.layout, width: undefined}}))),
  lists: [...document.querySelectorAll('.sd-columns')].map(e => e.outerHTML).join(''),
})
"""


def marks(page: Page, want: dict, act: Callable[[], object]) -> dict[str, float]:
    """Seconds from ``act`` to the numbers and to everything, as the page itself saw them."""
    act()
    page.wait_for_function("window.__marks && window.__marks.all !== null", timeout=60_000)
    seen = page.evaluate("window.__marks")
    return {"numbers": seen["numbers"] / 1000, "all": seen["all"] / 1000} if want else {}


def load(page: Page, url: str, want: int, charts: int) -> dict[str, float]:
    """A load of a page from its address."""
    page.bring_to_front()  # a page behind another one is drawn once a second
    page.add_init_script(f"window.__wanted = {{want: {want}, charts: {charts}}}")
    return marks(page, {"want": want}, lambda: page.goto(url))


def inside(page: Page, want: int, charts: int, act: Callable[[], object], *, changed: bool) -> dict[str, float]:
    """A click inside the application; ``changed``: other numbers and charts must have come."""
    page.bring_to_front()
    old = page.evaluate("window.__snapshot()") if changed else None
    page.evaluate("want => window.__begin(want)", {"want": want, "charts": charts, "old": old})
    return marks(page, {"want": want}, act)


def choose(page: Page, option: str) -> Callable[[], object]:
    """Opens the period's list, ready for the click that is timed."""
    page.bring_to_front()
    page.get_by_test_id("stMain").get_by_role("combobox").first.click()
    choice = page.get_by_role("option", name=option, exact=True)
    choice.wait_for()
    return choice.click


def measure(app: Page, floor: Page, app_url: str, floor_url: str, shown: tuple[int, int]) -> dict[str, dict]:
    """One round: every moment once for the floor and once for the application."""
    want, charts = shown
    found: dict[str, dict] = {"floor metrics": load(floor, f"{floor_url}/metrics_alone", want, 0)}
    found["floor load"] = load(floor, f"{floor_url}/everything", want, charts)
    found["app load"] = load(app, f"{app_url}/kpis", want, charts)
    for page, name, options in (
        (floor, "floor filter", ("second", "first")),
        (app, "app filter", ("Last quarter", "This month")),
    ):
        page.wait_for_timeout(1500)  # what trails behind a load (fonts, idle work) is nobody's
        timed = [inside(page, want, charts, choose(page, option), changed=True) for option in options]
        found[name] = {key: statistics.mean(t[key] for t in timed) for key in timed[0]}
    for page, name, elsewhere, back in (
        (floor, "floor switch", "title", "everything"),
        (app, "app switch", "Metric dictionary", "KPIs"),
    ):
        page.bring_to_front()
        links = page.get_by_test_id("stSidebarNavLink")
        links.filter(has_text=elsewhere).click()
        page.wait_for_function("document.querySelectorAll('.js-plotly-plot').length === 0")
        page.wait_for_timeout(500)
        found[name] = inside(page, want, charts, links.filter(has_text=back).click, changed=False)
    return found


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/sign-in")
    page.locator('form:has(input[value="director"]) button').first.click()
    page.wait_for_url(f"{url}/**")


def run(database: str, cache: str | None, rounds: int) -> dict:
    """All rounds; medians and their ratios."""
    environment = {"SALESDASH_DATABASE_URL": database} | ({"SALESDASH_CACHE_DIR": cache} if cache else {})
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        serving("app.py", environment) as app_url,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_ARGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
        context.add_init_script(WATCH)
        app = context.new_page()
        sign_in(app, app_url)
        contents = {}
        for name, period in (("second", "last_quarter"), ("first", "this_month")):
            app.goto(f"{app_url}/kpis?period={period}")
            app.wait_for_selector(".sd-columns")
            app.wait_for_timeout(3000)
            contents[name] = app.evaluate(CONTENT)
        file = Path(folder) / "content.json"
        file.write_text(json.dumps(contents), encoding="utf-8")
        shown = len(contents["first"]["metrics"]), len(contents["first"]["figures"])
        with serving("benchmarks/floor/app.py", {"FLOOR_CONTENT": str(file)}) as floor_url:
            floor = context.new_page()
            measure(app, floor, app_url, floor_url, shown)  # warms both
            found = [measure(app, floor, app_url, floor_url, shown) for _ in range(rounds)]
        browser.close()
    medians = {
        what: {key: round(statistics.median(r[what][key] for r in found), 3) for key in ("numbers", "all")}
        for what in found[0]
    }
    ratios = {
        "numbers / metrics alone": medians["app load"]["numbers"] / medians["floor metrics"]["numbers"],
        "load, everything": medians["app load"]["all"] / medians["floor load"]["all"],
        "switch, numbers": medians["app switch"]["numbers"] / medians["floor switch"]["numbers"],
        "switch, everything": medians["app switch"]["all"] / medians["floor switch"]["all"],
        "filter, numbers": medians["app filter"]["numbers"] / medians["floor filter"]["numbers"],
        "filter, everything": medians["app filter"]["all"] / medians["floor filter"]["all"],
    }
    return {
        "metrics": shown[0], "charts": shown[1], "rounds": rounds, "seconds": medians,
        "ratios": {name: round(ratio, 2) for name, ratio in ratios.items()},
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--cache")
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    json.dump(run(chosen.database, chosen.cache, chosen.rounds), sys.stdout, indent=1)
    print()
