"""The targets page: closed months are marked, and keep what they have."""

import json

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.models import ClosedPeriod
from salesdash.targets import Weights
from tests.pages.targets.company import E4, PLAN, opened, put
from tests.targets import firm

MARK = " · 🔒 closed"


def _close(*periods):
    with db.writing() as session:
        session.add_all(ClosedPeriod(year=2026, period=period, closed_by="operator") for period in periods)
        db.touch(session, "appraisals")


def test_closed_months_are_marked_in_form_split_and_grid(planner):
    put(600, rep="R1")
    with db.writing() as session:
        targets.split(session, OPERATOR, PLAN, firm.cell(rep="R1"), "month", Weights("equal"))
    _close(1, 2)
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, PLAN, firm.cell(rep="R1"), 700 * E4, give_way="parent")
    hint = "Closed months keep what they have: Jan 2026 and Feb 2026"

    app = opened(planner, "chief", "set")
    options = app.selectbox(key="targets.cell.period").options
    assert [one for one in options if one.endswith(MARK)] == [f"Jan 2026{MARK}", f"Feb 2026{MARK}"]
    assert any(hint in one.value.replace("\\", "") for one in app.caption)

    app.segmented_control(key="targets.view").set_value("split").run()
    app.selectbox(key="targets.cell.rep").set_value("R1").run()
    app.selectbox(key="targets.split.by").set_value("month").run()
    app.segmented_control(key="targets.split.kind").set_value("equal").run()
    (parts,) = [one.value for one in app.data_editor]
    assert parts["name"].tolist()[:3] == [f"Jan 2026{MARK}", f"Feb 2026{MARK}", "Mar 2026"]
    assert parts["weight"].tolist()[1:3] == ["–", "1"]
    assert parts["amount"].tolist() == ["50.00"] * 2 + ["60.00"] * 10
    assert any("equal ones need not give equal parts" in one.value for one in app.caption)

    app.segmented_control(key="targets.view").set_value("grid").run()
    columns = json.loads(app.data_editor[0].proto.columns)
    heads = [(columns[month]["label"], columns[month]["disabled"]) for month in ("1", "3")]
    assert heads == [(f"Jan{MARK}", True), ("Mar", False)]
    assert any(hint in one.value.replace("\\", "") for one in app.caption)

    app.segmented_control(key="targets.view").set_value("transfer").run()
    assert f"Feb 2026{MARK}" in app.selectbox(key="targets.from.0").options
