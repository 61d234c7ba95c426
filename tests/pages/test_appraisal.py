"""The appraisal page: each sees theirs; closing, notes, comments, actions and scores set by hand."""

import re
from datetime import date

import pytest

from salesdash import company, db, imports, targets
from salesdash.access import preferences, users
from salesdash.access.identity import OPERATOR
from salesdash.appraisal import actions, closing, overrides, rules, texts
from salesdash.appraisal.showing import appraisal
from salesdash.imports.options import Options
from salesdash.locale import use
from salesdash.models import AuditEntry
from salesdash.units import SCALE
from tests.pages import harness

TODAY = date(2026, 5, 20)
REPS = "rep,name,manager,team\nM1,Winifred,,T1\nR1,Xanthe,M1,T1\nR2,Zebedee,M1,T1\nR3,Yorick,,T2\n"
ORDERS = """order_no,ordered_on,customer,rep,quantity,net_amount
A1,2026-03-03,C1,R1,1,90
A2,2026-03-04,C2,R2,1,240
A3,2026-03-05,C3,R3,1,10
"""
ACCOUNTS = {
    "executive": None, "sales_manager": "M1", "sales_representative": "R1", "finance": None, "analyst": None,
}  # fmt: skip


@pytest.fixture
def business(visitor, page_company, tmp_path, monkeypatch):
    monkeypatch.setattr(company, "today", lambda _company: TODAY)
    for kind, text in (("reps", REPS), ("orders", ORDERS)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(text)
        imports.run(page_company, OPERATOR, file, kind, Options())
    with db.writing() as session:
        for rep, amount in (("R1", 100), ("R2", 200), ("R3", 100)):
            cell = targets.Cell(2026, month=3, rep=rep)
            targets.set_amount(session, OPERATOR, targets.Plan(2026), cell, amount * SCALE)
    for role, rep in ACCOUNTS.items():
        visitor.account(role, **({"rep": rep} if rep else {}))
    return visitor


def close():
    with db.writing() as session:
        closing.close(session, OPERATOR, "2026-03")


def at(business, login, of="2026-03", view=None, **whom):
    """The page of a period, of somebody in it (``person`` or ``team`` in the address), or a part of it."""
    business.sign_in(login)
    app = business.open("appraisal")
    app.query_params.update(whom)
    app.selectbox(key="appraisal.period").set_value(of)
    if view:
        app.segmented_control(key="appraisal.view").set_value(view)
    app.run()
    assert not app.exception, app.exception
    assert not app.error, [one.value for one in app.error]
    return app


def words(app):
    """All markup and text of the page as plain text."""
    html = " ".join(str(element.proto.body) for element in app.main.get("html"))
    return re.sub(r"<[^>]+>|\s+", " ", f"{html} {harness.text(app)}")


def button(app, label):
    return next(one for one in app.button if one.label == label)


def labels(app):
    return {one.label for one in app.button}


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize(
    ("role", "seen", "hidden"),
    [
        ("executive", ["Xanthe", "Zebedee", "Yorick", "T1", "T2", "1 of 3"], []),
        ("finance", ["Xanthe", "Zebedee", "Yorick", "T1", "T2"], []),
        ("sales_manager", ["Xanthe", "Zebedee", "T1", "1 of 2"], ["Yorick", "T2"]),
        ("sales_representative", ["Xanthe", "90.0%", "Behind"], ["Zebedee", "Yorick", "T2"]),
        ("analyst", ["Your account names no representative."], ["Xanthe", "Zebedee", "Yorick"]),
    ],
)
def test_each_sees_theirs(business, role, seen, hidden, closed):
    if closed:
        close()
    text = words(at(business, role))
    assert all(word in text for word in seen), text
    assert not [word for word in hidden if word in text]
    if role == "sales_manager":  # an address that names somebody out of scope opens nobody
        app = at(business, role, person="R3")
        assert "Yorick" not in words(app) and app.warning[0].value.endswith("not open to you: R3")


def test_the_page_opens_with_the_last_closed_period(business):
    close()
    business.sign_in("executive")
    app = business.open("appraisal")
    assert app.selectbox(key="appraisal.period").value == "2026-03"
    assert "Closed on" in words(app)


def test_closing_asks_first_and_says_what_it_did(business):
    app = at(business, "finance")
    assert "The period is open" in words(app)
    app.button(key="appraisal.close").click().run()
    assert "This cannot be undone." in words(app)
    app.button(key="appraisal.close_kept").click().run()
    with db.reading() as session:
        assert not appraisal(session, OPERATOR, "2026-03").frozen
    app.button(key="appraisal.close").click().run()
    app.button(key="appraisal.close_confirmed").click().run()
    assert not app.exception and not app.error
    assert "Mar 2026 is closed." in words(app) and "Closed on" in words(app)
    assert not [one for one in app.button if one.key == "appraisal.close"]


def test_a_running_period_is_no_verdict_and_stands_last(business):
    app = at(business, "executive", of="2026")
    text = words(app)
    assert "so far" in text and "Behind" not in text and "Far behind" not in text
    options = list(app.selectbox(key="appraisal.period").options)
    assert "running" not in options[0] and "running" in options[-1]
    text = words(at(business, "sales_representative", of="2026"))
    assert "so far" in text and "Behind" not in text


def test_the_reminder_leads_to_the_period_that_is_to_be_closed(business):
    app = at(business, "finance", of="2026-03")
    assert "Apr 2026 is still open" in app.info[0].value
    app.button(key="appraisal.to_close").click().run()
    assert app.selectbox(key="appraisal.period").value == "2026-04"
    assert not app.exception and not app.warning
    assert app.button(key="appraisal.close").label == "Close Apr 2026"


def test_nobody_else_is_offered_to_close(business):
    for role in ("sales_manager", "sales_representative", "analyst"):
        assert not [one for one in at(business, role).button if one.key == "appraisal.close"]


def test_a_later_correction_stands_beside_the_frozen_figure(business, page_company, tmp_path):
    close()
    file = tmp_path / "more.csv"
    file.write_text("order_no,ordered_on,customer,rep,quantity,net_amount\nA9,2026-03-20,C1,R1,1,20\n")
    imports.run(page_company, OPERATOR, file, "orders", Options())
    text = words(at(business, "sales_manager", person="R1"))
    assert "Actual now $110.00, frozen $90.00" in text
    assert "they would make 110.0% today. The frozen score stands." in text


def test_note_and_comment_are_written_by_those_who_may(business):
    app = at(business, "sales_manager", person="R1")
    app.text_area[0].set_value("A good month")
    button(app, "Save").click().run()
    assert "Saved." in words(app)
    app = at(business, "sales_representative")
    assert "A good month" in words(app) and len(app.text_area) == 1
    app.text_area[0].set_value("Thank you")
    button(app, "Save").click().run()
    assert not app.error
    with db.reading() as session:
        found = texts.texts(session, OPERATOR, "2026-03", "R1")
    assert (found["note"].text, found["comment"].text) == ("A good month", "Thank you")
    app = at(business, "finance", person="R1")
    assert "A good month" not in words(app) and not app.text_area


def test_whoever_saves_second_is_told_and_keeps_what_they_typed(business):
    app = at(business, "sales_manager", person="R1")
    with db.writing() as session:
        texts.write_note(session, users.by_login(session, "executive"), "2026-03", "R1", "Mine first", version=0)
    app.text_area[0].set_value("Mine second")
    button(app, "Save").click().run()
    assert "Mine first" in app.error[0].value and "Mine second" in app.error[0].value
    assert app.text_area[0].value == "Mine second"
    button(app, "Show how it is now").click().run()
    assert app.text_area[0].value == "Mine first"


def test_actions_are_agreed_and_done(business):
    app = at(business, "sales_manager", person="R1")
    app.text_input[0].set_value("Call the ten largest")
    button(app, "Agree").click().run()
    assert not app.error and "Call the ten largest" in words(app)
    assert app.text_input[0].value == ""
    button(app, "Agree").click().run()
    assert "An action says what is done" in app.error[0].value
    app = at(business, "sales_representative", view="actions")
    assert "Call the ten largest" in words(app)
    button(app, "Done").click().run()
    assert "Not done yet" in labels(app)
    with db.reading() as session:
        assert actions.mine(session, users.by_login(session, "sales_representative"))["state"].tolist() == ["done"]
    assert "1 action was agreed: 1 done, 0 overdue." in words(at(business, "sales_manager"))


def test_a_score_is_set_by_hand_after_a_confirmation(business):
    app = at(business, "sales_manager", person="R1")
    assert "A score can be set by hand once the period is closed." in words(app)
    close()
    app = at(business, "sales_manager", person="R1")
    app.button(key="appraisal.set").click().run()
    app.number_input[0].set_value(100.0).run()
    app.button(key="appraisal.override_confirmed").click().run()
    assert "A reason is needed" in app.error[0].value
    next(one for one in app.text_area if one.label == "Reason (required)").set_value("Ill for a week").run()
    app.button(key="appraisal.override_confirmed").click().run()
    assert not app.error and not app.exception
    assert "Set by hand by Ann sales_manager" in words(app) and "Ill for a week" in words(app)
    with db.reading() as session:
        assert session.query(AuditEntry).filter_by(entity="score", login="sales_manager").count() == 1
    app.button(key="appraisal.take_back").click().run()
    assert "The computed score holds again." in words(app)


def test_nobody_is_offered_to_appraise_themselves(business):
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, targets.Plan(2026), targets.Cell(2026, month=3, rep="M1"), 50 * SCALE)
    close()
    app = at(business, "sales_manager", person="M1")
    assert not {"Set the score by hand", "Agree"} & labels(app)
    assert [area.key for area in app.text_area] == ["appraisal.comment.2026-03.M1.0.text"]


def test_the_records_behind_the_figures(business):
    app = at(business, "sales_manager", person="R1")
    link = next(one for one in app.main.get("page_link"))
    assert "rep=R1" in link.proto.query_string and "2026-03-01" in link.proto.query_string
    app.toggle(key="appraisal.orders").set_value(True).run()
    assert "A1" in words(app) and "A2" not in words(app)


def test_a_team_opens_with_its_own_targets_and_actuals(business):
    text = words(at(business, "sales_manager", team="T1"))
    assert "$300.00" in text and "$330.00" in text and "110.0%" in text


def test_rules_are_offered_to_who_may_set_them(business):
    app = at(business, "executive", view="rules")
    assert [list(one.value.columns)[:2] for one in app.dataframe] == [["start", "en"], ["measure", "weight"]]
    next(one for one in app.button if one.label == "Save").click().run()
    assert not app.error and "Saved." in words(app)
    with db.reading() as session:
        assert rules.bands_in_force(session).version == 1
    offered = at(business, "sales_manager").segmented_control(key="appraisal.view").options
    assert list(offered) == ["Results", "My actions"]


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_in_the_readers_language(business, language):
    with db.writing() as session:
        preferences.choose_language(session, users.by_login(session, "sales_manager"), language)
    close()
    use(language)  # the harness chooses by what a choice is called
    with db.writing() as session:
        overrides.override(session, OPERATOR, "2026-03", "R1", 1.0, "x", version=0)
    for query in ({}, {"person": "R1"}):
        text = words(at(business, "sales_manager", **query))
        for english in ("Appraisal", "Reached", "Attainment", "Behind", "Closed", "Scorecard", "Set by hand", "People"):
            assert english not in text, english


def test_an_empty_period_says_what_to_do(business):
    assert "Choose another period, or set targets." in words(at(business, "executive", of="2026-01"))


def test_a_link_with_values_that_name_nothing_is_told_so(business):
    business.sign_in("executive")
    app = business.open("appraisal")
    app.query_params.update({"of": "1234-77", "view": "bogus"})
    told = [one.value.replace("\\", "") for one in app.run().warning]
    assert [text for text in told if text.startswith("Ignored")] == [
        "Ignored, because it is unknown or not open to you: 1234-77",
        "Ignored, because it is unknown or not open to you: bogus",
    ]
