"""What the last change did, said once at the top of the page, with the way back."""

from dataclasses import dataclass

import streamlit as st

from salesdash import db, targets
from salesdash.errors import SalesDashError
from salesdash.locale import gettext as _
from salesdash.targets import Change, Plan
from salesdash.ui import identity, targets_waits

_SAID = "targets.said"


@dataclass(frozen=True)
class Said:
    """``text`` in words; ``problem``: it is an error; ``plan`` and ``version``: what an undo takes back, or
    ``proposal``: what can be withdrawn."""

    text: str
    problem: bool = False
    plan: Plan | None = None
    version: int | None = None
    proposal: int | None = None


def change(text: str, plan: Plan, done: Change, waiting: str = "") -> None:
    """Keeps for the next run what a change did: in force, or waiting for somebody else; ``waiting`` says then what
    waits, where ``text`` says that it is done."""
    if done.status == "proposed":
        above = _("It is above what you may decide alone. Nothing is in force yet.")
        waiting = waiting or _("This waits for approval by somebody else: {change}").format(change=text)
        st.session_state[_SAID] = Said(_("{said} {above}").format(said=waiting, above=above), proposal=done.proposal)
    else:
        st.session_state[_SAID] = Said(text, plan=plan, version=done.version)


def note(text: str) -> None:
    """Keeps for the next run what was done, where there is nothing to take back."""
    st.session_state[_SAID] = Said(text)


def problem(refused: SalesDashError) -> None:
    """Keeps for the next run why something was refused; for what a callback does."""
    st.session_state[_SAID] = Said(refused.text(), problem=True)


def show() -> None:
    """Says it. The button beside it stays until something else is done."""
    said: Said | None = st.session_state.get(_SAID)
    if said is None:
        return
    if said.problem:
        st.error(said.text, icon=":material/error:")
        del st.session_state[_SAID]
        return
    waits = said.proposal is not None
    with st.container(horizontal=True, vertical_alignment="center", key="targets_said"):
        if waits:
            st.warning(said.text, icon=":material/hourglass_top:", width="stretch")
            targets_waits.way("said_proposals")
            st.button(_("Withdraw"), icon=":material/undo:", key="said_withdraw", on_click=_withdraw, args=(said,))
            return
        st.success(said.text, icon=":material/check:", width="stretch")
        if said.version is not None:
            st.button(_("Undo"), icon=":material/undo:", key="said_undo", on_click=_undo, args=(said,))
        else:
            del st.session_state[_SAID]


def _undo(said: Said) -> None:
    user = identity.current_user()
    assert said.plan is not None and said.version is not None
    try:
        with db.writing() as session:
            targets.undo(session, user, said.plan, said.version, _("Undone right after it was made"))
    except SalesDashError as refused:
        problem(refused)
    else:
        note(_("Taken back: version {version} is undone.").format(version=said.version))


def _withdraw(said: Said) -> None:
    user = identity.current_user()
    assert said.proposal is not None
    try:
        with db.writing() as session:
            targets.withdraw(session, user, said.proposal, "")
    except SalesDashError as refused:
        problem(refused)
    else:
        note(_("The proposal is withdrawn."))
