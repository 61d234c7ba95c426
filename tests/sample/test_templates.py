"""The templates are what the import reads: every row of every one is accepted."""

import csv

import pytest

from salesdash import db, imports
from salesdash.access.identity import OPERATOR
from salesdash.config import PROJECT_ROOT
from salesdash.imports.kinds import KINDS
from salesdash.imports.options import Options

TEMPLATES = PROJECT_ROOT / "data" / "templates"
#: read only from files that part a name
PARTS_OF_NAMES = {"first_name", "last_name"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_every_column_of_its_kind(kind: str) -> None:
    content = (TEMPLATES / f"{kind}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(content.decode("utf-8-sig").splitlines())
    assert header == [key for key in KINDS[kind].keys if key not in PARTS_OF_NAMES]
    assert 2 <= len(rows) <= 3
    assert all(len(row) == len(header) for row in rows)


def test_the_templates_import_without_rejects(database: str) -> None:
    for kind in ("rates", "regions", "reps", "products", "customers", "orders", "payments", "targets", "events"):
        result = imports.run(database, OPERATOR, TEMPLATES / f"{kind}.csv", kind, Options())
        assert (result.rejected, result.duplicates, result.accepted) == (0, 0, result.rows), kind
        assert result.rows >= 2
    with db.reading(database) as session:
        assert len(imports.batches(session, OPERATOR)) == len(KINDS)


def test_no_template_is_without_a_kind() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.csv")} == set(KINDS)
