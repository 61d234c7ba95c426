"""Replacing leaves an order as it is while one of its rows is rejected."""

from pathlib import Path

import pytest

from salesdash import imports
from salesdash.access.identity import OPERATOR
from salesdash.imports import beside
from tests.imports.helpers import bring, figures, query, rejected, write

HEADER = "order_no,ordered_on,product,net_amount"
REASON = "Another row of this order was rejected, so the order stays as it is"


@pytest.fixture(params=["together", "a row at a time", "by a process of its own"])
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the file comes in: the rejected row may come long after the others."""
    if request.param != "together":
        monkeypatch.setattr("salesdash.imports.running.CHUNK_ROWS", 1)
    if request.param == "by a process of its own":
        monkeypatch.setattr(beside, "LARGE", 0)


def test_an_order_with_a_rejected_row_stays(database: str, tmp_path: Path, reading: None) -> None:
    before = ["K1,2024-03-01,P1,100", "K1,2024-03-01,P2,50", "K2,2024-03-01,P1,30", "K3,2024-03-01,P1,1"]
    bring(database, write(tmp_path / "a.csv", HEADER, *before))
    path = write(
        tmp_path / "b.csv",
        HEADER,
        "K1,2024-03-01,P1,110",
        "K2,2024-03-01,P1,31",
        "K4,2024-03-01,P1,5",
        "K1,2024-03-01,P2,bad",
        "K4,2024-03-01,P2,bad",
        "K3,2024-03-01,P1,1",
        "K3,2024-03-01,P1",
    )
    told = imports.preview(database, OPERATOR, path, "orders", imports.Options(on_existing="replace"))
    result = bring(database, path, on_existing="replace", rejects_path=tmp_path / "out.csv")
    assert (result.rows, result.inserted, result.updated, result.duplicates, result.rejected) == (7, 1, 1, 0, 5)
    assert (told.result.accepted, told.result.rejected) == (2, 5)
    assert told.reasons["order_incomplete"] == 2
    out = rejected(tmp_path / "out.csv")
    assert [(row["order_no"], row["value"]) for row in out if row["reason"] == REASON] == [("K1", "K1"), ("K3", "K3")]
    assert [row["line"] for row in out] == ["2", "5", "6", "7", "8"]
    assert figures(database)[:2] == (5, (100 + 50 + 31 + 1 + 5) * 10_000)
    assert query(database, "SELECT count(*) FROM line_retirements") == [(1,)]
    mended = write(tmp_path / "c.csv", HEADER, "K1,2024-03-01,P1,110", "K1,2024-03-01,P2,60")
    assert bring(database, mended, on_existing="replace").updated == 2


def test_skipping_adds_the_good_rows(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "K1,2024-03-01,P1,100"))
    result = bring(database, write(tmp_path / "b.csv", HEADER, "K1,2024-03-01,P2,5", "K1,2024-03-01,P3,bad"))
    assert (result.inserted, result.rejected) == (1, 1)


@pytest.mark.parametrize(
    "bad",
    [
        "10,000,K1,2024-03-01,P2",  # a number with an unquoted comma before the order number
        "K1,2024-03-01,P2",
        '"note,K1,2024-03-01,P2',  # a quotation mark that is not closed
        "note, K1.0 ,2024-03-01,nonsense",
        "note,K1,2024-03-01,1e300",
    ],
)
def test_the_order_of_a_row_that_cannot_be_read(database: str, tmp_path: Path, bad: str) -> None:
    header, number = "remark,order_no,ordered_on,net_amount", "1" if "1.0" in bad else "K1"
    bad = bad.replace("K1.0", "1.0")
    path = write(tmp_path / "a.csv", header, f"x,{number},2024-03-01,100", f"x,{number},2024-03-01,50")
    bring(database, path)
    changed = write(tmp_path / "b.csv", header, f"x,{number},2024-03-01,100", bad, "x,K9,2024-03-01,5")
    result = bring(database, changed, on_existing="replace")
    assert (result.inserted, result.updated, result.rejected) == (1, 0, 2)
    assert figures(database)[:2] == (3, 1_550_000)


def test_rows_that_later_checks_reject_count_too(database: str, tmp_path: Path) -> None:
    header = HEADER + ",rep,currency"
    bring(database, write(tmp_path / "a.csv", header, "K1,2024-03-01,P1,1,r1,", "K2,2024-03-01,P1,2,r1,"))
    changed = write(
        tmp_path / "b.csv",
        header,
        "K1,2024-03-01,P1,5,r1,",
        "K2,2024-03-01,P1,5,r1,",
        "K1,2024-03-01,P2,5,r1:50;r2:40,",
        "K2,2024-03-01,P2,5,r1,EUR",
    )
    assert bring(database, changed, on_existing="replace").rejected == 4
    assert figures(database)[1] == 30_000


def test_one_order_number_for_all_rows(database: str, tmp_path: Path) -> None:
    header, constants = HEADER.partition(",")[2], {"order_no": "K1"}
    bring(database, write(tmp_path / "a.csv", header, "2024-03-01,P1,1", "2024-03-01,P2,1"), constants=constants)
    changed = write(tmp_path / "b.csv", header, "2024-03-01,P1,2", "2024-03-01,P2,bad")
    assert bring(database, changed, constants=constants, on_existing="replace").rejected == 2
    assert figures(database)[1] == 20_000
