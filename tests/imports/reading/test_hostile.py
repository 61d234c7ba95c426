"""Damaged and hostile files: each ends in a clear message or with its bad rows rejected, never in anything else."""

from collections import Counter
from pathlib import Path

import pytest

from salesdash.config import config
from salesdash.errors import BadInput
from salesdash.imports.reading import REASONS, inspect, read
from tests.imports.reading.hostile import CASES


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """An installation that takes files of 20 MB, or 40 MB unpacked, so that bombs need not be large."""
    monkeypatch.setenv("SALESDASH_UPLOAD_LIMIT_MB", "4" if "bomb" in request.node.name else "20")
    config.cache_clear()
    request.addfinalizer(config.cache_clear)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("small_limit")
def test_hostile_file(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / case.file_name
    path.write_bytes(case.content())
    if case.code:
        with pytest.raises(BadInput) as refusal:
            list(read(inspect(path, "orders")))
        assert refusal.value.code == case.code
        assert refusal.value.text()
        return
    plan = inspect(path, "orders")
    chunks = list(read(plan))
    rejects = [reject for chunk in chunks for reject in chunk.rejects]
    usable = sum(map(len, chunks))
    assert Counter(reject.reason for reject in rejects) == dict(case.rejected)
    assert (plan.rows, usable) == (case.rows, case.rows - len(rejects))
    assert all(reject.reason in REASONS and reject.words and reject.row for reject in rejects)
    places = sorted([r.place for r in rejects] + [int(p) for chunk in chunks for p in chunk.places])
    assert places == list(range(1, case.rows + 1))
