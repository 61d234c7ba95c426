"""Scores of people and teams worked out by hand, live and frozen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access.identity import OPERATOR
from salesdash.appraisal import closed_months, closing, is_closed, listing
from salesdash.appraisal.showing import appraisal
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import AuditEntry, Person


def shown(label="2026-03", user=OPERATOR):
    with db.reading() as session:
        return appraisal(session, user, label)


def close(user, label):
    with db.writing() as session:
        return closing.close(session, user, label)


def scores(found):
    return {one.rep: one.score for one in found.people}


def test_an_open_period_is_evaluated_live(ledger):
    found = shown()
    # R1: 0.9 × 0.6 + 1.1 × 0.4 = 0.98; R2 has no target of profit: 240 ÷ 200 = 1.2; R3: 0 × 0.6 + 0.25 × 0.4 = 0.1
    assert scores(found) == {"R2": 1.2, "R1": 0.98, "R3": 0.1}
    assert [one.band.name for one in found.people] == ["Exceeded", "Nearly there", "Far behind"]
    assert (found.period, found.frozen, found.closed_at) == ("2026-03", False, None)
    assert [part.missing for part in found.people[0].parts] == [None, "no_target"]


def test_a_team_has_its_own_targets_and_actuals_not_the_mean_of_scores(ledger):
    found = {one.team: one for one in shown().teams}
    # T1: revenue 330 ÷ 300 = 1.1; profit of those who have a target and of those who have none: 125 ÷ 50, capped at 1.5
    assert found["T1"].score == pytest.approx(1.1 * 0.6 + 1.5 * 0.4)
    assert (found["T1"].parts[1].target, found["T1"].parts[1].actual) == (50_0000, 125_0000)
    # T0 holds both: revenue 330 ÷ 400, profit 135 ÷ 90 = 1.5
    assert found["T0"].score == pytest.approx(0.825 * 0.6 + 1.5 * 0.4)
    assert found["T2"].score == 0.1


def test_a_teams_distinct_count_is_its_own(ledger):
    from salesdash.analytics.scoring import Part
    from salesdash.appraisal import rules

    ledger.set("2026-03", "orders", R1=(10, 6), R2=(10, 6))
    ledger.together["orders", ("R1", "R2")] = 10  # two orders are shared
    with db.writing() as session:
        rules.set_scorecard(session, OPERATOR, "team", [Part("orders", 1)], 1)
    team = next(one for one in shown().teams if one.team == "T1")
    assert (team.parts[0].target, team.parts[0].actual, team.score) == (20, 10, 0.5)


def test_nobody_without_target_and_actual_is_scored_and_all_missing_is_no_score(ledger):
    ledger.set("2026-02", "revenue", R1=(None, 5_0000))
    found = shown("2026-02")
    assert scores(found) == {"R1": None} and found.people[0].band is None
    assert shown("2026-01").people == ()


def test_what_the_company_counts_nothing_of_is_no_data_not_zero(ledger):
    ledger.set("2026-02", "revenue", R1=(100_0000, 80_0000))
    ledger.set("2026-02", "gross_profit", R1=(40_0000, None))
    found = shown("2026-02").people[0]
    assert (found.score, found.parts[1].missing) == (0.8, "no_data")


@pytest.mark.parametrize("label", ["2026-13", "2026-W05", "2026-03-01", "March", ""])
def test_only_months_quarters_and_years_are_appraised(ledger, label):
    with pytest.raises(BadInput):
        shown(label)


def test_closing_is_for_who_may_and_only_once_a_period_has_ended(ledger, someone):
    for login in ("mia", "rita", "ana", "admin"):
        with pytest.raises(NotPermitted):
            close(someone(login), "2026-03")
    for label in ("2026-05", "2026-Q2", "2026", "2027-01"):
        with pytest.raises(Conflict) as refused:
            close(someone("fin"), label)
        assert refused.value.code == "not_ended"
    with db.reading() as session:
        assert closed_months(session, 2026) == frozenset()


def test_a_closed_period_keeps_its_figures_and_shows_later_corrections_beside(ledger, someone):
    assert close(someone("fin"), "2026-03") == ["2026-03"]
    ledger.set("2026-03", "revenue", R1=(100_0000, 93_0000), M1=(None, 7_0000))
    ledger.set("2026-03", "gross_profit", R2=(70_0000, 70_0000))
    found = shown()
    assert (found.frozen, found.closed_by) == (True, "Fin")
    assert scores(found) == {"R2": 1.2, "R1": 0.98, "R3": 0.1}
    by_rep = {one.rep: one for one in found.people}
    revenue = by_rep["R1"].parts[0]
    assert (revenue.actual, revenue.now_actual, revenue.corrected) == (90_0000, 93_0000, True)
    # 0.93 × 0.6 + 1.1 × 0.4
    assert (by_rep["R1"].of.now, by_rep["R1"].corrected) == (pytest.approx(0.998), True)
    # the part that was missing would count now: 1.2 × 0.6 + 1 × 0.4
    assert by_rep["R2"].of.now == pytest.approx(1.12)
    assert not by_rep["R3"].corrected
    document = found.document()
    assert document["rows"][1]["parts"][0]["now"] == {"target": 100, "actual": 93}
    with pytest.raises(Conflict) as again:
        close(someone("ed"), "2026-03")
    assert again.value.code == "already_closed"


def test_a_closed_period_keeps_its_scorecard_and_bands(ledger, someone):
    from salesdash.analytics.scoring import Part
    from salesdash.appraisal import rules
    from salesdash.appraisal.bands import Band

    close(someone("fin"), "2026-03")
    with db.writing() as session:
        rules.set_scorecard(session, OPERATOR, "sales_representative", [Part("orders", 1)], 1)
        rules.set_bands(session, OPERATOR, [Band(0, {"en": "No"}, "black"), Band(500, {"en": "Yes"}, "blue")], 0)
    found = shown()
    assert [part.measure for part in found.people[0].parts] == ["revenue", "gross_profit"]
    assert found.people[0].band.name == "Exceeded"
    assert [one.name for one in shown("2026-02").bands] == ["No", "Yes"]


def test_a_period_that_still_runs_gives_nobody_a_band(ledger):
    ledger.set("2026-05", "revenue", R1=(100_0000, 40_0000))
    found = shown("2026-05")
    assert found.running and found.document()["running"]
    assert [(one.score, one.band) for one in found.people] == [(0.4, None)]
    assert not shown("2026-04").running


def test_a_larger_period_closes_what_lies_in_it(ledger, someone):
    close(someone("fin"), "2026-01")
    ledger.set("2026-Q1", "revenue", R1=(300_0000, 150_0000))
    assert close(someone("ed"), "2026-Q1") == ["2026-02", "2026-03", "2026-Q1"]
    with db.reading() as session:
        assert closed_months(session, 2026) == {1, 2, 3}
        assert is_closed(session, 2026, 101) and not is_closed(session, 2026, 0)
        assert not set(listing.closable(session)) & {"2026-Q1", "2026-01", "2026-03"}
        assert listing.closable(session)[:4] == ["2026-04", "2025-12", "2025-Q4", "2025"]
        assert listing.reminder(session) == "2026-04"
        trail = session.scalars(select(AuditEntry).where(AuditEntry.entity == "period").order_by(AuditEntry.id)).all()
    assert [(one.login, one.action, one.key) for one in trail] == [
        ("fin", "close", "2026-01"), ("ed", "close", "2026-02"), ("ed", "close", "2026-03"), ("ed", "close", "2026-Q1"),
    ]  # fmt: skip
    assert scores(shown("2026-Q1")) == {"R1": 0.5}
    assert shown("2026-03").frozen


def test_preparing_a_closing_names_what_it_would_close_and_closes_nothing(ledger, someone):
    close(someone("fin"), "2026-02")
    with db.reading() as session:
        assert closing.prepare(session, someone("fin"), "2026-Q1") == ["2026-01", "2026-03", "2026-Q1"]
        assert closed_months(session, 2026) == {2}
        with pytest.raises(NotPermitted):
            closing.prepare(session, someone("mia"), "2026-Q1")


def test_of_several_who_close_at_once_one_does(ledger, someone):
    users, barrier = [someone("fin"), someone("ed"), someone("fin")], Barrier(3)

    def one(user):
        barrier.wait()
        try:
            return close(user, "2026-Q1")
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(3) as pool:
        ends = list(pool.map(one, users))
    assert sorted(ends, key=str) == [["2026-01", "2026-02", "2026-03", "2026-Q1"], "already_closed", "already_closed"]
    assert len(shown().people) == 3


def test_fiscal_months_are_counted_from_the_first_of_the_year(ledger, someone):
    with db.writing() as session:
        from salesdash import company

        company.change(session, OPERATOR, "fiscal_first_month", "4")
    close(someone("fin"), "2026-03")  # March 2026 is the last month of the year that ends with it
    with db.reading() as session:
        assert closed_months(session, 2026) == {12}
    close(someone("fin"), "2026-Q1")  # April to June 2025
    with db.reading() as session:
        assert closed_months(session, 2026) == {1, 2, 3, 12}


def test_who_was_merged_is_shown_under_who_stands_for_them(ledger, someone):
    close(someone("fin"), "2026-03")
    with db.writing() as session:
        rita, rob = (session.scalar(select(Person).where(Person.code == code)) for code in ("R1", "R2"))
        rita.merged_into_id = rob.id
        db.touch(session, "master")
    found = shown(user=someone("mia"))
    assert {one.rep for one in found.people} == {"R2"}
    assert len(found.people) == 2  # both frozen scores stand, each as it was
