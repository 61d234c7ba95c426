"""What somebody may decide alone, said before they save, and that changes of theirs wait for somebody else."""

import pandas as pd
import streamlit as st

from salesdash import db
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.metrics import REGISTRY
from salesdash.targets import Plan, authority
from salesdash.ui import markup, targets_words
from salesdash.ui.targets_frame import Frame


def limit(frame: Frame, plan: Plan) -> None:
    """How much the reader may change alone; nothing where that is any amount."""
    days = authority.OF_LATE.days
    if REGISTRY[plan.measure].unit == "money":
        with db.reading() as session:
            most = authority.limit(session, frame.user)
        alone = _("You may move up to {amount} alone in {days} days; more waits for approval by somebody else.")
    else:  # a part of a total that not everybody sees: what is left of it is a number to act on
        with db.reading() as session:
            most = authority.left(session, frame.user, plan)
        alone = _(
            "{measure}: you may still move {amount} alone, what you moved in the last {days} days counted; more waits"
            " for approval by somebody else."
        )
    if most is None:
        return
    amount = markup.plain(targets_words.shown(plan.measure, most, frame.currency))
    st.caption(
        alone.format(measure=_(REGISTRY[plan.measure].name), amount=amount, days=days)
        if most
        else _("Every change of yours waits for approval by somebody else.")
    )


def own(plan: Plan, proposals: pd.DataFrame) -> None:
    """That changes of this plan that the reader wants are not in force yet, and the way to them."""
    same = (proposals["year"] == plan.year) & (proposals["measure"] == plan.measure)
    same &= (proposals["level"] == plan.level) & (proposals["status"] == "waiting")
    count = int((same & proposals["mine"].astype(bool)).sum())
    if not count:
        return
    words = ngettext(
        "{count} proposal of yours for this plan waits for approval; its amounts are not in force and do not show"
        " here.",
        "{count} proposals of yours for this plan wait for approval; their amounts are not in force and do not show"
        " here.",
        count,
    )
    with st.container(horizontal=True, vertical_alignment="center", key="targets_own"):
        st.info(words.format(count=count), icon=":material/hourglass_top:", width="stretch")
        way("targets.own.way")


def way(key: str) -> None:
    """A button to the view Proposals."""
    st.button(_("See proposals"), icon=":material/arrow_forward:", key=key, on_click=_open)


def _open() -> None:
    st.session_state["targets.view"] = "proposals"
