"""The columnar snapshot beside the database: immutable Parquet files per month, and questions about facts on them.

The database is the truth and the files hold nothing that it does not. A month's files carry the month's random token
in their name, so a file that is there is never stale; ``refresh`` makes the missing ones.
"""

from salesdash.snapshot.building import current, refresh
from salesdash.snapshot.marks import mark_all, mark_months

__all__ = ["current", "mark_all", "mark_months", "refresh"]
