"""Who sees what, and what is written and agreed."""

from datetime import date

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.appraisal import actions, closing, overrides, texts
from salesdash.appraisal.showing import appraisal
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import AuditEntry

MARCH = "2026-03"


def call(service, user, *given, **named):
    with db.writing() as session:
        return service(session, user, *given, **named)


def ask(service, user, *given):
    with db.reading() as session:
        return service(session, user, *given)


def refused(code, service, *given, **named):
    with pytest.raises((NotPermitted, BadInput, Conflict)) as error:
        call(service, *given, **named)
    assert error.value.code == code
    return error.value


@pytest.mark.parametrize(
    ("login", "people", "teams"),
    [
        ("rita", {"R1"}, set()),
        ("mia", {"R1", "R2"}, {"T1"}),
        ("ed", {"R1", "R2", "R3"}, {"T0", "T1", "T2"}),
        ("fin", {"R1", "R2", "R3"}, {"T0", "T1", "T2"}),
        ("ana", set(), set()),
    ],
)
def test_a_person_sees_their_own_a_manager_theirs_finance_and_executives_all(ledger, someone, login, people, teams):
    for closed in (False, True):
        if closed:
            call(closing.close, OPERATOR, MARCH)
        found = ask(appraisal, someone(login), MARCH)
        assert ({one.rep for one in found.people}, {one.team for one in found.teams}) == (people, teams)


def test_without_a_permission_nothing_is_open(ledger, someone):
    refused("not_permitted", appraisal, someone("admin"), MARCH)
    refused("not_permitted", closing.close, someone("rita"), MARCH)


def test_a_scope_of_units_names_their_people(ledger, someone):
    with db.writing() as session:
        users.change(session, OPERATOR, "mia", scope="own_unit", rep="M1")
    assert {one.rep for one in ask(appraisal, someone("mia"), MARCH).people} == {"R1", "R2"}
    with db.writing() as session:
        users.change(session, OPERATOR, "mia", scope="own_unit", rep="M1", team="T2")
    assert {one.rep for one in ask(appraisal, someone("mia"), MARCH).people} == {"R3"}


def test_the_note_is_the_managers_and_the_comment_the_persons_own(ledger, someone):
    mia, rita, rob, fin, ed = (someone(login) for login in ("mia", "rita", "rob", "fin", "ed"))
    assert call(texts.write_note, mia, MARCH, "R1", " Good month. ", version=0) == 1
    assert call(texts.write_comment, rita, MARCH, "R1", "It was hard.", version=0) == 1
    for reader in (mia, rita, ed):
        found = ask(texts.texts, reader, MARCH, "R1")
        assert (found["note"].text, found["note"].by) == ("Good month.", "Mia")
        assert (found["comment"].text, found["comment"].by) == ("It was hard.", "Rita")
    for stranger in (rob, fin, someone("ana")):
        refused("not_in_scope", texts.texts, stranger, MARCH, "R1")
    refused("not_permitted", texts.write_note, rita, MARCH, "R1", "Me", version=1)
    refused("not_permitted", texts.write_note, fin, MARCH, "R1", "Me", version=1)
    refused("not_in_scope", texts.write_note, mia, MARCH, "R3", "Not mine", version=0)
    for other in (mia, ed, rob, OPERATOR):
        refused("not_your_appraisal", texts.write_comment, other, MARCH, "R1", "In your name", version=1)
    refused("unknown_code", texts.write_note, mia, MARCH, "R9", "Nobody", version=0)
    refused("text_too_long", texts.write_note, mia, MARCH, "R1", "x" * 4001, version=1)


def test_nobody_appraises_themselves(ledger, someone):
    mia = someone("mia")
    ledger.set(MARCH, "revenue", M1=(100_0000, 50_0000))
    call(closing.close, OPERATOR, MARCH)
    refused("own_appraisal", texts.write_note, mia, MARCH, "M1", "Brilliant", version=0)
    refused("own_appraisal", overrides.override, mia, MARCH, "M1", 1.5, "I am", version=0)
    refused("own_appraisal", actions.agree, mia, MARCH, "M1", "Rest", "M1", date(2026, 6, 1))
    assert call(texts.write_comment, mia, MARCH, "M1", "Could be better", version=0) == 1


def test_whoever_comes_second_is_told_both_texts(ledger, someone):
    mia, ed = someone("mia"), someone("ed")
    call(texts.write_note, mia, MARCH, "R1", "First", version=0)
    call(texts.write_note, ed, MARCH, "R1", "Second", version=1)
    error = refused("changed_meanwhile", texts.write_note, mia, MARCH, "R1", "Third", version=1)
    assert (error.details["by"], error.details["now"], error.details["yours"]) == ("Ed", "Second", "Third")
    assert "Second" in error.text() and "Third" in error.text()
    refused("changed_meanwhile", texts.write_note, mia, MARCH, "R2", "New", version=3)
    assert ask(texts.texts, mia, MARCH, "R1")["note"].version == 2


def test_the_audit_trail_does_not_tell_what_was_written(ledger, someone):
    call(texts.write_note, someone("mia"), MARCH, "R1", "Between us", version=0)
    with db.reading() as session:
        kept = session.scalars(select(AuditEntry).where(AuditEntry.entity == "appraisal_note")).one()
    assert (kept.login, kept.key, kept.after) == ("mia", "2026-03 R1", {"version": 1})


def test_a_score_is_set_by_hand_with_a_reason_and_in_the_audit_trail(ledger, someone):
    mia = someone("mia")
    refused("not_closed", overrides.override, mia, MARCH, "R1", 1.0, "Ill for a week", version=0)
    call(closing.close, OPERATOR, MARCH)
    refused("no_reason", overrides.override, mia, MARCH, "R1", 1.0, "  ", version=0)
    for score in (-0.1, 10.1, float("nan"), float("inf")):
        refused("bad_score", overrides.override, mia, MARCH, "R1", score, "Why not", version=0)
    for login in ("rita", "fin"):
        refused("not_permitted", overrides.override, someone(login), MARCH, "R1", 1.0, "Me", version=0)
    refused("not_in_scope", overrides.override, mia, MARCH, "R3", 1.0, "Not mine", version=0)
    call(overrides.override, mia, MARCH, "R1", 1.0, "Ill for a week", version=0)
    found = {one.rep: one for one in ask(appraisal, someone("rita"), MARCH).people}["R1"]
    assert (found.score, found.of.score, found.band.name) == (1.0, 0.98, "Achieved")
    assert (found.of.override.reason, found.of.override.by) == ("Ill for a week", "Mia")
    error = refused("changed_meanwhile", overrides.override, someone("ed"), MARCH, "R1", 1.2, "More", version=0)
    assert (error.details["now"], error.details["yours"]) == (1.0, 1.2)
    call(overrides.take_back, mia, MARCH, "R1", version=1)
    assert {one.rep: one.score for one in ask(appraisal, mia, MARCH).people}["R1"] == 0.98
    refused("no_override", overrides.take_back, mia, MARCH, "R1", version=0)
    with db.reading() as session:
        trail = session.scalars(select(AuditEntry).where(AuditEntry.entity == "score").order_by(AuditEntry.id)).all()
    assert [(one.login, one.action, one.key) for one in trail] == [
        ("mia", "override", "2026-03 R1"), ("mia", "take_back", "2026-03 R1"),
    ]  # fmt: skip
    assert trail[0].before == {"score": 0.98, "reason": None}
    assert trail[0].after == {"score": 1.0, "reason": "Ill for a week"}


def test_actions_have_an_owner_and_a_day_and_stand_in_somebodys_list(ledger, someone):
    mia, rita, rob = someone("mia"), someone("rita"), someone("rob")
    late = call(actions.agree, mia, MARCH, "R1", "Call the ten largest", "R1", date(2026, 5, 19))
    soon = call(actions.agree, mia, MARCH, "R1", "Ride along", "M1", date(2026, 5, 20))
    call(actions.agree, mia, MARCH, "R1", "Show Rita the price list", "R2", date(2026, 6, 1))
    found = ask(actions.agreed, rita, MARCH, "R1")
    assert found["state"].tolist() == ["overdue", "open", "open"]
    assert found["may_finish"].tolist() == [True, False, False] and not found["may_change"].any()
    assert ask(actions.mine, rita)["text"].tolist() == ["Call the ten largest"]
    assert ask(actions.mine, rob)["text"].tolist() == ["Show Rita the price list"]
    assert ask(actions.mine, someone("fin")).empty
    refused("not_in_scope", actions.agreed, rob, MARCH, "R1")
    refused("not_your_action", actions.finish, rita, soon, done=True, version=1)
    assert call(actions.finish, rita, late, done=True, version=1) == 2
    assert call(actions.finish, mia, soon, done=True, version=1) == 2
    assert ask(actions.of_period, mia, MARCH)["state"].tolist() == ["done", "done", "open"]
    assert ask(actions.of_period, someone("fin"), MARCH).empty
    call(actions.finish, rita, late, done=False, version=2)
    assert ask(actions.mine, rita)["state"].tolist() == ["overdue"]
    error = refused("changed_meanwhile", actions.change, mia, late, "Call them all", "R1", date(2026, 6, 1), version=1)
    assert (error.details["now"], error.details["yours"]) == ("Call the ten largest", "Call them all")
    call(actions.change, mia, late, "Call them all", "R1", date(2026, 6, 1), version=3)
    assert ask(actions.agreed, mia, MARCH, "R1")["text"].tolist()[1] == "Call them all"


def test_actions_that_cannot_be(ledger, someone):
    mia = someone("mia")
    due = date(2026, 6, 1)
    refused("bad_action", actions.agree, mia, MARCH, "R1", "  ", "R1", due)
    refused("unknown_code", actions.agree, mia, MARCH, "R1", "Call", "R9", due)
    refused("date_out_of_range", actions.agree, mia, MARCH, "R1", "Call", "R1", date(2300, 1, 1))
    refused("not_in_scope", actions.agree, mia, MARCH, "R1", "Call", "R3", due)
    refused("not_permitted", actions.agree, someone("rita"), MARCH, "R1", "Call", "R1", due)
    refused("unknown_action", actions.finish, mia, 99, done=True, version=1)
