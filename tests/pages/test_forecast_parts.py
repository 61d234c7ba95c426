"""What people add to a forecast, on its page: scenarios, overrides, targets, unusual periods. The forecast is the one
of ``tests.forecasts.by_hand``, whose figures are worked out in tests/forecasts."""

import pytest

from salesdash import company, db, targets
from salesdash.access.identity import OPERATOR
from salesdash.forecasts import marking, overrides, scenarios
from salesdash.targets import Cell, Plan
from tests.forecasts.by_hand import ALL, TODAY, E, build
from tests.pages import harness


@pytest.fixture
def outlook(visitor, monkeypatch):
    """A visitor of the company with a forecast, and its run of revenue."""
    monkeypatch.setattr(company, "today", lambda _settings: TODAY)
    runs, _who = build()
    return visitor, runs["revenue"]


def opened(visitor, login, part):
    visitor.sign_in(login)
    app = visitor.open("forecast", by="region")
    next(group for group in app.get("button_group") if group.key == "forecast.part").set_value(part).run()
    assert not app.exception and not app.error
    return app


def one(elements, ending):
    return next(element for element in elements if str(element.key).endswith(ending))


def words(app):
    markup = " ".join(str(element.proto.body) for element in app.main.get("html"))
    return f"{harness.text(app)} {markup}".replace("\\", "")


def test_a_scenario_is_typed_compared_kept_and_taken_away(outlook):
    visitor, run = outlook
    app = opened(visitor, "eva", "scenario")
    one(app.number_input, ".percent").set_value(10.0)
    one(app.button, ".add").click().run()
    # the forecast begins in January: 10 % more of twelve times 165
    assert "+10.0% from Jan 2026 on, Everything" in words(app)
    assert "$2,178 instead of $1,980: +$198 (+10.0%)" in words(app)
    one(app.text_input, ".name").set_value("Bold")
    one(app.button, ".save").click().run()
    assert not app.exception and not app.error
    with db.reading() as session:
        (kept,) = scenarios.scenarios(session, OPERATOR, run, ALL)
    assert (kept.name, kept.assumptions[0].percent) == ("Bold", 10.0)
    chosen = next(box for box in app.selectbox if box.label == "Scenario")
    assert chosen.value == kept.id
    one(app.button, ".remove").click().run()
    with db.reading() as session:
        assert scenarios.scenarios(session, OPERATOR, run, ALL) == []
    assert "+10.0% from Jan 2026 on" in words(app)  # what was taken away can be kept again


def test_an_override_is_set_and_withdrawn(outlook):
    visitor, run = outlook
    app = opened(visitor, "eva", "override")
    assert "None has come so far." in words(app)
    one(app.number_input, ".amount").set_value(180.0)
    one(app.button, ".save").click().run()
    assert "Say why" in app.error[0].value
    one(app.text_input, ".reason").set_value("A <big> order")
    one(app.button, ".save").click().run()
    assert not app.exception and not app.error
    with db.reading() as session:
        (held,) = overrides.overrides(session, OPERATOR, run, ALL).to_dict("records")
    assert (held["amount"], held["period_on"].month) == (180 * E, 3)
    assert "A &lt;big&gt; order" in words(app) and "+$15.00" in words(app)
    next(box for box in app.selectbox if box.label == "Withdraw an override").set_value(held["id"]).run()
    app.button(key="forecast.withdraw_now").click().run()
    with db.reading() as session:
        assert overrides.overrides(session, OPERATOR, run).empty


def test_targets_and_the_way_to_their_split(outlook):
    visitor, _run = outlook
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, Plan(2026), Cell(2026), 1900 * E)
    app = opened(visitor, "eva", "plausible")
    assert "Of 1 open target: 1 undecided." in words(app)
    assert "$1,905.00" in words(app) and "about 52%" in words(app)
    assert app.button(key="forecast.as_weights")
    app = opened(visitor, "fin", "plausible")
    assert not [button for button in app.button if button.key == "forecast.as_weights"]
    visitor.sign_in("eva")
    app = visitor.open("targets", view="split", year="2026", measure="revenue")
    assert not app.exception and not app.error

    def kinds():
        return next(group for group in app.get("button_group") if group.key == "targets.split.kind").options

    assert "Forecast" not in kinds()  # the run does not know people
    app.selectbox(key="targets.split.by").set_value("region").run()
    assert "Forecast" in kinds()


def test_a_period_is_marked_and_taken_back(outlook):
    visitor, _run = outlook
    app = opened(visitor, "ana", "marks")
    assert "Nothing stands out" in words(app)
    one(app.text_input, ".note").set_value("A fair")
    one(app.button, ".save").click().run()
    assert not app.exception and not app.error
    with db.reading() as session:
        (marked,) = marking.marks(session, OPERATOR, "revenue", "month").to_dict("records")
    assert (marked["period_on"].month, marked["kind"], marked["note"]) == (12, "one_off", "A fair")
    assert "A fair" in words(app) and "from the next forecast on" in words(app)
    app.button(key=f"forecast.unmark.{marked['id']}").click().run()
    with db.reading() as session:
        assert marking.marks(session, OPERATOR, "revenue", "month").empty


@pytest.mark.parametrize("part", ["scenario", "override", "marks"])
def test_who_may_only_look_is_told_who_may_more(outlook, part):
    visitor, _run = outlook
    app = opened(visitor, "fin", part)
    assert "xecutives" in words(app)
    assert not [button for button in app.button if str(button.key).endswith(".save")]
