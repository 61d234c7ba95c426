"""Sign-in through another service (OpenID Connect), where the installation has one."""

from streamlit.runtime.secrets import secrets_singleton


def configured() -> bool:
    """True if the secrets of the installation name a service (section ``auth``)."""
    return secrets_singleton.load_if_toml_exists() and "auth" in secrets_singleton
