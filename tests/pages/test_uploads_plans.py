"""The uploads page with files of targets and of payments."""

from pathlib import Path

import pytest

from salesdash import db, imports, targets
from salesdash.access.identity import OPERATOR
from salesdash.models import Payment, Person
from salesdash.targets import Plan
from tests.imports.helpers import bring, write
from tests.pages.harness import Visitor
from tests.pages.test_uploads import shown, upload

TARGETS = "Year,Rep,Jan,Feb,Mar\n2026,r1,100,-,50\n2026,r2,1,2,3\n2026,nobody,1,2,3\n"
PAYMENTS = "回款日期,訂單編號,客戶編號,回款金額\n2026-03-01,A1,C1,150\n2026-03-02,A9,C1,5\n"


@pytest.fixture
def boss(visitor: Visitor) -> Visitor:
    with db.writing() as session:
        session.add_all([Person(code=code, name=code) for code in ("r1", "r2")])
    visitor.sign_in(visitor.account("executive"))
    return visitor


def total() -> int:
    with db.reading() as session:
        return int(targets.cells(session, OPERATOR, Plan(2026), by=("rep",))["target"].sum())


def test_targets_from_the_file_to_the_sheet_and_back(boss: Visitor) -> None:
    app = upload(boss.open("uploads"), TARGETS, "targets.csv")
    said = shown(app)
    assert "2 of 3 rows can be used." in said and "5 targets of 2 people" in said
    assert "2026 · Revenue · Target" in said and "Nobody and nothing is known by this code" in said
    assert total() == 0
    app.button(key="upload_import").click().run()
    assert not app.exception and "targets.csv is in: 2 rows were imported." in shown(app)
    assert total() == 1_560_000
    app.button(key="undo_result").click().run()
    app.button(key="undo_confirmed").click().run()
    assert not app.exception and "1 change of targets was taken back." in shown(app)
    assert total() == 0


def test_a_unit_for_the_whole_file_and_a_saved_mapping(boss: Visitor) -> None:
    app = upload(boss.open("uploads"), "Who,Rep,Plan\nx,r1,7\n", "plan.csv")
    assert "The row does not say its year" in shown(app)
    for name, value in (("Year", "2026"), ("Unit of the amounts", "thousand")):
        box = next(box for box in app.selectbox if box.label == "Same value for every row")
        box.set_value(next(option for option in box.options if option == name))
        next(field for field in app.text_input if field.label == "Value").set_value(value)
        next(button for button in app.button if button.label == "Set").click().run()
        assert not app.exception
    said = shown(app)
    assert (
        "1 of 1 row can be used." in said and said.count("$7,000.00") == 3
    )  # in the file, to be loaded, the plan's sum
    assert "Unit of the amounts in the file: thousands." in said
    next(field for field in app.text_input if "Remember" in field.label).set_value("The plan")
    next(button for button in app.button if button.label == "Remember").click().run()
    app.button(key="upload_import").click().run()
    assert total() == 70_000_000
    again = upload(boss.open("uploads"), "Who,Rep,Plan\nx,r1,8\n", "plan.csv")
    assert "read as The plan" in shown(again) and "1 of 1 row can be used." in shown(again)


def test_a_change_above_the_authority_waits(visitor: Visitor, tmp_path: Path) -> None:
    visitor.sign_in(visitor.account("sales_manager", rep="r1"))
    app = upload(visitor.open("uploads"), "Year,Rep,Jan\n2026,r1,100001\n", "targets.csv")
    assert "$100,001.00, waits for approval" in shown(app)
    app.button(key="upload_import").click().run()
    assert "1 change is above your authority" in shown(app) and total() == 0


def test_what_makes_a_file_impossible_is_said_before_it_is_imported(boss: Visitor) -> None:
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, Plan(2026), targets.Cell(2026, rep="r1"), 1_000_000)
        targets.set_lock(session, OPERATOR, Plan(2026), targets.Cell(2026, rep="r1"), True)
    app = upload(boss.open("uploads"), TARGETS, "targets.csv")
    assert any("locked" in error.value for error in app.error)
    assert not [button for button in app.button if button.key == "upload_import"]


def test_payments(visitor: Visitor, page_company: str, tmp_path: Path) -> None:
    bring(page_company, write(tmp_path / "o.csv", "order_no,ordered_on,customer,net_amount", "A1,2026-02-01,C1,120"))
    visitor.sign_in(visitor.account("analyst"))
    app = upload(visitor.open("uploads"), PAYMENTS, "payments.csv")
    said = shown(app)
    assert "2 of 2 rows can be used." in said and "1 order that is paid is not here." in said
    assert "Orders are paid $30.00 beyond what they are worth" in said and "$155.00" in said
    app.button(key="upload_import").click().run()
    assert not app.exception
    with db.reading() as session:
        assert sorted(session.query(Payment.amount)) == [(50_000,), (1_500_000,)]
        (batch, _) = imports.batches(session, OPERATOR)["batch"]
    number = write(tmp_path / "n.csv", "payment_no,order_no,paid_on,amount", "R1,A1,2026-03-05,1")
    bring(page_company, number, "payments")
    app = upload(visitor.open("uploads"), "payment_no,order_no,paid_on,amount\nR1,A1,2026-03-05,2\n", "again.csv")
    assert "1 payment is here already and reads differently" in shown(app)
    way = next(radio for radio in app.radio if radio.label == "What to do with these payments")
    way.set_value("replace").run()
    app.button(key="upload_import").click().run()
    with db.reading() as session:
        assert (20_000,) in list(session.query(Payment.amount))
    assert batch


def test_a_sign_of_another_currency_is_told_before_the_import(visitor: Visitor) -> None:
    visitor.sign_in(visitor.account("analyst"))
    strange = "paid_on,customer,amount\n2026-03-01,C1,¥10000.00\n2026-03-02,C1,¥5\n"
    app = upload(visitor.open("uploads"), strange, "payments.csv")
    (warning,) = app.warning
    said = warning.value.replace("\\", "")
    assert "¥" in said and "US Dollar (USD)" in said and "--set currency=CNY" in said
    assert not app.button(key="upload_import").disabled


def test_the_real_monthly_targets(visitor: Visitor, page_company: str, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    bring(page_company, folder / "employees.csv", "reps")
    visitor.sign_in(visitor.account("executive"))
    app = upload(visitor.open("uploads"), (folder / "monthly_targets_utf16.csv").read_bytes(), "monthly_targets.csv")
    said = shown(app)
    assert "81 of 81 rows can be used." in said and "809 targets of 18 people" in said
    app.button(key="upload_import").click().run()
    assert "81 rows were imported" in shown(app)
    with db.reading() as session:
        found = [targets.cells(session, OPERATOR, Plan(year), by=("month", "rep")) for year in range(2017, 2022)]
    assert sum(map(len, found)) == 809
    assert len({rep for frame in found for rep in frame["rep"]}) == 18
    assert sum(int(frame["target"].sum()) for frame in found) == 6_762_100_000
