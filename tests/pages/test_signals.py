"""The page Signals: what left its path, which part of the business is it, who acts? One company for all tests."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from salesdash import alerts, db, jobs, models, monitoring
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from tests.alerts.test_sight import E4, signal
from tests.pages import harness
from tests.pages.test_rows import everything, words

PARTS = [
    {"dimension": "region", "code": "N", "deviation": -15_000 * E4, "against": "forecast"},
    {"dimension": "region", "code": "S", "deviation": -5_000 * E4, "against": "forecast"},
    {"dimension": "rep", "code": "ANN", "deviation": -9_000 * E4, "against": "year"},
]


@pytest.fixture
def business(visitor):
    """Signal 1 of the whole, 2 of region N, 3 of Ann; causes; a chief, a manager whose report Ann is, Ann, others."""
    with db.writing() as session:
        session.add_all(
            models.Region(id=i, code=code, name=name) for i, code, name in ((1, "N", "North"), (2, "S", "So"))
        )
        session.add_all(models.Person(id=i, code=c, name=n) for i, c, n in ((1, "ANN", "Ann Lee"), (2, "BO", "Bo Wu")))
        session.flush()
        session.add_all([signal(1, contributors=PARTS), signal(2, region_id=1, level="watch"), signal(3, person_id=1)])
        session.flush()
        monitoring.install_causes(session)
        for login, role, place in (
            ("chief", "executive", {}), ("second", "executive", {}), ("ann", "sales_representative", {"rep": "ANN"}),
            ("ana", "analyst", {}), ("plant", "production", {}),
        ):  # fmt: skip
            users.add(session, OPERATOR, login, role, **place)
    return visitor


def at(visitor, login, **query):
    visitor.sign_in(login)
    app = AppTest.from_file(str(harness.SCRIPT), default_timeout=harness.PATIENCE)
    app.query_params.update(query)
    app.switch_page("../../pages/signals.py").run()
    assert not app.exception and not app.error
    return app


def stored(number):
    with db.reading() as session:
        return monitoring.signal(session, OPERATOR, number)


def form(app, label):
    return next(one for kind in (app.selectbox, app.text_input, app.text_area) for one in kind if one.label == label)


def press(app, label):
    return next(one for one in app.button if one.label == label).click().run()


def test_numbers_the_sentence_and_the_list(business):
    app = at(business, "chief")
    said = words(app)
    for label, number in (("Alerts", 2), ("Watches", 1), ("Without an owner", 3), ("Overdue actions", 0)):
        assert re.search(rf"{label} +{number} ", said), label
    assert "3 not seen yet" in said and "2 more signals are open." in said
    assert [one.key for one in app.button if one.label == "Look into"] == [f"signals.open.{n}" for n in (1, 3)]
    titles = [info.get("page_name") for info in app._registered_pages.values()]
    assert "Signals · 3" in titles
    # what is only to be watched is folded away while there are alerts
    app = press(app, "Show what is to be watched (1)")
    assert [one.key for one in app.button if one.label == "Look into"] == [f"signals.open.{n}" for n in (1, 3, 2)]


def test_what_forecast_and_target_say_of_one_member_stands_on_one_card(business):
    with db.writing() as session:
        session.add(signal(4, basis="pace", level="watch"))
    app = at(business, "chief")
    assert re.search(r"Alerts +2 ", words(app)) and re.search(r"Watches +1 ", words(app))
    assert "2 more signals are open." in words(app)
    assert [one.key for one in app.button if one.key and one.key.startswith("signals.open.")] == [
        "signals.open.1", "signals.open.4", "signals.open.3",
    ]  # fmt: skip
    assert next(one for one in app.button if one.key == "signals.open.4").label == "Pace of the target"
    app.button(key="signals.open.4").click().run()
    assert not app.exception and app.query_params["signal"] == "4"


def test_everybody_sees_their_own(business):
    sent = everything(at(business, "ann"))
    assert "Ann Lee" in sent and "North" not in sent and "whole company" not in sent
    app = at(business, "plant")
    assert "No forecast yet" in app.info[0].value and "$80" not in everything(app)
    app = at(business, "ann", signal="2")
    assert "Ignored" in app.warning[0].value and "North" not in everything(app)


def test_of_what_is_assigned_to_nobody_it_says_what_nobody(business):
    with db.writing() as session:
        session.add(signal(4, person_id=-1))
    app = at(business, "chief")
    assert "Representative (unassigned): Revenue" in words(app)
    assert [one.key for one in app.button if one.label == "Look into"] == [f"signals.open.{n}" for n in (1, 3, 4)]


def test_while_forecasts_are_being_made_it_says_so(business):
    with db.writing() as session:
        number = jobs.ask(session, OPERATOR, "forecast", "forecast", {"measure": "revenue", "by": [], "horizon": 1})
    app = at(business, "plant")
    assert "Forecasts are being made" in app.info[0].value
    with db.writing() as session:
        jobs.cancel(session, OPERATOR, number)
    app = press(app, "Look again")
    assert not app.exception and "No forecast yet" in app.info[0].value


def test_filters_stand_in_the_address(business):
    app = at(business, "chief", dimension="region")
    assert [one.key for one in app.button if one.label == "Look into"] == ["signals.open.2"]
    form(app, "Status").set_value("closed").run()
    assert not app.exception and "No signals with these filters" in app.info[0].value
    assert app.query_params["status"] == "closed" and app.query_params["dimension"] == "region"
    app = at(business, "chief", mine="1")
    assert "No signals with these filters" in app.info[0].value


def test_looking_into_one_shows_the_parts_and_the_way_to_the_orders(business):
    app = at(business, "chief")
    app.button(key="signals.open.1").click().run()
    assert not app.exception and app.query_params["signal"] == "1"
    sent = everything(app)
    assert "North -$15K; So -$5,000" in sent
    link = next(one for one in app.get("page_link") if "orders behind it" in one.proto.label)
    assert link.proto.query_string == "period=custom&dates=2026-10-01&dates=2026-10-31"
    with db.reading() as session:
        assert alerts.unseen(session, users.by_login(session, "chief"), date(2026, 11, 25)) == 2
    app.button(key="signals.back").click().run()
    assert "signal" not in app.query_params and not app.exception


def test_it_is_taken_with_one_click_and_given_back(business):
    app = press(at(business, "chief", signal="1"), "I take it")
    assert not app.exception and (stored(1).owner, stored(1).status) == ("chief", "in_progress")
    assert "Saved." in harness.text(app)
    app = press(app, "Undo")
    assert not app.exception and (stored(1).owner, stored(1).status) == (None, "open")
    assert "Taken back." in harness.text(app)


def test_what_is_agreed_is_saved(business):
    app = at(business, "chief", signal="1")
    form(app, "Owner").set_value("second")
    form(app, "Status").set_value("in_progress")
    form(app, "Cause").set_value(1)
    form(app, "Note").set_value("Lost the tender")
    form(app, "Agreed action").set_value("Visit the dealer")
    form(app, "Adjustment taken").set_value('{"id": null, "kind": "budget"}')
    app.date_input[0].set_value(date(2026, 11, 20))
    app = press(app, "Save")
    assert not app.exception and not app.error
    one = stored(1)
    assert (one.owner, one.cause, one.note, one.action) == ("second", 1, "Lost the tender", "Visit the dealer")
    assert one.due == date(2026, 11, 20) and one.link == {"kind": "budget", "id": None}
    assert "action by" in words(at(business, "chief")) or "overdue since" in words(at(business, "chief"))


def test_of_two_who_save_the_second_is_shown_both(business):
    app = at(business, "chief", signal="1")
    with db.writing() as session:
        second = users.by_login(session, "second")
        monitoring.act(session, second, 1, stored(1).version, note="Theirs")
    form(app, "Note").set_value("Mine")
    app = press(app, "Save")
    assert not app.exception and stored(1).note == "Theirs"
    assert "while you had it open" in app.warning[0].value
    assert "Theirs" in words(app) and "Mine" in words(app)
    app = press(app, "Put mine in its place")
    assert not app.exception and stored(1).note == "Mine"


def test_who_may_not_act_sees_and_changes_nothing(business):
    app = at(business, "ana", signal="1")
    assert "Whoever may act on signals can change this." in harness.text(app)
    assert not app.main.selectbox and not [one for one in app.button if one.label in ("Save", "I take it")]


def test_an_event_of_the_calendar_is_linked_and_leads_there(business):
    with db.writing() as session:
        session.add(
            models.CompanyEvent(
                id=9, name="Fair", kind="promotion", first_on=date(2026, 11, 2), last_on=date(2026, 11, 8)
            )
        )
    app = at(business, "chief", signal="1")
    form(app, "Adjustment taken").set_value('{"id": 9, "kind": "event"}')
    app = press(app, "Save")
    assert not app.exception and stored(1).link == {"kind": "event", "id": 9}
    assert "Calendar" in [link.proto.label for link in app.get("page_link")]
    assert "Promotion or event: Fair, Nov 2 – 8, 2026" in words(at(business, "ana", signal="1"))


def test_the_list_of_causes_is_kept(business):
    app = at(business, "chief")
    form(app, "Another cause").set_value("Typhoon")
    app = press(app, "Add")
    assert not app.exception
    with db.reading() as session:
        assert "Typhoon" in monitoring.causes(session, OPERATOR).values()
    assert not [one for one in at(business, "ana").text_input if one.label == "Another cause"]


def test_marking_as_seen(business):
    app = press(at(business, "chief"), "Mark these as seen")
    assert not app.exception and "not seen yet" not in words(app).replace("0 not seen yet", "")
    assert "Signals" in [info.get("page_name") for info in at(business, "chief")._registered_pages.values()]
