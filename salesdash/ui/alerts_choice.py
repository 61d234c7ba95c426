"""How the person wants to be told of signals: e-mail and webhook, at once, daily, weekly."""

import streamlit as st

from salesdash import alerts, company, db
from salesdash.access.identity import User
from salesdash.alerts import CADENCES, CHANNELS, LEVELS, Choice, mail, problems
from salesdash.errors import SalesDashError
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui.markup import plain

_SAID = "alerts.said"


def show(user: User) -> None:
    """A form per channel; nothing for who sees no signals."""
    if not any(user.may(code) for code in alerts.SEEING):
        return
    with db.reading() as session:
        chosen = alerts.choices(session, user)
        zone = company.settings(session).time_zone
    st.subheader(_("Alerts and digests"), anchor="alerts")
    st.write(
        _(
            "Where should SalesDash tell you what left its path, and how often? You are told of what you may see, "
            "each signal once. Daily and weekly digests say what is new and still open, and your pace against target."
        )
    )
    for column, channel in zip(st.columns(2, gap="large"), CHANNELS, strict=True):
        with column:
            _form(user, chosen[channel], zone)


def _form(user: User, choice: Choice, zone: str) -> None:
    channel, by_mail = choice.channel, choice.channel == "email"
    with st.form(f"alerts.{channel}"):
        st.markdown(f"**{_(CHANNELS[channel])}**")
        address = st.text_input(
            _("Address"), choice.address, key=f"alerts.{channel}.address", max_chars=400,
            placeholder=user.login if by_mail and mail.is_address(user.login) else "ann@example.com" if by_mail
            else "https://chat.example.com/hook",
            help=_("Empty: your login, if it is an e-mail address.") if by_mail
            else _("A service takes a JSON message there; chat programs call it an incoming webhook."),
        )  # fmt: skip
        cadences = st.pills(
            _("When"), list(CADENCES), selection_mode="multi", default=list(choice.cadences),
            format_func=lambda code: _(CADENCES[code]), key=f"alerts.{channel}.cadences",
        )  # fmt: skip
        level = st.radio(
            _("Which ones"), list(LEVELS), index=list(LEVELS).index(choice.level), horizontal=True,
            format_func=lambda code: _(LEVELS[code]), key=f"alerts.{channel}.level",
        )  # fmt: skip
        with st.container(horizontal=True):
            saving = st.form_submit_button(_("Save"), type="primary", key=f"alerts.{channel}.save")
            trying = st.form_submit_button(_("Send a test"), key=f"alerts.{channel}.test")
        if saving:
            _save(user, channel, list(cadences), address, level)
        elif trying:
            _try(user, channel, address)
        _standing(choice, zone)


def _save(user: User, channel: str, cadences: list[str], address: str, level: str) -> None:
    try:
        with db.writing() as session:
            alerts.choose(session, user, channel, cadences=cadences, address=address, level=level)
    except SalesDashError as refused:
        st.error(plain(refused.text()))
        return
    st.session_state[_SAID] = channel
    st.rerun()


def _try(user: User, channel: str, address: str) -> None:
    with st.spinner(_("Sending …")), db.reading() as session:
        try:
            problem = alerts.try_out(session, user, channel, address)
        except SalesDashError as refused:
            problem = refused.text()
    if problem:
        st.error(plain(problem))
    else:
        st.success(_("Sent. It should arrive in a moment."))


def _standing(choice: Choice, zone: str) -> None:
    """What holds now: saved, what hinders, what went wrong last."""
    if st.session_state.get(_SAID) == choice.channel:
        del st.session_state[_SAID]
        st.success(_("Saved.") if choice.cadences else _("Saved. You are not told this way."))
    if choice.channel == "email" and (hindrance := mail.hindrance()):
        st.warning(problems.words(hindrance.kept()))
    elif choice.cadences and choice.trouble:
        at, why = choice.trouble
        said = _("On {moment} you could not be told: {problem}")
        st.warning(plain(said.format(moment=formats.moment(at, zone), problem=why)))
