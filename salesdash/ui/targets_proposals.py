"""Changes above the authority of who wants them: those that wait for the reader, and the reader's own."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from salesdash import db, targets
from salesdash.errors import SalesDashError
from salesdash.locale import N_, formats, ngettext
from salesdash.locale import gettext as _
from salesdash.targets import Plan
from salesdash.targets.effect import Effect, effect
from salesdash.ui import identity, markup, targets_said, targets_words
from salesdash.ui.messages import empty, guarded
from salesdash.ui.targets_difference import cell_by_cell, take
from salesdash.ui.targets_frame import Frame
from salesdash.ui.targets_versions import KINDS

_STATUS = {
    "waiting": N_("waits"), "approved": N_("approved"), "rejected": N_("rejected"), "withdrawn": N_("withdrawn"),
}  # fmt: skip
#: so many decided ones are listed
_DECIDED = 20
_DIMENSIONS = ("region", "product_line", "channel", "rep")


def show(frame: Frame, rows: pd.DataFrame) -> None:
    """What waits for the reader first, then what they wait for, then what was decided."""
    waiting = rows[rows["status"] == "waiting"]
    theirs, mine = waiting[~waiting["mine"].astype(bool)], waiting[waiting["mine"].astype(bool)]
    if rows.empty:
        empty(_("No proposals."), _("A change above what somebody may decide alone will wait here."))
        return
    if frame.may_approve:
        st.markdown("##### " + _("They wait for your decision"))
        if theirs.empty:
            st.caption(_("Nothing waits for you."))
        for row in theirs.to_dict("records"):
            _one(frame, row, _decide)
    if not mine.empty:
        st.markdown("##### " + _("Yours, they wait for somebody else"))
        for row in mine.to_dict("records"):
            _one(frame, row, _withdrawing)
    decided = rows[rows["status"] != "waiting"].head(_DECIDED)
    if not decided.empty:
        st.markdown("##### " + _("Decided"))
        _decided(frame, decided)


def _one(frame: Frame, row: Mapping[Any, Any], act: Callable[[int], None]) -> None:
    """One that waits: what, how much, by whom and why; its effect; and what can be done."""
    number = int(row["id"])
    with st.container(border=True, key=f"targets_proposal_{number}"):
        about = f"{row['by_name']} · {formats.moment(row['at'], frame.company.time_zone)}"
        moved = targets_words.shown(row["measure"], int(row["moved"]), frame.currency)
        st.markdown(
            f"**{markup.plain(_what(frame, row))}**  \n"
            + markup.plain(_("Moves {amount}").format(amount=moved))
            + (f" · {markup.plain(row['reason'])}" if row["reason"] else "")
            + f"  \n:gray[{markup.plain(about)}]"
        )
        _effect(frame, row)
        act(number)


def _what(frame: Frame, row: Mapping[Any, Any]) -> str:
    """The plan, the kind of change, and where."""
    plan = Plan(int(row["year"]), row["measure"], row["level"])
    members = [frame.named(name, row[name]) for name in _DIMENSIONS if pd.notna(row[name])]
    label = row["period"]
    where = [targets_words.period_label(frame.calendar, str(label))] if pd.notna(label) else []
    return " · ".join([plan.title, _(KINDS[row["kind"]]), *where, *members])


def _effect(frame: Frame, row: Mapping[Any, Any]) -> None:
    """The whole before and after, and cell by cell when it is opened."""
    with guarded():
        with db.reading() as session:
            found = effect(session, frame.user, int(row["id"]))
        say = partial(targets_words.shown, row["measure"], currency=frame.currency)
        st.caption(
            _counted(found)
            + " · "
            + _("The whole plan: now {before}, then {after}.").format(
                before=markup.plain(say(found.before)), after=markup.plain(say(found.after))
            )
        )
        if not found.rows.empty:
            with st.expander(_("What changes")):
                plan, number = Plan(int(row["year"]), row["measure"], row["level"]), str(row["id"])
                cell_by_cell(frame, plan.measure, found.rows)
                about = [(_("Proposal"), number)]
                take(frame, plan, found.rows, key=f"targets.effect.{number}", title=_("Proposal"), about=about)


def _counted(found: Effect) -> str:
    """How many targets a proposal asks for, and of how many people."""
    wanted = ngettext("{count} target", "{count} targets", found.targets).format(count=formats.number(found.targets))
    if not found.people:
        return wanted
    words = ngettext("{targets} of {count} person", "{targets} of {count} people", found.people)
    return words.format(targets=wanted, count=formats.number(found.people))


def _decide(number: int) -> None:
    with st.form(f"targets.decide.{number}", border=False):
        note = st.text_input(_("Note"), max_chars=1000, key=f"targets.note.{number}")
        with st.container(horizontal=True):
            yes = st.form_submit_button(_("Approve"), type="primary", icon=":material/check:")
            no = st.form_submit_button(_("Reject"), icon=":material/close:")
    if yes or no:
        with guarded():
            with db.writing() as session:
                decide = targets.approve if yes else targets.reject
                decide(session, identity.current_user(), number, note)
            targets_said.note(_("The proposal is approved and in force.") if yes else _("The proposal is rejected."))
            st.rerun()


def _withdrawing(number: int) -> None:
    st.button(
        _("Withdraw"), icon=":material/undo:", key=f"targets.withdraw.{number}", on_click=_withdraw, args=(number,)
    )


def _withdraw(number: int) -> None:
    user = identity.current_user()
    try:
        with db.writing() as session:
            targets.withdraw(session, user, number, "")
    except SalesDashError as refused:
        targets_said.problem(refused)
    else:
        targets_said.note(_("The proposal is withdrawn."))


def _decided(frame: Frame, rows: pd.DataFrame) -> None:
    st.dataframe(
        pd.DataFrame(
            {
                _("What"): [_what(frame, row) for row in rows.to_dict("records")],
                _("Who"): rows["by_name"],
                _("State"): [_(_STATUS[status]) for status in rows["status"]],
                _("By whom"): [identity.called(by) if by else "" for by in rows["decided_by_name"].fillna("")],
                _("When"): [formats.moment(at, frame.company.time_zone) for at in rows["decided_at"]],
                _("Note"): rows["note"],
            }
        ),
        hide_index=True,
    )
