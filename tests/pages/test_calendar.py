"""The calendar page: what is said, adding, changing, taking away and taking back; who may only read."""

from datetime import date, timedelta

import pytest

from salesdash import company, db, events
from salesdash.access.identity import OPERATOR
from salesdash.models import Channel
from salesdash.ui import calendar_content
from tests.pages import harness

TODAY = date(2026, 9, 5)
SALE = {"name": "Moon sale", "kind": "promotion", "first_on": date(2026, 9, 12), "last_on": date(2026, 9, 25)}


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch):
    monkeypatch.setattr(company, "today", lambda _settings: TODAY)


def listed():
    with db.reading() as session:
        return events.events(session, OPERATOR).to_dict("records")


def keys(app, kind, ending):
    return next(one for one in getattr(app, kind) if str(one.key).endswith(ending))


def test_an_event_is_added_changed_taken_away_and_brought_back(visitor):
    with db.writing() as session:
        session.add(Channel(code="WEB", name="Web"))
    visitor.sign_in(visitor.account("marketing"))
    app = visitor.open("calendar")
    assert "The calendar is empty." in app.info[0].value and "Nothing is planned" in harness.text(app)
    keys(app, "text_input", ".name").set_value("Moon *sale*")
    keys(app, "date_input", ".first").set_value(SALE["first_on"])
    keys(app, "date_input", ".last").set_value(SALE["last_on"])
    keys(app, "number_input", ".effect").set_value(15.0)
    keys(app, "selectbox", ".channel").set_value("WEB")
    next(button for button in app.button if button.label == "Add").click().run()
    assert not app.exception and not app.error
    assert "Moon \\*sale\\* is in the calendar." in app.success[0].value
    (row,) = listed()
    assert {name: row[name] for name in ("kind", "last_on", "channel", "effect")} == {
        "kind": "promotion", "last_on": SALE["last_on"], "channel": "WEB", "effect": 0.15,
    }  # fmt: skip
    assert "in 7 days" in harness.text(app) and "Moon *sale*" in everything(app) and "+15.0%" in everything(app)
    keys(app, "text_input", ".name").set_value("")
    next(button for button in app.button if button.label == "Add").click().run()
    assert "needs a name" in app.error[0].value

    choose(app, "edit")
    app.selectbox(key="calendar.event").set_value(row["id"]).run()
    keys(app, "text_input", ".name").set_value("Moon sale")
    keys(app, "number_input", ".effect").set_value(None)
    keys(app, "button", ".save").click().run()
    (changed,) = listed()
    assert (changed["name"], changed["effect"], changed["version"]) == ("Moon sale", None, 2)
    app.selectbox(key="calendar.event").set_value(row["id"]).run()
    keys(app, "button", ".remove").click().run()
    assert "Moon sale is taken away." in app.success[0].value and listed() == []
    app.button(key="calendar.undo").click().run()
    assert "Moon sale is back." in app.success[0].value and listed()[0]["name"] == "Moon sale"
    choose(app, "file")
    assert app.get("download_button")


def choose(app, way):
    next(one for one in app.get("button_group") if one.key == "calendar.way").set_value(way).run()


def everything(app):
    return " ".join(str(getattr(element, "proto", "")) for element in app.main)


def test_readers_see_what_is_coming_and_no_forms(visitor):
    with db.writing() as session:
        events.add(session, OPERATOR, **SALE)
        events.add(session, OPERATOR, name="Stocktaking", kind="closure", first_on=TODAY)
        events.add(session, OPERATOR, name="Old fair", kind="event", first_on=date(2026, 5, 1))
        company.change(session, OPERATOR, "holiday_country", "TW")
    visitor.sign_in(visitor.account("finance"))
    app = visitor.open("calendar")
    assert not app.exception and not app.error and not app.main.text_input
    shown = everything(app)
    assert "Stocktaking" in shown and "Old fair" not in shown and "Mid-Autumn" in shown
    assert "Now: Stocktaking, until Sep 5, 2026" in harness.text(app).replace("\\", "")
    app.get("button_group")[0].set_value("past").run()
    assert "Old fair" in everything(app)


def test_what_is_coming_in_words(page_company):
    with db.writing() as session:
        assert calendar_content.said(calendar_content.content(session, OPERATOR)) == "Nothing is planned from today on."
        events.add(session, OPERATOR, **(SALE | {"first_on": TODAY + timedelta(days=1)}))
        content = calendar_content.content(session, OPERATOR)
    assert calendar_content.said(content) == "Next: Moon sale, in 1 day (Sep 6\u2009–\u200925, 2026)."
    assert calendar_content.sheet(content, OPERATOR).rows["name"].tolist() == ["Moon sale"]
    # September 2026 has 22 weekdays, 18 of them from the 7th on; New Year 2027 is on 6 February, 154 days away
    shown = calendar_content.numbers(content)
    assert ">22<" in shown and "18 left" in shown and "in 154 days" in shown
    assert calendar_content.holidays(content) == []
