"""Settings: what the company decides about itself, and exchange rates."""

import streamlit as st
from babel.dates import get_day_names, get_month_names

from salesdash import company, db
from salesdash.locale import babel_locale, formats
from salesdash.locale import gettext as _
from salesdash.ui import identity, page_head, settings_choices, settings_rates
from salesdash.ui.messages import guarded


def _look_again() -> None:
    """What others saved meanwhile is shown from the next run on."""
    st.session_state.pop("settings_seen", None)
    st.session_state.pop("settings_name", None)


user = identity.current_user()
user.require("settings.manage")
with db.reading() as session:
    current = company.settings(session)
if "settings_name" not in st.session_state:  # just arrived: from here on the person sees these versions
    st.session_state.settings_seen = current
now: company.Company = st.session_state.settings_seen

page_head.show(_("Settings"), _("What does the company decide about periods, currency and rates?"))
if st.session_state.pop("settings_saved", False):
    st.success(_("Saved. Every period, label and amount follows from now on."))
months = get_month_names("wide", locale=babel_locale(), context="stand-alone")
weekdays = get_day_names("wide", locale=babel_locale(), context="stand-alone")
currencies, zones = settings_choices.currencies(now.currency), settings_choices.time_zones(now.time_zone)

with st.form("settings"):
    given: dict[str, str] = {}
    given["name"] = st.text_input(_("Name of the company"), now.name, max_chars=200, key="settings_name")
    left, right = st.columns(2)
    given["currency"] = left.selectbox(
        _("Currency"), currencies, index=currencies.index(now.currency),
        format_func=lambda code: f"{code} · {formats.currency_name(code)}",
        help=_("Only the name of the currency changes: amounts keep their figures. Once amounts were converted to it, "
               "or while there are exchange rates to it, it cannot change."),
    )  # fmt: skip
    given["time_zone"] = right.selectbox(
        _("Time zone"), zones, index=zones.index(now.time_zone), help=_("Decides which day it is.")
    )
    given["fiscal_first_month"] = str(
        left.selectbox(
            _("First month of the fiscal year"), range(1, 13), index=now.fiscal_first_month - 1,
            format_func=lambda month: months[month],
        )
    )  # fmt: skip
    given["week_first_day"] = str(
        right.selectbox(
            _("First day of the week"), range(7), index=now.week_first_day, format_func=lambda day: weekdays[day]
        )
    )
    given["close_day"] = str(
        left.number_input(
            _("Close day"), 1, 28, now.close_day,
            help=_("Day of the following month on which a period should be closed. It reminds; it closes nothing."),
        )
    )  # fmt: skip
    given["payment_days"] = str(
        right.number_input(
            _("Payment terms in days"), 0, 365, now.payment_days,
            help=_("An order is to be paid so many days after its date."),
        )
    )  # fmt: skip
    countries = settings_choices.countries(now.holiday_country)
    given["holiday_country"] = left.selectbox(
        _("Public holidays of"), countries, index=countries.index(now.holiday_country),
        format_func=lambda code: formats.country_name(code) if code else _("no country"),
        help=_("They are no working days: targets reckon with what remains per working day left."),
    )  # fmt: skip
    ranking = right.checkbox(
        _("People see their place in the team"), bool(now.peer_ranking),
        help=_("By attainment, without the names and figures of others, and only in teams of three and more."),
    )  # fmt: skip
    given["peer_ranking"] = "yes" if ranking else "no"
    saved = st.form_submit_button(_("Save"), type="primary")
if saved:
    with guarded():
        with db.writing() as session:
            for key, value in given.items():
                if value != str(getattr(now, key)):
                    company.change(session, user, key, value, now.version(key))
        _look_again()
        st.session_state.settings_saved = True
        st.rerun()
if now != current and st.button(_("Somebody changed the settings meanwhile. Look again"), on_click=_look_again):
    st.rerun()

settings_rates.show(user, now)
