"""The audit trail's page."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import OPERATOR
from salesdash.models import AuditEntry
from salesdash.ui import audit_table, audit_words


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


def rows(app):
    """The table: heading → text, row by row."""
    table = next(
        one.proto.body for one in app.get("html") if "sd-trail" in one.proto.body and "<tbody>" in one.proto.body
    )
    cells = re.compile(r'<td data-label="(.*?)">(.*?)</td>')
    return [
        {unescape(h): unescape(re.sub("<.*?>", "|", c)).strip("|") for h, c in cells.findall(row)}
        for row in table.partition("<tbody>")[2].split("</tr>")[:-1]
    ]


def test_it_shows_who_changed_what_from_what_to_what(admin):
    app = admin.open("audit")
    shown = rows(app)
    assert [row["Who"] for row in shown] == ["ann", "ann", "operator"]
    assert [row["What"] for row in shown] == ["Product P2", "Product P1", "Account administrator"]
    assert shown[0]["Change"] == "name: =1+1 → –"
    assert "role: Administrator" in shown[2]["Change"]
    assert [row["Did"] for row in shown] == ["changed", "changed", "made"]


def test_a_long_change_folds_and_nothing_of_it_is_lost_or_taken_for_markup(admin):
    names = {f"product <b>{n}</b>": {"name": "old"} for n in range(audit_table.AT_ONCE + 3)}
    with db.writing() as session:
        after = {name: {"name": "new"} for name in names}
        audit.record(session, OPERATOR, "import", "import", "7", names, after)
    app = admin.open("audit")
    change = rows(app)[0]["Change"]
    assert "3 more" in change
    assert change.count("name: old → name: new") == len(names)
    assert "Product <b>0</b>: name: old → name: new" in change


def test_filters(admin):
    app = admin.open("audit")
    next(one for one in app.selectbox if one.label == "Person").select("ann").run()
    assert len(rows(app)) == 2
    app.date_input[0].set_value((date(2024, 5, 2), date(2024, 5, 2))).run()
    assert [row["What"] for row in rows(app)] == ["Product P2"]
    next(one for one in app.selectbox if one.label == "What").select("account").run()
    assert not [one for one in app.get("html") if "<tbody>" in one.proto.body]
    assert "Nothing was changed." in app.info[0].value


def test_the_file_neutralises_formulas_and_says_what_was_chosen(admin):
    from salesdash.company import Company

    with db.reading() as session:
        rows = audit.entries(session, OPERATOR, login="ann")
    filters = {"start": None, "end": None, "login": "ann", "entity": None}
    text = audit_words.file(rows, Company(), OPERATOR, filters).decode("utf-8-sig")
    assert "ann" in text.splitlines()[3]
    assert text.count("Product P") == 2
