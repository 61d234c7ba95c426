"""Appraisal: what was achieved in the closed period, what was agreed?"""

import streamlit as st

from salesdash import charts, db
from salesdash.appraisal import actions
from salesdash.appraisal.results import Appraisal
from salesdash.locale import gettext as _
from salesdash.ui import (
    appraisal_actions,
    appraisal_bars,
    appraisal_close,
    appraisal_frame,
    appraisal_results,
    appraisal_rules,
    appraisal_words,
    identity,
    kpi_frame,
    markup,
    messages,
)
from salesdash.ui.appraisal_frame import Frame


def _head(frame: Frame, found: Appraisal) -> str:
    """The answer: in one sentence, in numbers, and whether it can still change."""
    with db.reading() as session:
        agreed = actions.of_period(session, frame.user, found.period)
    lines = [
        appraisal_words.sentence(frame, found, agreed),
        appraisal_words.state(frame, found),
    ]
    inner = markup.head(_("Appraisal"), lines)
    return inner + (markup.cards(appraisal_words.numbers(found, agreed)) if found.people else "")


user = identity.current_user()
with messages.guarded():
    st.html(markup.looks() + appraisal_bars.looks())
    frame = appraisal_frame.load(user)
    top = st.container()
    label = appraisal_frame.choose(frame)
    found = appraisal_frame.asked(frame, label)
    top.html(markup.wrapped(charts.palette(kpi_frame.theme()), _head(frame, found)))
    appraisal_frame.said()
    appraisal_close.show(frame, label)
    view = appraisal_frame.view(frame)
    if view == "actions":
        appraisal_actions.mine(frame)
    elif view == "rules":
        appraisal_rules.show(frame)
    else:
        appraisal_results.show(frame, found)
