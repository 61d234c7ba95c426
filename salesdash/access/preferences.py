"""What a person chooses for themself: language, theme. Takes no permission; only the own account is reached."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, NotPermitted
from salesdash.locale import LANGUAGES, N_
from salesdash.models import Account

#: code → name
THEMES = {"system": N_("As the device"), "light": N_("Light"), "dark": N_("Dark")}


def _own(session: Session, user: User) -> Account:
    account = session.get(Account, user.id) if user.id is not None else None
    if account is None:
        raise NotPermitted("no_account", N_("This takes an account of your own."))
    return account


def choose_language(session: Session, user: User, language: str | None) -> None:
    """From now on this language; None: the browser's. Raises BadInput for one that does not exist."""
    if language is not None and language not in LANGUAGES:
        raise BadInput("unknown_language", N_("There is no language {language}."), language=language)
    account = _own(session, user)
    if account.language != language:
        before, account.language = account.language, language
        audit.record(session, user, "change", "account", user.login, {"language": before}, {"language": language})


def choose_theme(session: Session, user: User, theme: str) -> None:
    """From now on this theme, a key of THEMES. Raises BadInput for another one."""
    if theme not in THEMES:
        raise BadInput("unknown_theme", N_("There is no theme {theme}."), theme=theme)
    account = _own(session, user)
    before = account.preferences.get("theme")
    if before != theme:
        account.preferences = account.preferences | {"theme": theme}
        audit.record(session, user, "change", "account", user.login, {"theme": before}, {"theme": theme})


def of(session: Session, user: User) -> dict[str, Any]:
    """What the person chose: language (None: the browser's), theme (None: never chosen)."""
    account = _own(session, user)
    return {"language": account.language, "theme": account.preferences.get("theme")}


def remember(session: Session, user: User, page: str, chosen: Mapping[str, str]) -> None:
    """What the person chose last on a page, to begin with it next time. It decides nothing, so no trail is kept."""
    account = _own(session, user)
    held = account.preferences.get("pages", {})
    if held.get(page) != chosen:
        account.preferences = account.preferences | {"pages": held | {page: dict(chosen)}}


def remembered(session: Session, user: User, page: str) -> dict[str, str]:
    """What ``remember`` was told, empty at first."""
    return dict(_own(session, user).preferences.get("pages", {}).get(page, {}))
