"""Runs the application in one process, without a browser, as somebody who signed in."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from salesdash import db
from salesdash.access import sessions, users
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput
from salesdash.ui import identity

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "salesdash" / "ui" / "shell.py"
#: the first run of a process imports what all pages import
PATIENCE = 60
#: page → what stands for its address; known once a page of this process has run
_addresses: dict[str, str] = {}


class Visitor:
    """Somebody with a browser: signs in, opens pages."""

    def __init__(self, monkeypatch) -> None:
        self._token: str | None = None
        monkeypatch.setattr(identity, "token", lambda: self._token)

    def account(self, role: str, **more) -> str:
        """The login of an account of the role, made if there is none."""
        with db.writing() as session:
            try:
                users.account(session, role)
            except BadInput:
                users.add(session, OPERATOR, role, role, name=f"Ann {role}", **more)
        return role

    def sign_in(self, login: str) -> None:
        """From now on this browser holds a session of the account."""
        with db.writing() as session:
            self._token = sessions.start(session, users.by_login(session, login).id)

    def open(self, page: str = "", **query: str) -> AppTest:
        """The page of that name (a file in pages/), run once."""
        app = AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE)
        app.query_params.update(query)
        if page in _addresses:
            app._page_hash = _addresses[page]
        app.run()
        _addresses.update(
            {info["url_pathname"]: key for key, info in app._registered_pages.items() if "url_pathname" in info}
        )
        if page and app._page_hash != _addresses.get(page, app._page_hash):
            app._page_hash = _addresses[page]
            app.run()
        return app


def pages(app: AppTest) -> set[str]:
    """Names of the pages that the navigation of this run offers."""
    # a page that is not open to the visitor has its address all the same, but no file and no place in the menu
    open_ = (info for info in app._registered_pages.values() if info.get("script_path"))
    return {str(info.get("url_pathname", "")) for info in open_} - {""}


def page(app: AppTest) -> str:
    """The name of the page that is shown."""
    info = app._registered_pages[app._page_hash] if app._page_hash else None
    return str(info["url_pathname"]) if info else ""


def text(app: AppTest) -> str:
    """All that stands on the page, for tests that look for words."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.error, app.success, app.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
