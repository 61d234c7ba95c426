"""Which files make up the snapshot of a database at this moment, where they lie, and which may go.

``{cache_dir}/{identity of the database}/202407-lines-{token}-v1.parquet``. A token is random and new with every
change of its month, so a name never stands for two contents; several processes of a host share the files.
"""

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.models import DataVersion, MonthVersion
from salesdash.snapshot.marks import IDENTITY

#: raised with every change of what the files contain, so that files of an older release are not read
FORMAT = 2
#: what is kept of each month, see ``salesdash.snapshot.shapes``
KINDS = ("lines", "by_line", "by_product", "by_customer", "by_customer_line", "complex", "first")
#: of these kinds, one file over all months is kept beside: they are small, and asked often
COMBINED = ("by_line", "complex", "first")
#: kinds of one file each that a company with payments has besides
OF_PAYMENTS = ("paid", "other_receipts", "receipts_by_line")
#: files that no token names any more stay this long, for questions that still run on them
GRACE_SECONDS = 600


@dataclass(frozen=True)
class Snapshot:
    """The files of one state of the data. ``months``: month (202407) → token; ``facts``: the version of all;
    ``payments`` ("" in a company without any) and ``holders``: the versions of what receipts hang on besides."""

    folder: Path
    months: Mapping[int, str]
    facts: str
    payments: str = ""
    holders: str = ""

    def file(self, kind: str, month: int) -> Path:
        """The file of one kind and month."""
        return self.folder / f"{month}-{kind}-{self.months[month]}-v{FORMAT}.parquet"

    def combined(self, kind: str) -> Path:
        """The one file of a kind of COMBINED over all months."""
        content = ",".join(f"{month}:{token}" for month, token in sorted(self.months.items()))
        return self.folder / f"all-{kind}-{_digest(content)}-v{FORMAT}.parquet"

    def receipts(self, month: int) -> Path:
        """The file of what was paid on a month's orders, whenever it was paid, see ``salesdash.snapshot.receipts``."""
        return self.folder / f"{month}-receipts-{_digest(self.months[month] + self.payments)}-v{FORMAT}.parquet"

    def of_payments(self, kind: str) -> Path:
        """The file of all that was "paid" as the database has it, of "other_receipts" than those of months, or of
        "receipts_by_line" over all."""
        others = "" if kind == "paid" else f"{self.combined(kind).name}{self.holders}{self.facts}"
        content = self.payments + others
        return self.folder / f"all-{kind}-{_digest(content)}-v{FORMAT}.parquet"

    def of_month(self, month: int) -> set[str]:
        """The names of a month's files."""
        names = {self.file(kind, month).name for kind in KINDS}
        return names | {self.receipts(month).name} if self.payments else names

    def names(self) -> set[str]:
        """The names of all files of this state."""
        names = {name for month in self.months for name in self.of_month(month)}
        names |= {self.combined(kind).name for kind in COMBINED if self.months}
        return names | {self.of_payments(kind).name for kind in OF_PAYMENTS if self.payments}

    def missing(self) -> set[str]:
        """The names of files that are still to be made."""
        there = {path.name for path in self.folder.iterdir()} if self.folder.is_dir() else set()
        return self.names() - there


def wanted(session: Session) -> Snapshot:
    """The files of the state that ``session`` sees, whether they are there or not."""
    versions = {row.name: row.token for row in session.scalars(select(DataVersion))}
    months = {row.month: row.token for row in session.scalars(select(MonthVersion))}
    bind = session.get_bind()
    assert isinstance(bind, Engine)
    return Snapshot(
        db.cache_dir(bind) / versions.get(IDENTITY, "none"),
        months,
        **{name: versions.get(name, "") for name in ("facts", "payments", "holders")},
    )


def _digest(content: str) -> str:
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def clear(snapshot: Snapshot, keep: Iterable[str] = ()) -> None:
    """Removes files that belong to no present state, unless they are young."""
    current = snapshot.names() | set(keep)
    oldest = time.time() - GRACE_SECONDS
    for path in snapshot.folder.iterdir():
        if path.suffix in (".parquet", ".part") and path.name not in current and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
