"""The frame around every page: who looks, which pages they have, language and sign-out. This file is the script that
the server runs for every visitor."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from salesdash import alerts, company, db
from salesdash.access import preferences
from salesdash.access.identity import User
from salesdash.access.menu import MENU, entries, first_page
from salesdash.access.permissions import ROLES
from salesdash.config import PROJECT_ROOT
from salesdash.errors import SalesDashError
from salesdash.locale import LANGUAGES, formats, language
from salesdash.locale import gettext as _
from salesdash.ui import closed, identity, service, theme

PAGES = PROJECT_ROOT / "pages"
#: Less empty space above the title than the default. The accent carries white text on buttons; as text on the dark
#: ground it would be too weak, so chosen tabs and choices are written in the colour of links there.
STYLE = """<style>.stMainBlockContainer{padding-top:3.25rem;padding-bottom:3rem}
[data-testid="stTab"][aria-selected="true"] p,
button[data-variant][data-selected="true"] p{color:light-dark(#1f5796,#8dbbee)}</style>"""


def show() -> None:
    """One run: identity, navigation, the chosen page."""
    st.set_page_config(page_title="SalesDash", page_icon="📊", layout="wide")
    service.take_over()
    st.html(STYLE)
    user = identity.current_user()
    with db.reading() as session:
        settings = company.settings(session)
        unseen = alerts.unseen(session, user, company.today(settings))
    chosen = _navigation(user, unseen)
    _sidebar(user, settings)
    theme.apply(user)
    try:
        chosen.run()
    except SalesDashError as mendable:
        st.error(mendable.text())


def _navigation(user: User, unseen: int) -> StreamlitPage:
    """The chosen page; beside Signals stands how many the person has not seen. The front door is a page of its own
    that leads on, so that every other page keeps its address whoever looks; one that is not open to the person says
    so and stands in no menu."""
    sections: dict[str, list[StreamlitPage]] = {
        "": [st.Page(_front_door, title="SalesDash", default=True, visibility="hidden")]
    }
    own = {entry.name for entry in entries(user)}
    for entry in MENU:
        title, section = _(entry.title), sections.setdefault(_(entry.section), [])
        if entry.name == "signals" and unseen:
            title = f"{title} · {formats.number(unseen)}"
        if entry.name in own:
            section.append(st.Page(PAGES / f"{entry.name}.py", title=title, icon=entry.icon, url_path=entry.name))
        else:
            section.append(st.Page(closed.page(entry), title=title, url_path=entry.name, visibility="hidden"))
    return st.navigation(sections, expanded=True)


def _front_door() -> None:
    st.switch_page(PAGES / f"{first_page(identity.current_user())}.py")


def _sidebar(user: User, settings: company.Company) -> None:
    with st.sidebar:
        name = settings.name or "SalesDash"
        st.markdown(f"**{identity.plain(name)}**" + (" · " + _("sample company") if settings.sample else ""))
        st.markdown(f"{identity.plain(user.name)} · {_(ROLES[user.role].name) if user.role in ROLES else user.role}")
        st.selectbox(
            _("Language"),
            list(LANGUAGES),
            index=list(LANGUAGES).index(language()),
            format_func=LANGUAGES.__getitem__,
            key="shell_language",
            on_change=_choose_language,
            label_visibility="collapsed",
        )
        leaving = st.button(_("Sign out"), icon=":material/logout:", key="shell_sign_out")
    if leaving:
        identity.leave()


def _choose_language() -> None:
    with db.writing() as session:
        preferences.choose_language(session, identity.current_user(), st.session_state.shell_language)


if __name__ == "__main__":
    show()
