"""Exchange rates, typed one by one."""

from datetime import date

import pandas as pd
import streamlit as st

from salesdash import company, db, rates
from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import settings_choices
from salesdash.ui.messages import guarded


def show(user: User, settings: Company) -> None:
    """The rates to the company's currency; typed by those who keep master data."""
    with db.reading() as session:
        known = rates.table(session, user)
    st.subheader(_("Exchange rates"))
    st.write(
        _("How much {currency} one unit of a currency is worth, from a day on. A rate holds for 31 days and for what "
          "is imported after it was typed.").format(currency=settings.currency)
    )  # fmt: skip
    if user.may("master.manage"):
        _type(user, settings)
    if known.empty:
        st.info(_("There are no rates yet. They are needed only for files with amounts in other currencies."))
        return
    words = pd.DataFrame(
        {
            _("From"): [formats.day(day) for day in known["on_date"]],
            _("Currency"): known["currency"],
            _("Rate"): [formats.number(rate / rates.SCALE, None) for rate in known["rate_e12"]],
        }
    )
    st.dataframe(words, hide_index=True, height="content" if len(words) <= 12 else 420)
    if user.may("master.manage"):
        _take_away(user, known)


def _type(user: User, settings: Company) -> None:
    with st.form("rate", clear_on_submit=False):
        first, second, third, fourth = st.columns([2, 2, 2, 1], vertical_alignment="bottom")
        others = [code for code in settings_choices.currencies("EUR") if code != settings.currency]
        currency = first.selectbox(
            _("Currency"), others, format_func=lambda code: f"{code} · {formats.currency_name(code)}"
        )
        day = second.date_input(
            _("From"), company.today(settings), min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)
        )
        rate = third.text_input(_("Rate"), placeholder="31.25")
        if fourth.form_submit_button(_("Save"), width="stretch"):
            with guarded():
                with db.writing() as session:
                    rates.put(session, user, currency, day, rate)
                st.rerun()


def _take_away(user: User, known: pd.DataFrame) -> None:
    with st.expander(_("Take a rate away")):
        at = st.selectbox(
            _("Rate"),
            range(len(known)),
            format_func=lambda row: f"{known['currency'][row]} · {formats.day(known['on_date'][row])}",
            key="rate_gone",
        )
        if st.button(_("Take away"), key="rate_remove"):
            with guarded():
                with db.writing() as session:
                    rates.remove(session, user, known["currency"][at], known["on_date"][at])
                st.rerun()
