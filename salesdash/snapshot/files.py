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
#: kinds of one file each that a company with payments has besides, see ``salesdash.snapshot.receipts``
RECEIPTS = ("receipts", "receipts_by_line")
#: files that no token names any more stay this long, for questions that still run on them
GRACE_SECONDS = 600


@dataclass(frozen=True)
class Snapshot:
    """The files of one state of the data. ``months``: month (202407) → token; ``facts``: the version of all;
    ``payments``: the version of what receipts hang on, "" in a company without payments."""

    folder: Path
    months: Mapping[int, str]
    facts: str
    payments: str = ""

    def file(self, kind: str, month: int) -> Path:
        """The file of one kind and month."""
        return self.folder / f"{month}-{kind}-{self.months[month]}-v{FORMAT}.parquet"

    def combined(self, kind: str) -> Path:
        """The one file of a kind of COMBINED over all months, or of RECEIPTS."""
        content = ",".join(f"{month}:{token}" for month, token in sorted(self.months.items()))
        content += self.payments if kind in RECEIPTS else ""
        digest = hashlib.blake2b(content.encode(), digest_size=16).hexdigest()
        return self.folder / f"all-{kind}-{digest}-v{FORMAT}.parquet"

    def names(self) -> set[str]:
        """The names of all files of this state."""
        monthly = {self.file(kind, month).name for month in self.months for kind in KINDS}
        kinds = [*(COMBINED if self.months else ()), *(RECEIPTS if self.payments else ())]
        return monthly | {self.combined(kind).name for kind in kinds}

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
    # of orders that are gone payments may be left, and members are merged without any: facts count beside months
    paid = (
        ":".join(versions.get(name, "") for name in ("payments", "holders", "facts")) if "payments" in versions else ""
    )
    return Snapshot(db.cache_dir(bind) / versions.get(IDENTITY, "none"), months, versions.get("facts", ""), paid)


def clear(snapshot: Snapshot, keep: Iterable[str] = ()) -> None:
    """Removes files that belong to no present state, unless they are young."""
    current = snapshot.names() | set(keep)
    oldest = time.time() - GRACE_SECONDS
    for path in snapshot.folder.iterdir():
        if path.suffix in (".parquet", ".part") and path.name not in current and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
