"""Who looks at the page. Every page and every fragment begins with ``current_user()``: it also puts the person's
language in force, and what runs next may run in another thread."""

import json

import streamlit as st

from salesdash import db
from salesdash.access import sessions
from salesdash.access.identity import OPERATOR, User
from salesdash.locale import best_language, use
from salesdash.locale import gettext as _
from salesdash.web.cookies import LANGUAGE, SESSION


def token() -> str | None:
    """The session token that this browser sent."""
    return st.context.cookies.get(SESSION)


def find_user() -> User | None:
    """The person whose running session the browser holds, None without one; their language is in force."""
    with db.reading() as session:
        user = sessions.user_of(session, token())
    wanted = user.language if user else None
    use(wanted or st.context.cookies.get(LANGUAGE) or best_language(st.context.locale))
    return user


def current_user() -> User:
    """The person who looks at the page. Without a running session the page ends here and leads to the sign-in."""
    user = find_user()
    if user is None:
        st.info(_("You are signed out."))
        st.markdown(f'<a href="/sign-in" target="_self">{_("Sign in")}</a>', unsafe_allow_html=True)
        go_to("/sign-in", come_back=True)
        st.stop()
    return user


def called(name: str | None) -> str:
    """Whoever did something by their name; who works on the machine itself has none."""
    return _("the operator of the machine") if name == OPERATOR.login else name or "–"


def go_to(path: str, *, come_back: bool = False) -> None:
    """Takes the browser to another address of this application, outside the pages."""
    target = json.dumps(path)
    if come_back:
        target += ' + "?next=" + encodeURIComponent(window.location.pathname + window.location.search)'
    st.html(f"<script>window.location.assign({target});</script>", unsafe_allow_javascript=True)


def leave() -> None:
    """Ends the session here and takes it out of the browser."""
    if held := token():
        with db.writing() as session:
            sessions.end(session, held)
    st.html(
        """<script>fetch("/sign-out", {method: "POST"}).finally(() => window.location.assign("/sign-in"));</script>""",
        unsafe_allow_javascript=True,
    )
    st.stop()


def plain(text: str) -> str:
    """Text that markdown must not read as anything else."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>$~:" else sign for sign in text)
