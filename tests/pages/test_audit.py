"""The audit trail's page."""

from datetime import UTC, date, datetime

import pytest

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import OPERATOR
from salesdash.models import AuditEntry
from salesdash.ui import audit_words


@pytest.fixture
def admin(visitor):
    visitor.sign_in(visitor.account("administrator"))
    with db.writing() as session:
        for day in (1, 2):
            session.add(
                AuditEntry(
                    login="ann", action="change", entity="product", key=f"P{day}", before={"name": "=1+1"},
                    after={"name": None}, at=datetime(2024, 5, day, 12, tzinfo=UTC),
                )
            )  # fmt: skip
    return visitor


def test_it_shows_who_changed_what_from_what_to_what(admin):
    app = admin.open("audit")
    shown = app.dataframe[0].value
    assert shown["Who"].tolist() == ["ann", "ann", "operator"]
    assert shown["What"].tolist() == ["Product P2", "Product P1", "Account administrator"]
    assert shown["Change"].tolist()[0] == "name: =1+1 → –"
    assert "role: Administrator" in shown["Change"].tolist()[2]
    assert shown["Did"].tolist() == ["changed", "changed", "made"]


def test_filters(admin):
    app = admin.open("audit")
    next(one for one in app.selectbox if one.label == "Person").select("ann").run()
    assert len(app.dataframe[0].value) == 2
    app.date_input[0].set_value((date(2024, 5, 2), date(2024, 5, 2))).run()
    assert app.dataframe[0].value["What"].tolist() == ["Product P2"]
    next(one for one in app.selectbox if one.label == "What").select("account").run()
    assert not app.dataframe
    assert "Nothing was changed." in app.info[0].value


def test_the_file_neutralises_formulas_and_says_what_was_chosen(admin):
    from salesdash.company import Company

    with db.reading() as session:
        rows = audit.entries(session, OPERATOR, login="ann")
    filters = {"start": None, "end": None, "login": "ann", "entity": None}
    text = audit_words.file(rows, Company(), OPERATOR, filters).decode("utf-8-sig")
    assert "ann" in text.splitlines()[3]
    assert text.count("Product P") == 2
