"""Sign-in through another service (OpenID Connect), where the installation has one."""

import tomllib
from functools import cache
from pathlib import Path

from salesdash.config import PROJECT_ROOT

#: where Streamlit, which speaks to the service, reads its settings
FILES = (PROJECT_ROOT / ".streamlit" / "secrets.toml", Path.home() / ".streamlit" / "secrets.toml")


@cache
def configured() -> bool:
    """True if the secrets of the installation name a service (section ``auth``)."""
    return any("auth" in tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES if file.is_file())
