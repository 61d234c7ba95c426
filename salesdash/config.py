"""Settings of the installation, read once from the environment (prefix ``SALESDASH_``).

What the company decides about itself (currency, fiscal year, …) is not here: that is data, see
``salesdash.company``. The table in docs/administration.md is checked against this class by a test.
"""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Config(BaseSettings):
    """One field per environment variable; the descriptions are what the documentation shows."""

    model_config = SettingsConfigDict(env_prefix="SALESDASH_", frozen=True)

    database_url: str = Field(
        f"sqlite:///{PROJECT_ROOT / 'var' / 'salesdash.sqlite3'}",
        description="SQLAlchemy URL of the company's database, SQLite or PostgreSQL",
    )
    cache_dir: Path | None = Field(
        None,
        description="Folder of the columnar snapshot; by default beside the SQLite file, "
        "for PostgreSQL in var/ of the installation",
    )
    public_url: str = Field(
        "http://127.0.0.1:8501", description="Address under which people reach the application; used in links"
    )
    session_hours: int = Field(12, description="Hours after which a sign-in ends, counted from signing in")
    query_memory_mb: int = Field(256, description="Memory that one process may use to answer questions about facts")
    query_threads: int = Field(2, description="Threads that one process may use to answer questions about facts")
    upload_limit_mb: int = Field(1024, description="Largest file that is accepted, also after decompression × 10")
    log_level: str = Field("INFO", description="Least severe log lines that are written to standard error")


@cache
def config() -> Config:
    """The settings of this process. Tests that change the environment call ``config.cache_clear()``."""
    return Config()
