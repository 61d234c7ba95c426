"""Damaged and hostile files through the whole import: what is refused leaves nothing behind, what is read counts."""

from pathlib import Path

import pytest
from sqlalchemy import text

from salesdash import db
from salesdash.config import config
from salesdash.errors import BadInput
from tests.imports.helpers import bring
from tests.imports.reading.hostile import CASES


@pytest.mark.parametrize("name", CASES)
def test_hostile_file(
    name: str, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("SALESDASH_UPLOAD_LIMIT_MB", "4" if "bomb" in name else "20")
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(tmp_path / "snapshot"))
    config.cache_clear()
    request.addfinalizer(config.cache_clear)
    case = CASES[name]
    path = tmp_path / case.file_name
    path.write_bytes(case.content())
    if case.code:
        with pytest.raises(BadInput) as refusal:
            bring(sqlite_url, path)
        assert refusal.value.code == case.code
        assert _count(sqlite_url, "import_batches") == 0
        kept = 0
    else:
        rejects = tmp_path / "rejects.csv"
        result = bring(sqlite_url, path, rejects_path=rejects)
        kept = result.inserted
        # what the reader takes, later checks may still refuse; nothing is lost in between
        assert result.rows == case.rows == result.accepted + result.duplicates + result.rejected
        assert result.rejected >= sum(count for _reason, count in case.rejected)
    assert _count(sqlite_url, "order_lines") == kept


def _count(url: str, table: str) -> int:
    with db.reading(url) as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
