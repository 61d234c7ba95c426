"""Large files are read by a process of their own; what comes of it is the same."""

from pathlib import Path

import numpy as np
import pytest

from salesdash.imports import beside, reading
from salesdash.imports.beside import Reader
from salesdash.imports.reading import Numbers
from tests.imports.helpers import bring, figures, query, rejected, write

HEADER = "order_no,ordered_on,customer,customer_name,rep,quantity,unit_price"
ROWS = [f"A{n // 3},2024-03-{n % 28 + 1:02},{'C' + str(n % 5) if n % 4 else ''},,r1,{n % 7},2.5" for n in range(500)]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as large."""
    monkeypatch.setattr(beside, "LARGE", 0)


def test_chunks_are_those_of_the_reader(tmp_path: Path, large: None) -> None:
    path = write(tmp_path / "a.csv", HEADER, *ROWS, "A1,nonsense,C1,,r1,1,1")
    plan = reading.inspect(path, "orders")
    with Reader(path) as reader:
        chunks = list(reader.read(plan, 200))
    for ours, plain in zip(chunks, reading.read(plan, 200), strict=True):
        assert (ours.rows, ours.rejects, ours.done) == (plain.rows, plain.rejects, plain.done)
        assert list(ours.raw) == list(plain.raw)
        assert ours.raw[3] == plain.raw[3]
        assert ours.lines.tolist() == plain.lines.tolist()
        assert set(ours.fields) == set(plain.fields)
        for name, values in plain.fields.items():
            other = ours.fields[name]
            if isinstance(values, Numbers):
                assert isinstance(other, Numbers)
                assert np.array_equal(
                    np.where(values.missing, 0, values.values), np.where(other.missing, 0, other.values)
                )
            else:
                assert isinstance(other, np.ndarray)
                assert other.tolist() == values.tolist()


def test_an_import_through_it(database: str, tmp_path: Path, large: None) -> None:
    path = write(tmp_path / "a.csv", HEADER, *ROWS, "A1,nonsense,C1,,r1,1,1", "A2,2024-03-01,C1,,r1:5;r2:5,1,1")
    result = bring(database, path, rejects_path=tmp_path / "out.csv")
    assert (result.inserted, result.rejected) == (500, 2)
    assert [row["order_no"] for row in rejected(tmp_path / "out.csv")] == ["A1", "A2"]
    assert figures(database)[1] == sum(n % 7 for n in range(500)) * 25_000
    assert query(database, "SELECT count(*) FROM order_lines WHERE customer_id IS NULL") == [(125,)]
    assert bring(database, path).duplicates == 500


def test_what_goes_wrong_there_is_raised_here(tmp_path: Path, large: None) -> None:
    path = write(tmp_path / "a.csv", HEADER, *ROWS)
    plan = reading.inspect(path, "orders")
    with Reader(path) as reader:
        path.unlink()
        with pytest.raises(RuntimeError, match="FileNotFoundError"):
            list(reader.read(plan, 200))
