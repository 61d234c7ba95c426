"""The page Forecast without Streamlit: where it lands, what it says, what stands in its curve and its tables."""

from dataclasses import replace
from datetime import date
from math import sqrt

import pandas as pd
import pytest
from pandas import DataFrame

from salesdash.analytics.landing import LEAST, Landing
from salesdash.charts import LIGHT
from salesdash.locale import use
from salesdash.metrics import REGISTRY
from salesdash.periods import FiscalCalendar
from salesdash.ui import (
    forecast_accuracy,
    forecast_curve,
    forecast_keys,
    forecast_landing,
    forecast_members,
    forecast_numbers,
    forecast_points,
    forecast_said,
    forecast_tests,
    forecast_words,
)
from salesdash.ui.forecast_frame import Rows
from tests.ui.forecasts import E, frame, inputs, looked, points, run, since

NOVEMBER = date(2026, 11, 1)


def test_the_year_lands_at_what_is_known_and_what_is_forecast():
    year, november, december, following = forecast_landing.stretches(looked())
    assert (year.name, year.landing.known, year.landing.mean) == ("2026", 1100 * E, 1340 * E)
    # two steps of the same width, tied by the least weight
    reach = sqrt(200 + 200 * LEAST / sqrt(1 + LEAST**2)) * E
    assert (year.landing.lo80, year.landing.hi80) == (round(1340 * E - reach), round(1340 * E + reach))
    assert year.before == 1200 * E and year.steps == (1, 2) and len(year.past) == 10 and len(year.base) == 12
    assert (november.name, november.landing, november.before) == (
        "Nov 2026", Landing(0, 120 * E, 110 * E, 130 * E, 100 * E, 140 * E, 1), 100 * E,
    )  # fmt: skip
    assert december.name == "Dec 2026"
    # the year after is measured against where this one lands
    assert (following.name, following.landing.mean, following.before) == ("2027", 1440 * E, 1340 * E)


def test_a_running_period_counts_what_came_and_the_rest_of_its_working_days():
    # November 2026 has 21 working days, 16 of them up to the 22nd: 5 of 21 are left
    shown = looked(since=since((NOVEMBER, 22, 30, 77)))
    year, november, *_ = forecast_landing.stretches(shown)
    assert november.landing.mean == 77 * E + round(120 * E * (1 - 15 / 21))
    assert year.landing.mean == 1100 * E + 120 * E + november.landing.mean
    assert november.landing.hi80 - november.landing.mean == round(10 * E * sqrt(1 - 15 / 21))
    card = forecast_numbers.cards(shown, [november], {})[0]
    assert card.note == "$77 in 22 of 30 days"


def test_what_has_come_since_takes_the_place_of_what_was_forecast_but_not_in_an_earlier_run():
    came = since((NOVEMBER, 30, 30, 150))
    year, december, *_ = forecast_landing.stretches(looked(since=came))
    assert (year.landing.mean, december.name) == ((1100 + 150 + 120) * E, "Dec 2026")
    year, november, *_ = forecast_landing.stretches(looked(since=came, latest=False))
    assert (year.landing.mean, november.name) == (1340 * E, "Nov 2026")


def test_a_fiscal_year_that_begins_in_april_and_a_hole_in_it():
    shown = looked(
        frame=frame(first_month=4), inputs=inputs(date(2025, 1, 1), [100] * 12 + [110] * 5 + [None] + [110] * 4)
    )
    year = forecast_landing.stretches(shown)[0]
    # April to October 2026 without June, then November to March
    assert (year.name, year.landing.known, year.landing.mean) == ("fiscal year 2027", 660 * E, (660 + 5 * 120) * E)
    assert year.holes == 1 and year.before == (9 * 100 + 3 * 110) * E
    assert forecast_numbers.cards(shown, [year], {})[0].note == "without 1 period that is missing"


def test_a_year_before_that_is_not_known_whole_is_no_base():
    young = looked(inputs=inputs(date(2025, 3, 1), [100] * 20))
    assert forecast_landing.stretches(young)[0].before is None
    holed = looked(inputs=inputs(date(2025, 1, 1), [100, None] + [100] * 20))
    assert forecast_landing.stretches(holed)[0].before is None


def test_a_forecast_that_does_not_reach_the_end_of_the_year_tells_of_what_it_reaches():
    shown = looked(points=points(date(2026, 3, 1), [120] * 3), inputs=inputs(date(2025, 1, 1), [100] * 12 + [110] * 2))
    ahead, march, april = forecast_landing.stretches(shown)
    assert (ahead.name, ahead.landing.mean, ahead.before) == ("The next 3 months", 360 * E, 300 * E)
    assert (march.name, april.name) == ("Mar 2026", "Apr 2026")
    assert forecast_landing.stretches(looked(points=points(NOVEMBER, []))) == []


def test_weeks_and_quarters_belong_to_their_year():
    calendar = FiscalCalendar()
    assert forecast_words.year_of(calendar, "week", date(2026, 12, 28)) == 2026  # four of its days
    assert forecast_words.year_of(calendar, "week", date(2025, 12, 29)) == 2026
    assert forecast_words.period(calendar, "quarter", date(2026, 10, 1)) == "Q4 2026"
    assert forecast_words.period(calendar, "week", date(2026, 11, 23)) == "week of Nov 23, 2026"
    assert forecast_words.tick(calendar, "quarter", date(2026, 10, 1)) == ("Q4", "2026")
    assert forecast_words.tick(calendar, "week", date(2026, 11, 23)) == ("Nov 23", "2026")
    quarters = looked(
        run=run(frequency="quarter"), points=points(date(2026, 10, 1), [300] * 5, months=3),
        inputs=inputs(date(2025, 1, 1), [250] * 4 + [260] * 3, months=3),
    )  # fmt: skip
    year = forecast_landing.stretches(quarters)[0]
    assert (year.landing.mean, year.before) == (1080 * E, 1000 * E)


def test_a_ratio_has_no_sum():
    margin = looked(metric=REGISTRY["gross_margin"], run=run(measure="gross_margin"),
                    points=points(NOVEMBER, [0.36, 0.37], wide=0.01),
                    inputs=inputs(date(2025, 11, 1), [0.35] * 12))  # fmt: skip
    november, december = forecast_landing.stretches(margin)
    assert margin.show(november.landing.mean) == "36.0%"
    assert "That is 1.0 pts above a year before." in forecast_said.said(margin, november, {})
    card = forecast_numbers.cards(margin, [december], {})[0]
    assert [change.text for change in card.changes] == ["36.0% – 38.0%", "+2.0 pts"]


def test_counts_and_pieces_are_whole():
    orders = looked(metric=REGISTRY["orders"], points=points(NOVEMBER, [12.4, 12.6]))
    assert [orders.show(value) for value in orders.points["mean"]] == ["12", "13"]
    rows = forecast_members.in_units(orders, DataFrame({"mean": [12.6 * E]}), ("mean",))
    assert rows["mean"].tolist() == [13]
    quantity = replace(orders, metric=REGISTRY["quantity"])
    assert forecast_members.in_units(quantity, DataFrame({"mean": [126_400]}), ("mean",))["mean"].tolist() == [13 * E]
    exact = forecast_members.in_units(quantity, DataFrame({"mean": [126_400]}), ("mean",), exact=True)
    assert exact["mean"].tolist() == [126_400]


@pytest.mark.parametrize(
    ("target", "words"),
    [(1300, "is likely to be reached"), (1340, "is open: the chance is about 50%"), (1400, "is out of reach")],
)
def test_the_answer_says_where_how_sure_and_against_what(target, words):
    year = forecast_landing.stretches(looked())[0]
    said = forecast_said.said(looked(), year, {"year2026": target * E})
    assert said.startswith("2026 lands at about $1,340, four times out of five between $1,3")
    assert "That is 11.7% above a year before." in said and words in said


def test_a_chance_is_never_told_as_certain():
    assert forecast_said.in_chances(0.0) == "under 1%"
    assert forecast_said.in_chances(1.0) == "over 99%"
    assert forecast_said.in_chances(0.814) == "about 81%"


def test_members_land_apart_each_with_what_came_of_its_own():
    cell = {"region": ["N", "S"], "region_name": ["North", "South"], "level": ["region", "region"]}
    ahead = pd.concat(
        [points(NOVEMBER, [80] * 2).assign(region="N", region_name="North"),
         points(NOVEMBER, [40] * 2).assign(region="S", region_name="South"),
         points(NOVEMBER, [120] * 2).assign(region=None, region_name=None)]
    )  # fmt: skip
    known = pd.concat(
        [inputs(date(2025, 1, 1), [60] * 12 + [70] * 10).assign(region="N"),
         inputs(date(2025, 5, 1), [40] * 18).assign(region="S"),
         inputs(date(2025, 1, 1), [100] * 22).assign(region=None)]
    )  # fmt: skip
    shown = looked(points=points(NOVEMBER, [120] * 2))
    year = forecast_landing.stretches(shown)[0]
    rows = forecast_members.members(shown, year, "region", Rows(ahead, known, since().assign(region=[])))
    assert list(rows["name"]) == cell["region_name"]
    assert list(rows["mean"]) == [(700 + 160) * E, (400 + 80) * E]
    assert rows["before"].tolist() == [720 * E, pd.NA]  # South is not known for a whole year
    assert rows["change"][0] == pytest.approx(860 / 720 - 1)
    # November runs: 77 came of North, nothing of South; 15 of 21 working days have gone
    runs = replace(shown, since=since((NOVEMBER, 22, 30, 77)))
    came = since((NOVEMBER, 22, 30, 77), (NOVEMBER, 22, 30, 0)).assign(region=["N", "S"])
    year = forecast_landing.stretches(runs)[0]
    rows = forecast_members.members(runs, year, "region", Rows(ahead, known, came))
    assert list(rows["mean"]) == [
        (700 + 80 + 77) * E + round(80 * E * 6 / 21), (400 + 40) * E + round(40 * E * 6 / 21),
    ]  # fmt: skip
    figure, words = forecast_members.chart(runs, year, "region", rows, LIGHT)
    assert words == "2026 by region" and figure["data"][0]["customdata"] == ["N", "S"]
    table = forecast_members.table(runs, year, "region", rows)
    assert [c.heading for c in table.columns][:2] == ["Region", "Forecast"] and "do not add up" in table.note
    assert "a year before" in forecast_keys.members(rows, LIGHT)


def test_the_curve_joins_what_was_known_what_came_and_what_is_forecast():
    shown = looked(since=since((NOVEMBER, 22, 30, 77)), points=points(NOVEMBER, [120] * 2),
                   inputs=inputs(date(2026, 8, 1), [100, None, 110]))  # fmt: skip
    days = forecast_curve.periods(shown)
    came = DataFrame({"period_on": [date(2026, 8, 1)], "mean": [105 * E]})
    adjusted = DataFrame({"period_on": [date(2026, 12, 1)], "amount": [150 * E]})
    rows = forecast_curve.drawn(shown, [None, None, None, 130 * E, None], came, adjusted)
    assert [day.month for day in days] == [8, 9, 10, 11, 12]
    assert rows["actual"].tolist() == [100 * E, pd.NA, 110 * E, 77 * E, pd.NA]
    assert list(rows["running"]) == [False, False, False, True, False]
    assert rows["earlier"].tolist()[0] == 105 * E and rows["override"].tolist()[4] == 150 * E
    assert "nothing was recorded" in rows["hover"][1]
    assert rows["hover"][3] == (
        "<b>Nov 2026</b><br>Actual: $77.00 (22 of 30 days)<br>Forecast: $120.00<br>80 %: $110.00 – $130.00"
        "<br>95 %: $100.00 – $140.00<br>Target: $130.00"
    )
    key = forecast_keys.curve(rows, LIGHT)
    assert all(words in key for words in ("override", "target", "forecast one period before", "set aside"))
    table = forecast_points.table(shown, rows)
    assert [c.key for c in table.columns] == [
        "name", "mean", "lo80", "hi80", "lo95", "hi95", "target", "override", "actual",
    ]  # fmt: skip
    assert list(table.rows["name"]) == ["Nov 2026", "Dec 2026"]
    figure, words = forecast_curve.figure(shown, rows, DataFrame(), LIGHT)
    assert words == "Revenue by month: Everything" and figure["layout"]["height"] == 400


def test_events_stand_under_their_days_and_where_they_happen():
    events = DataFrame(
        {
            "name": ["Sale", "Fair", "Long ago"], "kind": ["promotion", "event", "holiday"],
            "first_on": [date(2026, 11, 16), date(2026, 12, 30), date(2020, 1, 1)],
            "last_on": [date(2026, 12, 31), date(2027, 1, 5), date(2020, 1, 2)], "region": [None, "N", None],
        }
    )  # fmt: skip
    shown = looked()
    days = [date(2026, 10, 1), NOVEMBER, date(2026, 12, 1)]
    strip = forecast_curve.calendar_strip(shown, days, events)
    assert list(strip["kind"]) == ["promotion", "event"]
    assert (strip["from"][0], strip["until"][0]) == (1.0, 2.5)  # the middle of November to the end
    assert strip["hover"][0].startswith("Sale (Promotion)\nNov 16")
    assert list(forecast_curve.concerning(events, {"region": "S"})["name"]) == ["Sale", "Long ago"]
    assert len(forecast_curve.concerning(events, {"region": None})) == 3
    assert forecast_curve.coming(shown, events).startswith("Coming up: Sale (Promotion) · Nov 16")
    assert forecast_curve.coming(shown, events[2:]) == ""


def accuracy(*rows: dict) -> DataFrame:
    usual = {
        "level": "region", "region": "N", "region_name": "North", "kind": "regular", "model": "combination",
        "errors": 24, "mase": 0.8, "wape": 0.06, "smape": 6.0, "bias": 0.004, "coverage80": 0.8, "coverage95": 0.95,
        "problem": None, "details": None,
    }  # fmt: skip
    return DataFrame([usual | row for row in rows])


WHOLE = {"level": "", "region": None, "region_name": None}


def test_how_far_off_is_said_in_words():
    sentence = forecast_accuracy.sentence
    said = sentence(looked(), accuracy(WHOLE))
    assert said == "Tried on earlier periods that it did not know, the forecast was usually within 6%."
    assert sentence(looked(), accuracy(WHOLE | {"bias": -0.031})).endswith("rather too low, by 3% on average.")
    assert sentence(looked(), accuracy(WHOLE | {"bias": 0.031})).endswith("rather too high, by 3% on average.")
    assert "cannot be said yet" in sentence(looked(), accuracy(WHOLE | {"wape": None, "errors": 0}))
    short = looked(inputs=inputs(date(2026, 7, 1), [100] * 4))
    assert sentence(short, accuracy(WHOLE | {"kind": "short"})).startswith("Only 4 months are known")
    assert sentence(looked(), accuracy(WHOLE)[:0]) == ""


def test_the_track_record_is_that_of_forecasts_that_were_made():
    months = [date(2026, month, 1) for month in (8, 9, 10)]
    came = DataFrame({"period_on": months, "mean": [110 * E, 90 * E, 100 * E],
                      "actual": pd.array([100 * E, 100 * E, 100 * E], dtype="Int64")})  # fmt: skip
    said = forecast_accuracy.track(looked(), came)  # 20 off of 300
    assert said == "Over the last 3 months, the forecast made one period before was usually within 7%."
    assert forecast_accuracy.track(looked(), came[:2]) == ""


def test_tables_of_accuracy_by_level_and_by_series_with_problems():
    rows = accuracy(
        WHOLE, {}, {"region": "S", "region_name": "South", "wape": 0.1, "mase": None, "kind": "short"},
        {"region": "E", "region_name": "East", "wape": None, "mase": None, "bias": None, "coverage80": None,
         "coverage95": None, "problem": "one_point", "kind": "empty"},
    )  # fmt: skip
    levels = forecast_tests.by_level(looked(), rows)
    assert levels.rows[["name", "series", "words"]].values.tolist() == [
        ["Total", 1, "usually within 6%"], ["Region", 2, "usually within 8%"],
    ]  # fmt: skip
    series = forecast_tests.by_series(looked(), rows)
    assert list(series.rows["name"]) == ["Everything", "North", "South", "East"]
    assert list(series.rows["words"])[2:] == ["usually within 10%; short history", "no forecast"]
    assert "0.80" in series.html("USD")
    assert forecast_tests.problems(looked(), rows) == ["East: only one period is known"]
    assert forecast_tests.short(rows) == "1 series has a short history and a simple forecast."


def test_all_series_are_taken_away_exactly_and_headed_by_what_the_page_says():
    rows = pd.concat([
        points(NOVEMBER, [120]).assign(region=None, region_name=None),
        points(NOVEMBER, [80.5]).assign(region="N", region_name="North"),
    ], ignore_index=True)  # fmt: skip
    sheet = forecast_points.sheet(looked(), forecast_points.everything(looked(), rows))
    assert [c.heading for c in sheet.columns][:4] == ["Region", "Region · Code", "Period", "Begins"]
    assert list(sheet.rows["region_name"]) == ["All", "North"] and sheet.rows["mean"].tolist() == [120 * E, 805_000]
    assert ("Measure", "Revenue") in sheet.filters and sheet.as_of == "Oct 31, 2026"


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_the_answer_is_in_the_readers_language(language):
    use(language)
    shown = looked()
    year = forecast_landing.stretches(shown)[0]
    said = forecast_said.said(shown, year, {"year2026": 1340 * E})
    assert not any(word in said for word in ("lands", "target", "chance"))
