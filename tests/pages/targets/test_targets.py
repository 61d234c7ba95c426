"""The targets page: who sees what, the answer at the top, one target in a form, proposals."""

import re

import pytest

from salesdash import db, targets
from salesdash.access import preferences
from salesdash.access.identity import OPERATOR
from salesdash.models import AuthorityLimit
from salesdash.targets import Cell
from salesdash.ui import targets_words
from tests.pages.targets.company import E4, PLAN, by_label, html, opened, put, save, value, visit
from tests.targets import firm


def test_the_answer_stands_at_the_top_in_numbers_and_a_sentence(planner):
    app = opened(planner, "chief")
    assert not app.error
    shown = html(app)
    assert "$1,000 are set for 2026; $600 of it are split to 2 people, $400 to nobody yet." in shown
    for label, number in (("Set", "$1,000"), ("Split to people", "$600"), ("Not split", "$400")):
        assert re.search(rf">{label}</div>.{{0,40}}?<span>{re.escape(number)}</span>", shown, re.DOTALL), label
    row = re.search(r"<tr><th scope=\"row\">Name of R1.*?</tr>", shown)
    assert row and "400.00" in row.group()
    assert re.search(r"Total</th><td>1,000.00", shown)


def test_year_measure_and_level_stand_in_the_address_and_the_last_choice_is_remembered(planner):
    app = opened(planner, "chief")
    app.selectbox(key="targets.level").set_value("stretch").run()
    app.selectbox(key="targets.measure").set_value("orders").run()
    assert [app.query_params[key] for key in ("year", "measure", "level")] == ["2026", "orders", "stretch"]
    assert "Nothing is set yet for 2026." in html(app)
    again = visit()
    assert again.selectbox(key="targets.measure").value == "orders"
    assert again.selectbox(key="targets.level").value == "stretch"
    stated = visit(measure="revenue", level="target", year="2026")
    assert "$1,000 are set" in html(stated)


@pytest.mark.parametrize("login", ["mona", "chief"])
def test_who_sets_targets_has_the_forms(planner, login):
    app = opened(planner, login)
    options = app.segmented_control(key="targets.view").options
    assert options == ["Overview", "One target", "Split", "Many targets", "Transfer", "Proposals", "Versions"]


@pytest.mark.parametrize(
    ("login", "sees"),
    [("ana", "1,000"), ("finn", "1,000"), ("mark", "1,000"), ("rob", "400"), ("mona", "600")],
)
def test_everybody_sees_the_targets_of_their_scope(planner, login, sees):
    app = opened(planner, login)
    assert not app.error
    shown = html(app)
    assert f"${sees} are set for 2026" in shown
    assert ("Name of R2" in shown) is (login != "rob")
    if login != "mona":
        assert app.segmented_control(key="targets.view").options == ["Overview", "Versions"]
        assert not app.main.text_input


def test_who_sees_quantities_only_sees_no_other_targets(planner):
    app = opened(planner, "prod", measure="revenue")
    assert app.selectbox(key="targets.measure").options == ["Quantity"]
    assert "$" not in html(app)


def _form(app, amount, **named):
    """Chooses the cell, types and saves."""
    for dimension, code in named.items():
        app.selectbox(key=f"targets.cell.{dimension}").set_value(code)
    app.run()
    by_label(app.text_input, "New target (required)").set_value(amount)
    return app


def test_one_target_is_set_said_and_undone(planner):
    app = _form(opened(planner, "chief", "set"), "300.50", period="q1", region="S")
    save(app)
    assert not app.error and not app.exception
    assert value(quarter=1, region="S") == 300.5
    assert "$300.50, before $0.00" in app.success[0].value.replace("\\", "")
    app.button(key="said_undo").click().run()
    assert not app.exception
    assert value(quarter=1, region="S") == 0
    assert "Taken back" in app.success[0].value


def test_the_present_value_and_the_question_who_gives_way_stand_in_the_form(planner):
    app = _form(opened(planner, "chief", "set"), "500", rep="R1")
    assert any("$400" in one.value.replace("\\", "") and "set" in one.value for one in app.markdown)
    assert any("a year before: $600.00" in one.value.replace("\\", "") for one in app.caption)
    way = app.radio[0]
    assert "2026 · the whole company ($1,000.00)" in way.label.replace("\\", "")
    save(app)
    assert (value(), value(rep="R1")) == (1000, 500)  # what was not split gave way
    app = _form(app, "700", rep="R1")
    app.radio[0].set_value("parent")
    save(app)
    assert (value(), value(rep="R1")) == (1200, 700)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Write the target"), ("many", "is no number"), ("-5", "not negative"), ("1.005", "more decimals")],
)
def test_an_error_stands_at_the_field_and_what_was_typed_survives(planner, typed, told):
    app = _form(opened(planner, "chief", "set"), typed, rep="R1")
    by_label(app.text_input, "Reason").set_value("why not")
    save(app)
    assert told in app.error[0].value
    assert by_label(app.text_input, "New target (required)").value == typed
    assert by_label(app.text_input, "Reason").value == "why not"
    assert value(rep="R1") == 400


def test_the_second_of_two_managers_sees_both_values_and_chooses(planner):
    app = _form(opened(planner, "chief", "set"), "500", rep="R1")
    put(450, rep="R1", user=firm.user("boss"))
    save(app)
    told = app.warning[0].value.replace("\\", "")
    assert "boss changed this target" in told and "You saw $400.00" in told
    assert value(rep="R1") == 450
    said = " ".join(one.value.replace("\\", "") for one in app.markdown)
    assert "**$450.00**" in said and "**$500.00**" in said
    app.button(key="conflict_over").click().run()
    assert value(rep="R1") == 500


def test_the_second_may_keep_what_the_first_one_set(planner):
    app = _form(opened(planner, "chief", "set"), "500", rep="R1")
    put(450, rep="R1")
    save(app)
    app.button(key="conflict_keep").click().run()
    assert value(rep="R1") == 450
    assert not app.warning


def test_a_target_is_locked_and_unlocked(planner):
    app = _form(opened(planner, "chief", "set"), "", rep="R1")
    app.button(key="targets.lock").click().run()
    assert "locked" in " ".join(one.value for one in app.markdown)
    assert "🔒" in html(opened(planner, "chief"))
    app.button(key="targets.lock").click().run()
    with db.reading() as session:
        assert not targets.about(session, OPERATOR, PLAN, Cell(2026, rep="R1")).locked


def test_a_manager_sets_targets_of_own_people_only(planner):
    app = opened(planner, "mona", "set")
    assert app.selectbox(key="targets.cell.rep").options == ["Name of M", "Name of R1", "Name of R2"]
    assert "Choose first: Representative." in app.info[0].value
    assert "under “Many targets”" in app.info[0].value
    assert not app.main.text_input
    said = " ".join(one.value for one in app.markdown)
    assert "your people" in said and "the whole company" not in said
    empty = opened(planner, "mona", level="stretch")
    assert "Set the first ones under “Many targets”." in " ".join(
        one.value for one in [*empty.info, *empty.markdown, *empty.caption]
    )
    app = opened(planner, "mona", "set", level="target")
    app = _form(app, "350", rep="R1")
    save(app)
    assert value(rep="R1") == 350


def _limit(amount):
    with db.writing() as session:
        session.query(AuthorityLimit).filter_by(subject="Change of targets").update({"amount": amount * E4})


def test_a_change_above_the_authority_waits_is_approved_by_somebody_else_and_never_by_who_wants_it(planner):
    _limit(10)
    app = _form(opened(planner, "mona", "set"), "450", rep="R1")
    app.radio[0].set_value("parent")
    by_label(app.text_input, "Reason").set_value("New shop")
    save(app)
    assert not app.error, app.error
    assert "waits for approval" in app.warning[0].value and not app.success
    assert value(rep="R1") == 400
    own = opened(planner, "mona", "proposals")
    assert not [one for one in own.button if one.label in ("Approve", "Reject")]
    assert any(one.label == "Withdraw" for one in own.button)

    theirs = opened(planner, "boss", "proposals")
    shown = " ".join(one.value for one in theirs.markdown).replace("\\", "")
    assert "Name of M" in shown and "mona" not in shown
    assert any(one.value.startswith("1 target of 1 person · ") for one in theirs.caption)
    assert "New shop" in shown and "Name of R1" in shown and "Moves $50.00" in shown
    assert any("now $1,000.00, then $1,050.00" in one.value.replace("\\", "") for one in theirs.caption)
    by_label(theirs.text_input, "Note").set_value("Go on")
    by_label(theirs.button, "Approve").click().run()
    assert not theirs.error
    assert (value(rep="R1"), value()) == (450, 1050)
    assert "1 change" not in html(theirs)


def test_a_proposal_is_rejected_with_a_note_or_withdrawn(planner):
    _limit(10)
    for amount in (500, 510):
        with db.writing() as session:
            targets.set_amount(
                session, firm.user("mona"), PLAN, Cell(2026, rep="R1"), amount * E4, give_way="parent"
            )  # fmt: skip
    app = opened(planner, "chief", "proposals")
    assert "2 changes wait for approval." in html(app)
    by_label(app.text_input, "Note").set_value("Too much")
    by_label(app.button, "Reject").click().run()
    mine = opened(planner, "mona", "proposals")
    by_label([one for one in mine.button if str(one.key).startswith("targets.withdraw")], "Withdraw").click().run()
    with db.reading() as session:
        states = targets.proposals(session, OPERATOR).set_index("status")["note"]
    assert set(states.index) == {"rejected", "withdrawn"} and states["rejected"] == "Too much"
    assert value(rep="R1") == 400


@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
def test_every_part_runs_in_every_language(planner, language):
    with db.writing() as session:
        preferences.choose_language(session, firm.user("chief"), language)
    for view in ("overview", "set", "split", "grid", "transfer", "proposals", "versions"):
        app = opened(planner, "chief", view)
        assert not app.error, (view, app.error)
        assert app.segmented_control(key="targets.view").value == view


def test_a_plain_visit_runs_the_page_once(planner, monkeypatch):
    runs = []
    load = targets_words.months
    monkeypatch.setattr(targets_words, "months", lambda calendar: runs.append(1) or load(calendar))
    planner.sign_in("chief")
    app = visit(view="set", year="2026")
    assert len(runs) == 1
    assert not app.exception


def test_a_link_with_values_that_name_nothing_is_told_so(planner):
    planner.sign_in("chief")
    app = visit(year="99999", measure="bogus", view="cell")
    told = " ".join(one.value for one in app.warning).replace("\\", "")
    assert "unknown or not open to you: 99999, bogus" in told and "not open to you: cell" in told
    assert "$1,000 are set for 2026" in html(app)
