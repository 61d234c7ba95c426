"""Light or dark, as the person chose. Streamlit keeps the choice per address in the browser, and offers no call for
it: so a script writes it for all our addresses and loads the page anew. Where that storage has changed its form in a
later version, the device's own choice holds; nothing breaks."""

import json

import streamlit as st

from salesdash import db
from salesdash.access import preferences
from salesdash.access.identity import User
from salesdash.access.menu import MENU

_WORDS = {"system": "System", "light": "Light", "dark": "Dark"}


def apply(user: User) -> None:
    """Once per visit: brings the browser to the theme that the person chose, if they ever did."""
    if "shell_theme" in st.session_state:
        return
    with db.reading() as session:
        st.session_state.shell_theme = preferences.of(session, user)["theme"]
    if st.session_state.shell_theme:
        switch(st.session_state.shell_theme)


def switch(theme: str) -> None:
    """Brings the browser to ``theme``; a page that shows it already is left alone."""
    paths = json.dumps(["/", *(f"/{entry.name}" for entry in MENU)])
    word = json.dumps(json.dumps(_WORDS[theme]))
    st.html(
        f"""<script>(() => {{
        const word = {word}, tried = "salesdash-theme";
        const key = (path) => "stActiveTheme-" + path + "-v2";
        const now = localStorage.getItem(key(location.pathname));
        {paths}.forEach((path) => localStorage.setItem(key(path), word));
        if (now !== word && sessionStorage.getItem(tried) !== word) {{
            sessionStorage.setItem(tried, word);
            location.reload();
        }}
        }})();</script>""",
        unsafe_allow_javascript=True,
    )
