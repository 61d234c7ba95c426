"""What people choose, and what they may not."""

import pytest

from salesdash import alerts, db
from salesdash.access import audit, users
from salesdash.access.identity import OPERATOR
from salesdash.alerts import Choice
from salesdash.errors import BadInput, NotPermitted
from salesdash.models import AlertChoice, AlertDelivery


@pytest.fixture
def people(company):
    with db.writing() as session:
        return {
            login: users.add(session, OPERATOR, login, role)
            for login, role in (("ann@example.com", "executive"), ("bo", "finance"), ("adam", "administrator"))
        }


def of(user):
    with db.reading() as session:
        return alerts.choices(session, user)


def choose(user, channel="email", **more):
    with db.writing() as session:
        alerts.choose(session, user, channel, **({"cadences": ["daily"]} | more))


def test_nobody_is_told_at_first(people):
    assert of(people["bo"]) == {"email": Choice("email"), "webhook": Choice("webhook")}


def test_a_choice_holds_and_is_changed(people):
    ann = people["ann@example.com"]
    choose(ann, cadences=["weekly", "at_once"], level="watch")
    choose(ann, "webhook", address="https://hooks.example.com/secret-token")
    assert of(ann)["email"] == Choice("email", ("at_once", "weekly"), "", "watch")
    assert of(ann)["webhook"] == Choice("webhook", ("daily",), "https://hooks.example.com/secret-token")
    choose(ann, cadences=["weekly"], address=" other@example.com ")
    assert of(ann)["email"] == Choice("email", ("weekly",), "other@example.com", "alert")
    choose(ann, cadences=[])
    assert of(ann)["email"].cadences == ()
    assert of(people["bo"]) == {"email": Choice("email"), "webhook": Choice("webhook")}


def test_the_trail_has_it_without_the_secret_of_a_webhook(people):
    choose(people["ann@example.com"], "webhook", address="https://hooks.example.com/secret-token")
    choose(people["ann@example.com"], "webhook", address="https://hooks.example.com/secret-token")
    with db.reading() as session:
        trail = audit.entries(session, OPERATOR, entity="alerts")
    assert len(trail) == 1
    assert trail["after"][0] == {"webhook": {"daily": "alert hooks.example.com"}}


@pytest.mark.parametrize(
    ("channel", "more", "code"),
    [
        ("email", {"address": "bo"}, "bad_email"),
        ("email", {}, "bad_email"),
        ("webhook", {}, "bad_webhook"),
        ("webhook", {"address": "http://127.0.0.1/"}, "inner_webhook"),
        ("fax", {}, "unknown_choice"),
        ("email", {"cadences": ["hourly"], "address": "bo@example.com"}, "unknown_choice"),
        ("email", {"level": "off", "address": "bo@example.com"}, "unknown_choice"),
    ],
)
def test_what_cannot_be_chosen(people, channel, more, code):
    with pytest.raises(BadInput) as refused:
        choose(people["bo"], channel, **more)
    assert refused.value.code == code
    with db.reading() as session:
        assert session.query(AlertChoice).count() == 0


def test_who_sees_no_figures_has_nothing_to_choose(people):
    for asked in (lambda: of(people["adam"]), lambda: choose(people["adam"], address="a@example.com")):
        with pytest.raises(NotPermitted):
            asked()
    with pytest.raises(NotPermitted):
        choose(OPERATOR, address="a@example.com")


def test_what_went_wrong_last_is_told_until_it_goes_right(people):
    ann = people["ann@example.com"]
    choose(ann)
    with db.writing() as session:
        (choice,) = session.query(AlertChoice)
        session.add(AlertDelivery(choice_id=choice.id, about="t", problem="unreachable:TimeoutError"))
    assert of(ann)["email"].trouble[1] == "The server does not answer (TimeoutError)."
    with db.writing() as session:
        session.add(AlertDelivery(choice_id=choice.id, about="u", status="sent"))
    assert of(ann)["email"].trouble is None
