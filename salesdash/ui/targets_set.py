"""One target in a form: its present value, the new one, and where a target stands above it, who gives way."""

import pandas as pd
import streamlit as st

from salesdash import db, kpis, targets
from salesdash.errors import BadInput, Conflict, SalesDashError
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.targets import About, Cell, Plan
from salesdash.ui import (
    identity,
    markup,
    targets_cell,
    targets_closed,
    targets_conflict,
    targets_said,
    targets_waits,
    targets_words,
)
from salesdash.ui.targets_conflict import Wanted
from salesdash.ui.targets_frame import Frame

#: the cell in the form and the amount that was shown with it first: what is saved is saved against it
_SEEN = "targets.set_seen"
#: how many were saved here: the form begins anew after each
_ROUND = "targets.set_round"


def show(frame: Frame, plan: Plan) -> None:
    """The chosen cell as it is, and its form."""
    cell = targets_cell.choose(frame, plan)
    with db.reading() as session:
        about = targets.about(session, frame.user, plan, cell)
    seen = _seen(plan, cell, about.amount)
    _present(frame, plan, cell, about)
    _last_year(frame, plan, cell)
    targets_closed.hint(frame, cell)
    if targets_cell.asks_for_more(frame, cell):
        return
    if targets_conflict.asked(plan, cell):
        targets_conflict.one(frame, plan, cell, _save)
        return
    _form(frame, plan, cell, about, seen)


def _seen(plan: Plan, cell: Cell, amount: int) -> int:
    held = st.session_state.get(_SEEN)
    if held is None or held[:2] != (plan, cell):
        held = st.session_state[_SEEN] = (plan, cell, amount)
    return int(held[2])


def _present(frame: Frame, plan: Plan, cell: Cell, about: About) -> None:
    """What stands there now, and its lock."""
    words = targets_words.shown(plan.measure, about.amount, frame.currency)
    state = _("locked") if about.locked else _("set") if about.is_set else _("sum of what is inside")
    if not about.amount and not about.is_set:
        state = _("not set")
    where = targets_words.cell_words(cell, frame.calendar, frame.names, frame.whole)
    with st.container(horizontal=True, vertical_alignment="center", key="targets_present"):
        st.markdown(f"{markup.plain(where)}  \n**{markup.plain(words)}** · {state}", width="content")
        if about.is_set:
            st.button(
                _("Unlock") if about.locked else _("Lock"),
                icon=":material/lock_open:" if about.locked else ":material/lock:",
                help=_("A locked target stays when others around it change."),
                key="targets.lock", on_click=_lock, args=(plan, cell, not about.locked),
            )  # fmt: skip


def _last_year(frame: Frame, plan: Plan, cell: Cell) -> None:
    """What was achieved in the same cell a year before, as far as the reader may see it."""
    if not frame.user.may("kpis.read"):
        return
    calendar, year = frame.calendar, plan.year - 1
    days = calendar.year_bounds(year)
    if cell.month or cell.quarter:
        days = (
            calendar.month_bounds(year, cell.month) if cell.month else calendar.quarter_bounds(year, cell.quarter or 1)
        )
    where = {name: [code] for name, code in targets_cell.where(cell).items()}
    with db.reading() as session:
        total = kpis.table(session, frame.user, days.start, days.end, where=where).total[plan.measure].iloc[0]
    achieved = None if pd.isna(total) else int(total)
    st.caption(
        _("Achieved a year before: {amount}.").format(
            amount=markup.plain(targets_words.shown(plan.measure, achieved, frame.currency))
        )
    )


def _form(frame: Frame, plan: Plan, cell: Cell, about: About, seen: int) -> None:
    form = f"targets.set.{plan.key}.{cell}.{st.session_state.get(_ROUND, 0)}"
    with st.form(form, border=True):
        written = st.text_input(
            _("New target (required)"), key=f"{form}.amount",
            placeholder=targets_words.plain(plan.measure, seen, frame.currency) or "0",
        )  # fmt: skip
        wrong = st.container()
        give_way = _who_gives_way(frame, plan, about, form)
        reason = st.text_input(_("Reason"), max_chars=1000, key=f"{form}.reason")
        targets_waits.limit(frame, plan)
        if not st.form_submit_button(_("Save"), type="primary", icon=":material/check:"):
            return
    try:
        amount = targets_words.read(plan.measure, frame.currency, written)
        if amount is None:
            raise BadInput("no_target", N_("Write the target. 0 takes it away."))
        wanted = Wanted(plan, cell, amount, seen, give_way, reason)
        _save(frame, wanted)
    except Conflict as problem:
        if problem.code != "changed_meanwhile":
            wrong.error(problem.text(), icon=":material/error:")
            return
        targets_conflict.ask(wanted, problem)
        st.rerun()
    except SalesDashError as problem:
        wrong.error(problem.text(), icon=":material/error:")
    else:
        st.rerun()


def _who_gives_way(frame: Frame, plan: Plan, about: About, form: str) -> str | None:
    """The question that a target above asks, in the same step; None where there is none. Whoever sees a part only does
    not see what stands above it, and is asked all the same."""
    ways = {"siblings": _("It stays, the others in it give way"), "parent": _("It moves with this one")}
    if frame.needs:
        return st.radio(
            _("What stands above it"), list(reversed(ways)), format_func=ways.__getitem__, key=f"{form}.way",
            horizontal=True,
        )  # fmt: skip
    if not about.above:
        return None
    words = [
        f"{targets_words.cell_words(cell, frame.calendar, frame.names, frame.whole)}"
        f" ({targets_words.shown(plan.measure, amount, frame.currency)})"
        for cell, amount, _locked in about.above
    ]
    if any(locked for _cell, _amount, locked in about.above):
        del ways["parent"]
    return st.radio(
        _("Above it stands {parent}.").format(parent=markup.plain("; ".join(words))),
        list(ways), format_func=ways.__getitem__, key=f"{form}.way", horizontal=True,
    )  # fmt: skip


def _save(frame: Frame, wanted: Wanted) -> None:
    """Saves; a new form begins, and the next run says what was done."""
    with db.writing() as session:
        done = targets.set_amount(
            session, frame.user, wanted.plan, wanted.cell, wanted.amount, give_way=wanted.give_way, seen=wanted.seen,
            reason=wanted.reason,
        )  # fmt: skip
    measure = wanted.plan.measure
    text = _("{cell}: {amount}, before {before}.").format(
        cell=markup.plain(targets_words.cell_words(wanted.cell, frame.calendar, frame.names, frame.whole)),
        amount=markup.plain(targets_words.shown(measure, wanted.amount, frame.currency)),
        before=markup.plain(targets_words.shown(measure, wanted.seen, frame.currency)),
    )
    targets_said.change(text, wanted.plan, done)
    st.session_state.pop(_SEEN, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _lock(plan: Plan, cell: Cell, locked: bool) -> None:
    user = identity.current_user()
    try:
        with db.writing() as session:
            targets.set_lock(session, user, plan, cell, locked)
    except SalesDashError as problem:
        targets_said.problem(problem)
    else:
        targets_said.note(_("Locked.") if locked else _("Unlocked."))
