"""Settings and exchange rates."""

import pytest

from salesdash import company, db, rates
from salesdash.access.identity import OPERATOR


@pytest.fixture
def admin(visitor):
    visitor.sign_in(visitor.account("administrator"))
    return visitor


def widget(elements, label):
    return next(one for one in elements if one.label == label)


def save(app, form):
    return next(one for one in app.button if one.label == "Save" and one.form_id.startswith(form)).click().run()


def now():
    with db.reading() as session:
        return company.settings(session)


def test_what_is_saved_holds(admin):
    app = admin.open("settings")
    widget(app.text_input, "Name of the company").input("大華")
    widget(app.selectbox, "Time zone").select("Asia/Taipei")
    widget(app.selectbox, "First month of the fiscal year").select(7)
    widget(app.selectbox, "First day of the week").select(6)
    widget(app.number_input, "Close day").set_value(5)
    save(app, "settings")
    assert not app.exception and not app.error
    assert "Saved" in app.success[0].value
    saved = now()
    assert (saved.name, saved.time_zone, saved.fiscal_first_month, saved.week_first_day, saved.close_day) == (
        "大華", "Asia/Taipei", 7, 6, 5,
    )  # fmt: skip


def test_a_change_of_currency_is_refused_while_there_are_rates(admin):
    app = admin.open("settings")
    widget(app.text_input, "Rate").input("1.0875")
    [one for one in app.selectbox if one.label == "Currency"][-1].select("EUR")
    save(app, "rate")
    assert not app.error and not app.exception
    with db.reading() as session:
        assert rates.table(session, OPERATOR)["rate_e12"].tolist() == [1_087_500_000_000]
    widget(app.selectbox, "Currency").select("TWD")
    save(app, "settings")
    assert "exchange rates" in app.error[0].value
    assert now().currency == "USD"
    app.button(key="rate_remove").click().run()
    with db.reading() as session:
        assert rates.table(session, OPERATOR).empty


def test_a_rate_that_is_none_is_said(admin):
    app = admin.open("settings")
    widget(app.text_input, "Rate").input("abc")
    save(app, "rate")
    assert "abc is not a rate" in app.error[0].value


def test_two_people_at_the_same_setting(admin):
    app = admin.open("settings")
    with db.writing() as session:
        company.change(session, OPERATOR, "name", "First")
    widget(app.text_input, "Name of the company").input("Second")
    save(app, "settings")
    assert [error.value for error in app.error] == ["Somebody else changed this meanwhile. Look at it again."]
    assert now().name == "First"
    next(one for one in app.button if "Look again" in one.label).click().run()
    assert widget(app.text_input, "Name of the company").value == "First"
