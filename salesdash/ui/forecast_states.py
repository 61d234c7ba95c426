"""What the page Forecast says where there is nothing to show yet, or what it shows is no longer the newest."""

import streamlit as st

from salesdash.access.identity import User
from salesdash.config import PROJECT_ROOT
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import forecast_bar, forecast_run, messages
from salesdash.ui.forecast_bar import Chosen
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.kpi_frame import Frame


def behind(looked: Looked) -> None:
    """At the end of the way down: the figures behind it."""
    if looked.frame.user.may("kpis.read") or looked.metric.is_quantity:
        where = {name: [code] for name, code in looked.cell.items() if code is not None}
        st.page_link(
            PROJECT_ROOT / "pages" / "kpis.py", label=_("These figures on the page KPIs"),
            icon=":material/monitoring:", query_params={"period": "this_year", **where},
        )  # fmt: skip


def stale(frame: Frame, chosen: Chosen) -> None:
    """Facts have changed since: says so, and offers a new run to those who may."""
    run = chosen.run
    assert run is not None
    day = formats.day(forecast_bar.made_on(frame, run))
    text = _("The figures that this forecast was made from have changed since {day}.").format(day=day)
    ask = _("Make a new one.") if forecast_run.may(frame) else _("Whoever may make forecasts can renew it.")
    st.info(f"{text} {ask}", icon=":material/update:")
    if forecast_run.may(frame):
        st.button(
            _("Make it anew"), icon=":material/auto_graph:", key="forecast.renew",
            on_click=forecast_run.renew, args=(frame, chosen),
        )  # fmt: skip


def nothing_seen() -> None:
    """A run of which the reader may see no series."""
    messages.empty(
        _("This forecast holds nothing that you may see."), _("Choose another dimension under “Split by”.")
    )  # fmt: skip


def no_run(frame: Frame, chosen: Chosen, *, making: bool) -> None:
    """No forecast yet: says what to do, and lets those who may do it here."""
    what = _("There is no forecast of this yet.")
    if making:
        messages.empty(what, _("It is being made; it will stand here. You may go on elsewhere meanwhile."))
    elif forecast_run.may(frame):
        messages.empty(what, _("Make the first one here: it takes a minute or two and goes on while you work."))
        with st.container(border=True, width=420):
            forecast_run.form(frame, chosen, "first")
    else:
        messages.empty(
            what, _("Whoever may make forecasts does so here; until then choose another measure or dimension.")
        )


def no_orders(user: User) -> None:
    """A company without orders: nothing to forecast from, but a way to begin."""
    if user.may("facts.import"):
        messages.empty(_("No orders yet."), _("Import orders on the page Uploads."))
        st.page_link(PROJECT_ROOT / "pages" / "uploads.py", label=_("Uploads"), icon=":material/upload_file:")
    else:
        messages.empty(_("No orders yet."), _("Whoever may import orders does so on the page Uploads."))
