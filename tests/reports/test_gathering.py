"""What a report says, worked out by hand from the company of ``paper``."""

from datetime import date

import pytest

from salesdash import company, db, reports
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.analytics.landing import landing
from salesdash.errors import BadInput, NotPermitted
from salesdash.monitoring import STATUSES
from salesdash.reports.offering import offered, usual
from tests.kpis.company import E4


def said(report):
    return {section.key: section.message for section in report.sections}


def row(section, name):
    names = section.table.values("name")
    return {column.key: section.table.values(column.key)[names.index(name)] for column in section.table.columns}


def test_every_question_has_its_answer_in_a_sentence(firm, gather):
    report = gather("chief", "2024-01")
    messages = said(report)
    assert messages["numbers"] == "Revenue: $350 (-12.5% vs last year and +337.5% vs previous period)."
    assert messages["why"].startswith("Revenue is $50 (-12.5%) below Jan 1")
    assert messages["region"] == "None of 2 grew against a year before; N2 lost most (-$100)."
    assert messages["fallen"].endswith("bought $300 less; nobody else fell.")
    assert messages["attainment"] == "Revenue: 87.5% of the target of $400 was reached, $50 are missing."
    assert messages["attainment_rep"] == (
        "1 of 2 people are behind, together by $100; most of all Bo ($100). Those ahead make up for $50 of it."
    )
    assert messages["forecast"].startswith("2024 lands at about $1,450, four times out of five between $1,3")
    assert [section.key for section in report.sections] == [
        "numbers", "why", "trend", "region", "channel", "product_line", "fallen", "attainment", "attainment_rep",
        "forecast", "signals",
    ]  # fmt: skip
    assert not report.missing


def test_figures_are_those_of_the_services(firm, gather):
    report = gather("chief", "2024-01")
    sections = {section.key: section for section in report.sections}
    revenue = row(sections["numbers"], "Revenue")
    assert (revenue["now"], revenue["year"], revenue["previous"]) == (350 * E4, 400 * E4, 80 * E4)
    assert revenue["year_change"] == pytest.approx(-0.125)
    north = row(sections["region"], "N2")
    assert (north["now"], north["before"], north["difference"]) == (200 * E4, 300 * E4, -100 * E4)
    assert row(sections["why"], "Change")["amount"] == -50 * E4
    bo = row(sections["attainment_rep"], "Bo")
    assert (bo["target"], bo["actual"], bo["gap"], bo["attainment"]) == (300 * E4, 200 * E4, -100 * E4, 200 / 300)
    january = row(sections["trend"], "Jan 2024")
    assert (january["now"], january["before"], january["target"]) == (350 * E4, 400 * E4, 400 * E4)
    forecast = sections["forecast"].table
    assert forecast.values("actual")[-12:-11] == [350 * E4]
    assert forecast.values("hi80")[-1] == 120 * E4 and forecast.values("mean")[0] is None


def test_the_year_lands_where_the_shared_arithmetic_says(firm, gather):
    points = {"mean": 100, "lo80": 80, "hi80": 120, "lo95": 60, "hi95": 140}
    import pandas as pd

    rows = pd.DataFrame([{"step": step} | {k: v * E4 for k, v in points.items()} for step in range(1, 12)])
    low = landing(350 * E4, rows).lo80 / E4
    forecast = next(one for one in gather("chief", "2024-01").sections if one.key == "forecast")
    assert f"between ${low:,.2f}" in forecast.message or f"between ${round(low):,}" in forecast.message
    assert "usually within 6.4%" in " ".join(forecast.notes)
    assert "Forecast made on Feb 1, 2024" in " ".join(forecast.notes)


def test_signals_stand_there_with_cause_owner_and_action(firm, gather):
    signals = gather("chief", "2024-01").sections[-1]
    assert signals.message == "3 signals, 1 of them alerts. 2 have no owner yet."
    rows = signals.table.words("USD")
    assert [row[0].split(":")[0] for row in rows] == ["N2", "South", "N1"]
    assert rows[0][0].startswith("N2: Revenue of Jan 2024 came to $200, 28.6% below the forecast of $280.")
    assert rows[0][1:] == [
        "Alert",
        STATUSES["in_progress"],
        "A customer is lost",
        "Chen & Co",
        "Visit C2",
        "Feb 15, 2024",
    ]
    assert rows[1][1:] == ["Watch", STATUSES["open"], "–", "–", "–", "–"]


def test_a_representative_sees_their_own_rows_and_what_is_missing_is_said(firm, gather):
    report = gather("ann", "2024-01")
    assert report.head.rows == "Ann"
    assert said(report)["numbers"].startswith("Revenue: $150 (+50.0% vs last year")
    assert said(report)["attainment"] == "Revenue: the target of $100 is reached (150.0%), $50 above it."
    assert "Bo" not in str(report)
    assert said(report)["forecast"].startswith("2024 lands at about $700, ")  # 150 + 11 × 50
    assert report.missing == ["There are no signals of 2024-01 that you may see."]


def test_whoever_does_not_see_the_whole_sees_the_sum_of_their_own(firm, gather):
    forecast = next(one for one in gather("duo", "2024-01").sections if one.key == "forecast")
    assert forecast.message.startswith("2024 lands at about $1,450, ")
    assert "It is the sum of the forecasts that you may see; the ranges are as if all erred alike." in forecast.notes
    assert forecast.table.values("hi80")[-1] == 120 * E4
    south = gather("south", "2023-01")
    assert "There is no forecast yet that you may see. It is made on the page Forecast." in south.missing


def test_regions_narrow_and_who_is_placed_nowhere_sees_nothing(firm, gather):
    south = gather("south", "2023-01")
    assert (south.head.rows, said(south)["numbers"]) == ("South", "Revenue: $100.")
    lost = gather("lost", "2024-01")
    assert lost.empty and lost.missing == ["There are no sales in 2024-01 that you may see."]
    assert lost.head.rows == "no sales: the person is placed nowhere"


def test_production_sees_quantities_only(firm, gather):
    report = gather("prod", "2024-01")
    assert said(report)["numbers"].startswith("Quantity: 5 (+25.0% vs last year")  # 3 + 2 after 1 + 3
    assert [number.label for number in report.numbers] == ["Quantity"]
    assert "$" not in " ".join([*said(report).values(), *(note for one in report.sections for note in one.notes)])
    assert {"why", "fallen", "attainment"}.isdisjoint(said(report))


def test_the_head_says_company_period_filters_as_of_and_person(firm, gather):
    head = gather("chief", "2024-Q1").head
    assert dict(head.lines()) | {"Made for": "", "Period": ""} == {
        "Period": "", "Filters": "the whole company", "Currency": "USD", "Data as of": "Jan 20, 2024", "Made for": "",
    }  # fmt: skip
    assert dict(head.lines())["Period"] == "2024-Q1 (Jan 1\u2009–\u2009Mar 31, 2024)"
    assert dict(head.lines())["Made for"].startswith("Chen & Co, ")


@pytest.mark.parametrize(
    ("period", "code"),
    [("2024-13", "unknown_period"), ("2024-01-05", "not_reported"), ("2199", "not_begun"), ("soon", "unknown_period")],
)
def test_periods_that_cannot_be_reported(small, gather, period, code):
    with pytest.raises(BadInput) as refused:
        gather("chief", period)
    assert refused.value.code == code


def test_who_may_not_see_figures_gets_no_report(small, gather):
    with pytest.raises(NotPermitted):
        gather("adam", "2024-01")


def test_weeks_years_and_a_fiscal_year(small, gather):
    week = gather("chief", "2024-W02")
    assert said(week)["numbers"].startswith("Revenue: $150")
    assert "Targets stand for months: a report of a week has none." in week.missing
    year = gather("chief", "2024")
    assert said(year)["numbers"] == "Revenue: $350 (-27.1% vs last year)."  # after 480
    with db.writing() as session:
        company.change(session, OPERATOR, "fiscal_first_month", "4")
    try:
        fiscal = gather("chief", "2024-Q4")  # January to March 2024
        assert fiscal.head.start == date(2024, 1, 1) and said(fiscal)["numbers"].startswith("Revenue: $350")
    finally:
        with db.writing() as session:
            company.change(session, OPERATOR, "fiscal_first_month", "1")


def test_periods_on_offer_and_the_one_to_look_at_first(small):
    with db.reading() as session:
        offers = offered(session, users.by_login(session, "chief"))
        told: list[str] = []
        reports.gather(session, users.by_login(session, "chief"), "2024-01", lambda stage, _share: told.append(stage))
    months = [offer.label for offer in offers if offer.grain == "month"]
    assert (months[0], months[-1], len(months)) == ("2024-01", "2023-01", 13)
    assert [offer.label for offer in offers if offer.grain == "year"] == ["2024", "2023"]
    assert usual(offers).label == "2024-01"
    assert told == ["figures", "targets", "outlook"]
