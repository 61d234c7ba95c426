"""Company settings: what may be set, by whom, and what is refused."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from salesdash import company, db
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import AuditEntry, ExchangeRate, ImportBatch, OrderLine

READER = User(id=1, login="r", name="R", role="executive", permissions=frozenset({"kpis.read"}))


def test_defaults_hold_until_something_is_set(database):
    with db.reading() as session:
        now = company.settings(session)
    assert (now.currency, now.time_zone, now.fiscal_first_month, now.week_first_day) == ("USD", "UTC", 1, 0)
    assert not now.sample


@pytest.mark.parametrize(
    ("key", "value", "attribute", "expected"),
    [
        ("name", " 大華 & Sons ", "name", "大華 & Sons"),
        ("currency", "eur", "currency", "EUR"),
        ("time-zone", "Asia/Taipei", "time_zone", "Asia/Taipei"),
        ("fiscal_first_month", "7", "fiscal_first_month", 7),
        ("fiscal_first_month", "April", "fiscal_first_month", 4),
        ("week_first_day", "Sun", "week_first_day", 6),
        ("week_first_day", "6", "week_first_day", 6),
        ("close_day", "5", "close_day", 5),
        ("payment_days", "0", "payment_days", 0),
        ("holiday_country", "tw", "holiday_country", "TW"),
        ("peer_ranking", "Yes", "peer_ranking", 1),
    ],
)
def test_a_setting_is_saved_audited_and_renews_the_version(database, key, value, attribute, expected):
    with db.writing() as session:
        changed = company.change(session, OPERATOR, key, value)
    assert getattr(changed, attribute) == expected
    with db.reading() as session:
        assert getattr(company.settings(session), attribute) == expected
        assert "settings" in db.versions(session)
        (entry,) = session.scalars(select(AuditEntry))
    assert (entry.login, entry.action, entry.entity, entry.key) == ("operator", "change", "setting", attribute)
    assert entry.after == {"value": str(expected)}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("currency", "EURO"), ("currency", ""), ("time_zone", "Taipei"), ("time_zone", "../etc/passwd"),
        ("fiscal_first_month", "0"), ("fiscal_first_month", "13"), ("fiscal_first_month", "Brumaire"),
        ("week_first_day", "7"), ("week_first_day", "-1"), ("close_day", "29"), ("close_day", "x"),
        ("payment_days", "366"), ("name", " "),
        ("holiday_country", "XX"),
        ("peer_ranking", "perhaps"),
        ("colour", "blue"), ("sample", "1"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_saved(database, key, value):
    with pytest.raises(BadInput), db.writing() as session:
        company.change(session, OPERATOR, key, value)
    with db.reading() as session:
        assert company.settings(session) == company.Company()


def test_it_takes_the_permission(database):
    with pytest.raises(NotPermitted), db.writing() as session:
        company.change(session, READER, "name", "Mine")


def test_two_people_saving_the_same_setting_the_second_is_told(database):
    with db.writing() as session:
        seen = company.settings(session).version("name")
        company.change(session, OPERATOR, "name", "First", seen)
    with pytest.raises(Conflict), db.writing() as session:
        company.change(session, OPERATOR, "name", "Second", seen)
    with db.reading() as session:
        assert company.settings(session).name == "First"


def test_setting_what_is_set_already_leaves_no_entry(database):
    with db.writing() as session:
        company.change(session, OPERATOR, "currency", "USD")
    with db.reading() as session:
        assert session.scalars(select(AuditEntry)).all() == []


def test_the_currency_stays_while_amounts_were_converted_to_it(database):
    with db.writing() as session:
        session.add(ImportBatch(id=1, kind="orders", file_name="f", status="published", created_by="x"))
        session.add(
            OrderLine(
                id=1, batch_id=1, place=1, order_key=1, order_no="1", ordered_on=date(2024, 1, 1), net_amount=1,
                currency="EUR", original_amount=1,
            )
        )  # fmt: skip
    with pytest.raises(Conflict) as refused, db.writing() as session:
        company.change(session, OPERATOR, "currency", "TWD")
    assert refused.value.code == "amounts_converted"
    with db.writing() as session:
        session.get_one(ImportBatch, 1).status = "undone"
        session.add(ExchangeRate(currency="EUR", on_date=date(2024, 1, 1), rate_e12=10**12))
    with pytest.raises(Conflict) as refused, db.writing() as session:
        company.change(session, OPERATOR, "currency", "TWD")
    assert refused.value.code == "rates_exist"


def test_today_is_the_day_of_the_company(monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2024, 12, 31, 17, 0, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(company, "datetime", Clock)
    assert company.today(company.Company(time_zone="Asia/Taipei")) == date(2025, 1, 1)
    assert company.today(company.Company()) == date(2024, 12, 31)
