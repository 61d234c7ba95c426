"""The query engine inside the process: one DuckDB instance in memory, bounded, that fetches nothing from anywhere."""

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from salesdash.config import config

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@cache
def _instance(process: int, memory_mb: int, threads: int) -> "DuckDBPyConnection":
    import duckdb

    overflow = Path(tempfile.gettempdir()) / f"salesdash-{os.getuid()}-{process}"
    instance = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": f"{memory_mb}MB",
            "threads": threads,
            "temp_directory": str(overflow),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        },
    )
    instance.execute("SET GLOBAL parquet_metadata_cache = true")  # files never change, so neither does what they say
    return instance


def connection() -> "DuckDBPyConnection":
    """A connection of its own to this process's instance, to be used by one thread and closed after."""
    settings = config()
    # keyed by process: a fork must not share the instance of its parent
    return _instance(os.getpid(), settings.query_memory_mb, settings.query_threads).cursor()
