"""The uploads page: from a file to a preview, to an import, and back."""

import io
import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from salesdash import db
from salesdash.imports.kinds import KINDS
from salesdash.models import CompanySetting, ImportBatch, OrderLine
from salesdash.models.base import now
from salesdash.ui.uploads_choose import TEMPLATES
from salesdash.ui.uploads_file import park
from tests.pages.harness import Visitor, text

ORDERS = (
    "Order No,Order Date,Customer,Product,Quantity,Unit Price\n"
    "A-1,2026-01-05,C1,P1,2,10.50\n"
    "A-1,2026-01-05,C1,P2,1,4\n"
    "A-2,2026-02-10,C2,P1,-1,10.50\n"
)
SPOILT = ORDERS + "A-3,2026-02-30,C2,P1,1,5\nA-4,2026-03-01,C2,P1,many,5\nA-5,2026-03-01,C2\n"


def shown(app: AppTest) -> str:
    """All words of the page, those in tables and cards too, as a person reads them."""
    everything = [text(app), *(str(element.proto.body) for element in app.get("html"))]
    return "\n".join(everything).replace("\\", "")


def upload(app: AppTest, content: str | bytes, name: str = "orders.csv") -> AppTest:
    """The page after a file was chosen and looked at."""
    raw = content.encode() if isinstance(content, str) else content
    app.file_uploader[0].set_value((name, raw, "application/octet-stream")).run()
    assert not app.exception, app.exception
    return app


def lines() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(OrderLine)) or 0


@pytest.fixture
def analyst(visitor: Visitor) -> Visitor:
    visitor.sign_in(visitor.account("analyst"))
    return visitor


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("analyst", ["orders", "payments", "events", "products", "customers", "reps", "regions", "rates"]),
        ("administrator", ["products", "customers", "reps", "regions", "rates"]),
        ("sales_assistant", ["orders", "payments"]),
        ("sales_manager", ["targets", "events"]),
        ("marketing", ["events"]),
    ],
)
def test_a_person_is_offered_the_kinds_that_they_may_import(visitor: Visitor, role: str, kinds: list[str]) -> None:
    visitor.sign_in(visitor.account(role))
    app = visitor.open("uploads")
    offered = [button.proto.id.rpartition("template_")[2] for button in app.get("download_button")]
    assert offered == kinds
    upload(app, "nothing,known\n1,2\n")
    assert app.selectbox(key=_key(app, "upload_kind_")).options == [KINDS[kind].name for kind in kinds]


def test_orders_are_not_read_as_something_else_for_who_may_not_import_them(visitor: Visitor) -> None:
    visitor.sign_in(visitor.account("administrator"))
    app = upload(visitor.open("uploads"), ORDERS.replace("Product,", "Product,Product Name,", 1))
    (warning,) = app.warning
    assert "This file looks like: Order lines." in warning.value and "“Import orders and payments”" in warning.value
    chosen = app.selectbox(key=_key(app, "upload_kind_"))
    assert chosen.value is None and "upload_import" not in {button.key for button in app.button}
    chosen.select("products").run()
    assert not app.exception and not app.warning
    assert "upload_import" in {button.key for button in app.button}


def test_the_samples_own_batch_offers_no_undo(analyst: Visitor) -> None:
    with db.writing() as session:
        session.add(CompanySetting(key="sample", value="2026-06-15"))
        for name in ("sample-2026-06-15", "own.csv"):
            session.add(
                ImportBatch(
                    kind="orders", file_name=name, status="published", created_by="operator", published_at=now()
                )
            )
    app = analyst.open("uploads")
    assert "own.csv" in shown(app) and "sample-2026-06-15" in shown(app)
    assert [button.key for button in app.button if (button.key or "").startswith("undo_")] == ["undo_2"]


def test_an_empty_company_is_told_what_to_do(analyst: Visitor) -> None:
    app = analyst.open("uploads")
    assert "None yet." in shown(app)
    assert all((TEMPLATES / f"{kind}.csv").is_file() for kind in KINDS)


def test_a_file_is_previewed_before_anything_is_saved_then_imported_and_undone(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), ORDERS)
    assert "3 of 3 rows can be used." in shown(app)
    assert lines() == 0
    assert "Import 3 rows" in [button.label for button in app.button]

    app.button(key="upload_import").click().run()
    assert "orders.csv is in: 3 rows were imported." in shown(app)
    assert lines() == 3
    assert "3 of 3 rows" in shown(app)
    assert [app.button(key=key).proto.type for key in ("upload_kpis", "upload_next")] == ["primary", "secondary"]

    app.button(key="undo_result").click().run()
    app.button(key="undo_confirmed").click().run()
    assert lines() == 0
    assert "orders.csv is undone: 3 lines gone" in shown(app)
    assert app.file_uploader, "after undoing, the page begins again"


def test_the_preview_shows_totals_new_names_and_the_effect_on_the_period(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), ORDERS)
    words = shown(app)
    assert "In the file and as they would be loaded" in words
    assert "Customer (2): C1, C2" in words
    assert all(f"<td>{sum_}</td>" in words for sum_ in ("2", "14.5"))  # quantity; the net amount that is computed
    assert "$14.50" in words  # 2 × 10.50 + 4 − 10.50


def test_rejected_rows_are_counted_by_reason_and_can_be_taken_away(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), SPOILT)
    assert "3 of 6 rows can be used." in shown(app)
    words = shown(app)
    for reason in ("This date does not exist", "This is not a number", "The row has too few fields"):
        assert reason in words
    table = app.dataframe[0].value
    assert table["Line"].tolist() == [5, 6, 7]
    assert any("rejects_preview" in button.proto.id for button in app.get("download_button"))
    app.button(key="upload_import").click().run()
    assert lines() == 3
    assert any("rejects_result" in button.proto.id for button in app.get("download_button"))


def test_dates_that_can_be_read_in_two_ways_are_asked_about(analyst: Visitor) -> None:
    app = upload(
        analyst.open("uploads"), ORDERS.replace("2026-01-05", "03/04/2026").replace("2026-02-10", "05/04/2026")
    )
    assert "Which day is 03/04/2026" in shown(app)
    assert app.radio[0].options[0].startswith("Fri, Apr 3, 2026")
    assert app.radio[0].options[1].startswith("Wed, Mar 4, 2026")
    assert not [button for button in app.button if button.key == "upload_import"]
    app.radio[0].set_value("D/M/Y")
    _button(app, "Continue").click().run()
    assert "They are dated Apr 3" in shown(app)


def test_columns_that_are_not_recognised_are_mapped_by_hand(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), "alpha,beta,gamma\nA-1,2026-01-05,12.5\n")
    assert app.error
    app.selectbox(key=_key(app, "upload_kind_")).set_value("orders").run()
    for field, column in {"order_no": "alpha", "ordered_on": "beta", "net_amount": "gamma"}.items():
        app.selectbox(key=_key(app, "column_", field)).set_value(column)
    _button(app, "Read with these columns").click().run()
    assert not app.error
    assert "1 of 1 row can be used." in shown(app)


def test_how_a_source_is_read_is_remembered_used_and_deleted(analyst: Visitor) -> None:
    content = "alpha,beta,gamma\nA-1,03/04/2026,12.5\n"
    app = upload(analyst.open("uploads"), content, "till.csv")
    for field, column in {"order_no": "alpha", "ordered_on": "beta", "net_amount": "gamma"}.items():
        app.selectbox(key=_key(app, "column_", field)).set_value(column)
    _button(app, "Read with these columns").click().run()
    app.radio[0].set_value("D/M/Y")
    _button(app, "Continue").click().run()
    _field(app, "Remember this for files with the same columns").set_value("Till system")
    _button(app, "Remember").click().run()
    app.button(key="upload_cancel").click().run()

    upload(app, content.replace("A-1", "A-2"), "till2.csv")
    assert "read as Till system" in shown(app)
    assert "They are dated Apr 3" in shown(app)
    app.button(key="upload_cancel").click().run()
    assert "1 saved mapping" in app.expander[0].label
    assert "Order number ← alpha" in shown(app)
    app.button(key=_key(app, "mapping_delete_", kind="button")).click().run()
    assert not app.expander


def test_a_value_can_stand_for_every_row(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), ORDERS)
    channel = next(box for box in app.selectbox if box.label == "Same value for every row")
    channel.set_value(next(option for option in KINDS["orders"].fields if option.key == "channel"))
    _field(app, "Value").set_value("Shop")
    _button(app, "Set").click().run()
    assert "Channel (1): Shop" in shown(app)
    app.button(key="constant_channel").click().run()
    assert "Channel (1)" not in shown(app)


def test_a_corrected_file_offers_to_add_or_to_replace(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), ORDERS)
    app.button(key="upload_import").click().run()
    app.button(key="upload_next").click().run()
    upload(app, ORDERS.replace("P2,1,4", "P2,1,5"))
    assert "1 order exists already and reads differently" in shown(app)
    way = app.radio(key=_key(app, "upload_existing_", kind="radio"))
    assert way.value == "skip"
    way.set_value("replace").run()
    app.button(key="upload_import").click().run()
    with db.reading() as session:
        assert session.scalars(select(ImportBatch.on_existing).order_by(ImportBatch.id.desc())).first() == "replace"


def test_a_person_without_a_place_cannot_import_for_others(visitor: Visitor) -> None:
    visitor.sign_in(visitor.account("sales_assistant"))
    app = upload(visitor.open("uploads"), ORDERS)
    assert "outside your scope" in shown(app)
    assert "Rows outside your scope can only be imported by somebody who may see them." in shown(app)
    assert app.button(key="upload_import").disabled


def test_the_same_file_again_changes_nothing(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), ORDERS)
    app.button(key="upload_import").click().run()
    app.button(key="upload_next").click().run()
    upload(app, ORDERS)
    assert "Everything in this file is here already" in shown(app)
    assert app.button(key="upload_import").disabled


def test_a_file_without_anything_usable_says_so(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), ORDERS.replace("2026-", "year "))
    assert "There is nothing to import: 0 rows are here already, 3 cannot be used." in shown(app)
    assert app.button(key="upload_import").disabled


def test_a_file_that_is_no_table_is_refused_in_words(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), "<!DOCTYPE html><html></html>")
    assert "is not what its name says" in app.error[0].value
    assert "Choose another file." in shown(app)
    app.button(key="upload_cancel").click().run()
    assert app.file_uploader


def test_nothing_is_mixed_into_the_sample_company_unasked(analyst: Visitor) -> None:
    with db.writing() as session:
        session.add(CompanySetting(key="sample", value="2026-06-15"))
    app = upload(analyst.open("uploads"), ORDERS)
    assert "This is the sample company" in shown(app)
    assert app.button(key="upload_import").disabled
    assert "Import is off while the sample company is loaded" in shown(app)
    app.button(key="upload_into_sample").click().run()
    assert lines() == 0 and "users reset LOGIN" in shown(app) and "undo the import" in shown(app)
    app.button(key="mixing_kept").click().run()
    assert lines() == 0 and "mixing_confirmed" not in {button.key for button in app.button}
    app.button(key="upload_into_sample").click().run()
    app.button(key="mixing_confirmed").click().run()
    assert not app.exception and lines() == 3


def test_the_kind_of_the_last_import_is_remembered(analyst: Visitor) -> None:
    app = upload(analyst.open("uploads"), "Date,Currency,Rate\n2026-01-05,EUR,1.1\n", "rates.csv")
    app.button(key="upload_import").click().run()
    app.button(key="upload_next").click().run()
    upload(app, "what,is,this\n1,2,3\n")
    assert app.selectbox(key=_key(app, "upload_kind_")).value == "rates"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\orders.csv", "orders.csv"),
        ("..", "file"),
        ("", "file"),
        ("訂單\n.csv", "訂單.csv"),
        ("x" * 300 + ".csv", "x" * 60 + ".csv"),
    ],
)
def test_an_uploaded_file_lies_in_a_folder_of_its_own_under_a_safe_name(name: str, kept: str) -> None:
    parked = park(io.BytesIO(b"a,b\n"), name)
    assert parked.name == kept
    assert parked.path.read_bytes() == b"a,b\n"
    assert stat.S_IMODE(parked.folder.stat().st_mode) == 0o700
    parked.remove()
    assert not parked.folder.exists()


def test_an_uploaded_file_goes_with_the_visit() -> None:
    folder: Path = park(io.BytesIO(b"a"), "a.csv").folder
    assert not folder.exists()


def test_what_a_killed_process_left_behind_goes_at_the_next_upload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "salesdash-upload-left"
    left.mkdir()
    held = park(io.BytesIO(b"a"), "a.csv")
    for folder in (left, held.folder):
        os.utime(folder, (0, 0))
    park(io.BytesIO(b"b"), "b.csv")
    assert not left.exists()
    assert held.path.exists(), "a file in use stays, however old it is"


def _key(app: AppTest, start: str, end: str = "", kind: str = "selectbox") -> str:
    return next(w.key for w in app.get(kind) if w.key and w.key.startswith(start) and w.key.endswith(end))


def _field(app: AppTest, label: str):
    return next(field for field in app.text_input if field.label == label)


def _button(app: AppTest, label: str):
    return next(button for button in app.button if button.label == label)
