"""When two managers changed one cell: the second is shown both values and chooses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st

from salesdash.errors import SalesDashError
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.targets import Cell, Plan
from salesdash.ui import identity, markup, targets_said, targets_words
from salesdash.ui.targets_frame import Frame

_ASKED = "targets.conflict"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to save: the amount of a cell, the one that they saw, who gives way, and why."""

    plan: Plan
    cell: Cell
    amount: int
    seen: int
    give_way: str | None
    reason: str


@dataclass(frozen=True)
class Asked:
    """What the second one wants, what stands there now, and who was first."""

    wanted: Wanted
    now: int
    by: str
    at: datetime | None


Save = Callable[[Frame, Wanted], None]


def ask(wanted: Wanted, problem: SalesDashError) -> None:
    """From the next run on the page asks which of the two values holds."""
    told = problem.details
    st.session_state[_ASKED] = Asked(wanted, told["now"], told.get("by", ""), told.get("at"))


def asked(plan: Plan, cell: Cell) -> Asked | None:
    """The question about this cell, as long as nobody has answered it."""
    held: Asked | None = st.session_state.get(_ASKED)
    return held if held is not None and (held.wanted.plan, held.wanted.cell) == (plan, cell) else None


def one(frame: Frame, plan: Plan, cell: Cell, save: Save) -> None:
    """The question: both values side by side, and a button for each."""
    held = asked(plan, cell)
    assert held is not None
    now, yours, seen = (
        targets_words.shown(plan.measure, value, frame.currency)
        for value in (held.now, held.wanted.amount, held.wanted.seen)
    )
    st.warning(
        _("{person} changed this target at {moment}, while you had it open. You saw {seen}.").format(
            person=markup.plain(identity.called(held.by)), moment=formats.moment(held.at, frame.company.time_zone),
            seen=markup.plain(seen),
        ),
        icon=":material/group:",
    )  # fmt: skip
    theirs, mine = st.columns(2)
    theirs.markdown(_("Now it is") + f"  \n**{markup.plain(now)}**")
    theirs.button(
        _("Keep {amount}").format(amount=markup.plain(now)), key="conflict_keep", on_click=_settle, width="stretch"
    )
    mine.markdown(_("You want") + f"  \n**{markup.plain(yours)}**")
    mine.button(
        _("Put {amount} in its place").format(amount=markup.plain(yours)), key="conflict_over", type="primary",
        on_click=_put_over, args=(frame, held, save), width="stretch",
    )  # fmt: skip


def _settle() -> None:
    st.session_state.pop(_ASKED, None)
    st.session_state.pop("targets.set_seen", None)


def _put_over(frame: Frame, held: Asked, save: Save) -> None:
    """The second one's value in the place of the first one's, unless a third came in between."""
    frame = replace(frame, user=identity.current_user())
    wanted = replace(held.wanted, seen=held.now)
    _settle()
    try:
        save(frame, wanted)
    except SalesDashError as problem:
        if problem.code == "changed_meanwhile":
            ask(wanted, problem)
        else:
            targets_said.problem(problem)
