"""Settings of the installation, read once from the environment (prefix ``SALESDASH_``).

What the company decides about itself (currency, fiscal year, …) is not here: that is data, see
``salesdash.company``. The table in docs/administration.md is checked against this class by a test.
"""

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
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
        "http://127.0.0.1:8501",
        description="Address under which people reach the application; used in links. "
        "Where it is not set, a server takes the address that it listens on; the command line cannot know that one",
    )
    session_hours: int = Field(12, description="Hours after which a sign-in ends, counted from signing in")
    query_memory_mb: int = Field(256, description="Memory that one process may use to answer questions about facts")
    query_threads: int = Field(2, description="Threads that one process may use to answer questions about facts")
    engine: str | None = Field(
        None,
        description="Address of a Dask scheduler (tcp://host:port) on whose workers forecasts are made; "
        "by default on the cores of this machine",
    )
    start_workers: bool = Field(
        True,
        description="Whether pages start a process for the jobs that wait; if not, they wait for `jobs run`",
    )
    upload_limit_mb: int = Field(1024, description="Largest file that is accepted, also after decompression × 10")
    smtp_url: SecretStr | None = Field(
        None,
        description="Mail server that alerts and digests are sent through: `smtp://user:password@host:587` (TLS by "
        "STARTTLS where the server offers it; a password goes to another machine with TLS only) or "
        "`smtps://user:password@host:465`. Without it no e-mail is sent",
    )
    smtp_from: str | None = Field(
        None, description="Sender of e-mails; by default salesdash@ the host of `SALESDASH_PUBLIC_URL`"
    )
    webhook_allow: str | None = Field(
        None,
        description="Hosts of the own network that webhooks may reach, separated by commas, as `host` or `host:port`; "
        "all other private, local and reserved addresses are refused",
    )
    webhook_secret: SecretStr | None = Field(
        None, description="Secret that webhooks are signed with, so that receivers know who calls"
    )
    log_level: str = Field("INFO", description="Least severe log lines that are written to standard error")


@cache
def config() -> Config:
    """The settings of this process. Tests that change the environment call ``config.cache_clear()``."""
    return Config()


#: the address that this process serves, if it is a server
_served: list[str] = []


def serve_at(address: str | None, port: int, *, tls: bool = False) -> None:
    """Notes where this process serves. A server that listens on every address is reached on this machine."""
    everywhere = not address or (address.strip("0:.") == "")
    host = "127.0.0.1" if everywhere else f"[{address}]" if ":" in str(address) else address
    _served[:] = [f"{'https' if tls else 'http'}://{host}:{port}"]


def public_url() -> str:
    """The address under which people reach the application, without a slash at its end: the setting, else what this
    process serves, else the setting's default."""
    settings = config()
    chosen = settings.public_url if "public_url" in settings.model_fields_set or not _served else _served[0]
    return chosen.rstrip("/")
