"""What the tests of imports share: files written in place, figures read straight from the tables."""

import csv
from pathlib import Path
from typing import Any

from sqlalchemy import text

from salesdash import db, imports
from salesdash.access.identity import OPERATOR, User

LIVE = (
    "SELECT count(*), coalesce(sum(net_amount), 0), coalesce(sum(cost), 0), coalesce(sum(quantity), 0), "
    "count(DISTINCT order_key) FROM order_lines l JOIN import_batches b ON b.id = l.batch_id "
    "WHERE b.status = 'published' AND NOT EXISTS (SELECT 1 FROM line_retirements r JOIN import_batches rb "
    "ON rb.id = r.batch_id WHERE r.line_id = l.id AND rb.status = 'published')"
)


def write(path: Path, header: str, *rows: str) -> Path:
    """A CSV file of these lines."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def bring(url: str, path: Path, kind: str = "orders", user: User = OPERATOR, **options: Any) -> imports.Result:
    """Imports a file."""
    return imports.run(url, user, path, kind, imports.Options(**options))


def query(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a question to the tables."""
    with db.reading(url) as session:
        return [tuple(row) for row in session.execute(text(sql))]


def figures(url: str) -> tuple[int, ...]:
    """Lines that count, their net amount, cost and quantity (1/10,000), distinct orders."""
    return tuple(int(value) for value in query(url, LIVE)[0])


def codes(url: str, table: str) -> dict[str, str]:
    """Code → name of the members of a table."""
    return dict(query(url, f"SELECT code, name FROM {table}"))  # type: ignore[arg-type]


def rejected(path: Path) -> list[dict[str, str]]:
    """The rows of a rejects file."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))
