"""Trend, years and patterns of a company worked out by hand, and what their sentences say of them."""

from datetime import date

import pytest

from salesdash.history import sentences
from salesdash.locale import use
from tests.history.asking import MONTHS, asked, units
from tests.kpis.company import E4, Line, company

#: June 2024 has begun, and its line counts; what is told ends on the 3rd
ALL = ("2022-01-01", "2024-06-30")


def test_the_trend_of_a_company_with_one_high_month(database):
    company(MONTHS)
    found = asked("trend", *ALL)
    months = found.months.set_index("label")
    assert months.index[[0, -1]].tolist() == ["2022-01", "2024-06"]
    assert (found.whole, months.loc["2024-06", "partial"], found.multiplicative) == (29, True, True)
    assert months.loc["2024-06", "value"] == 4000 * E4  # shown, marked, and not in the fit
    assert months["trend"].isna().tolist() == [False] * 29 + [True]
    whole = months.iloc[:29]
    assert (whole["trend"] + whole["season"] + whole["rest"] - whole["value"]).tolist() == [0] * 29
    # a season that multiplies: 500 above 2,200 and 3,400 is some 18 % on a trend that grows by 1,200 a year
    effects = found.effects.set_index("month")["effect"]
    assert effects.idxmax() == 12 and effects[12] == pytest.approx(0.17, abs=0.03)
    # the trend of May 2024 near 3,900, a year before near 2,700
    assert whole["trend"].iloc[-1] / E4 == pytest.approx(3900, rel=0.05)
    assert found.change == pytest.approx(3900 / 2700 - 1, abs=0.06)
    said = sentences(found, "USD")
    assert list(said) == ["trend", "season", "rest"]
    level = round(whole["trend"].iloc[-1] / E4)
    assert said["trend"] == (
        f"The trend of revenue stands at ${level:,} a month in May 2024, {found.change:.1%} above a year before."
    )
    assert said["season"].startswith(f"December usually lies {effects[12]:.1%} above the trend, ")

    years = asked("years", *ALL)
    # 2022 sums to 12 × 1,000 + 100 × 78 + 500; 2023 to 14,400 more
    assert years.years[["year", "value", "months"]].values.tolist() == [
        [2024, *units(22_500), 5], [2023, *units(34_700), 12], [2022, *units(20_300), 12],
    ]  # fmt: skip
    # January to May 2024: 5 × 3,400 + 100 × 15; of 2023: 5 × 1,200 less
    assert (years.latest, years.compared, years.now, years.before) == (2024, 5, *units(18_500, 12_500))
    assert years.change == pytest.approx(0.48)
    assert years.months.set_index("label").loc["2022-03", "running"] == 3600 * E4
    said = sentences(years, "USD")
    assert said["years"] == ("In the 5 whole months that can be compared 2024 brought $18.5K, 48.0% more than 2023.")
    assert said["running"] == "By the end of May 2024 had reached $18.5K, 53.3% of what all of 2023 brought."
    use("zh_Hant")
    assert "48.0%" in sentences(years, "USD")["years"]
    use("en")

    orders = asked("years", *ALL, measure="orders")
    assert (orders.additive, orders.now, orders.before, orders.change) == (False, 1, 1, 0)
    assert set(sentences(orders, "USD")) == {"years"}

    short = asked("trend", "2024-01-01", "2024-06-30")
    assert (short.multiplicative, short.whole, short.change) == (None, 5, None)
    assert short.months["trend"].isna().all() and short.effects.empty
    assert sentences(short, "USD")["trend"] == (
        "Revenue lay between $3,500 (Jan 2024) and $3,900 (May 2024) a month; to tell trend from season it takes two "
        "whole years, and there are 5 whole months."
    )
    nothing = asked("trend", "2020-01-01", "2020-12-31")
    assert nothing.months.empty
    assert sentences(nothing, "USD")["trend"] == "Too little data: fewer than two whole months."
    assert sentences(asked("years", "2020-01-01", "2020-12-31"), "USD")["years"].startswith("Too little data")


#: Mondays 100, Thursdays 300 for eight weeks from 2024-01-01 (a Monday); a return of 50 on one Monday
WEEKS = [
    Line(f"W{week}{net}", date.fromordinal(date(2024, 1, 1).toordinal() + 7 * week + (3 if net == 300 else 0)), net)
    for week in range(8)
    for net in (100, 300)
] + [Line("R", date(2024, 1, 8), -50, quantity=-1), Line("L", date(2024, 3, 25), 400)]


def test_weekdays_and_months(database):
    company(WEEKS)
    found = asked("patterns", "2024-01-01", "2024-03-31")
    # Mondays: 8 × 100 − 50 + 400; Thursdays 8 × 300
    weekdays = found.weekdays.set_index("weekday")
    assert weekdays.loc[[0, 3], "value"].tolist() == units(1150, 2400)
    assert weekdays.loc[[0, 3], "days"].tolist() == [9, 8]
    assert weekdays.loc[3, "share"] == pytest.approx(2400 / 3550)
    assert weekdays.loc[0, "average"] == round(1150 * E4 / 9)
    assert weekdays["value"].isna().tolist() == [False, True, True, False, True, True, True]  # not 0: none
    # January: five Mondays less the return, four Thursdays; February three and four; March one line on the 25th
    months = found.months.set_index("month")
    assert months.loc[[1, 2, 3], "average"].tolist() == units(1650, 1500, 400)
    assert (found.days, found.whole) == (17, 3)
    assert months.loc[1, "index"] == pytest.approx(1650 / (3550 / 3))
    cells = found.grid.set_index(["weekday", "month"])["share"]
    assert cells[3, 2] == pytest.approx(1200 / 1500)
    said = sentences(found, "USD")
    assert said["weekdays"] == "Too little data: 17 days with sales do not tell a pattern of weekdays."
    assert said["months"] == "Too little data: 3 of 12 calendar months were seen whole."
    more = asked("patterns", "2024-01-01", "2024-03-31", measure="orders")
    assert more.weekdays.set_index("weekday").loc[0, "value"] == 9  # a pure return is no order


def test_a_pattern_of_weekdays_in_words(database):
    lines = [
        Line(f"D{n}", date.fromordinal(date(2024, 1, 1).toordinal() + n), 300 if n % 7 == 3 else 100)
        for n in range(91)
        if n % 7 < 5
    ]
    company(lines)
    # 13 weeks of 100, 100, 100, 300, 100: Thursday 3 of 7; the others tie, the first is named
    assert sentences(asked("patterns", "2024-01-01", "2024-03-31"), "USD")["weekdays"] == (
        "Thursday brings most, 42.9% of revenue, Monday least (14.3%); none on Saturday and Sunday."
    )
