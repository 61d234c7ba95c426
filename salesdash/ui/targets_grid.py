"""Many targets at once: members down, months or quarters across, as in a spreadsheet. A block copied from one can be
pasted in. Only cells whose amount differs from the one that was shown are sent."""

from collections.abc import Mapping

import streamlit as st

from salesdash import db, targets
from salesdash.errors import BadInput, Conflict, SalesDashError
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.targets import Cell, Plan
from salesdash.ui import (
    identity,
    markup,
    messages,
    targets_closed,
    targets_drawn,
    targets_frame,
    targets_said,
    targets_waits,
    targets_words,
)
from salesdash.ui.targets_clash import clash, settle
from salesdash.ui.targets_frame import DIMENSIONS, Frame, dimension_names
from salesdash.ui.targets_order import ordered
from salesdash.ui.targets_table import Choice, Table, table

#: the grid as it was opened: what is saved is saved against it
_OPEN = "targets.grid_open"
_ROUND = "targets.grid_round"
#: so many unreadable cells are named one by one
_NAMED = 10


@st.fragment
def show(plan: Plan) -> None:
    """Choice, grid, what would change, and the button; an edit reruns only this."""
    frame = targets_frame.load(identity.current_user())
    shown = _opened(frame, _choice(frame, plan))
    if not shown.codes:
        messages.empty(_("There is nobody to set targets for."), _("Members are added on the page Master data."))
        return
    key = f"targets.grid.{shown.choice}.{st.session_state.get(_ROUND, 0)}"
    edits = st.session_state.get(key, {}).get("edited_rows", {})
    changes, wrong = _read(frame, shown, edits)
    targets_drawn.draw(frame, shown, changes, key)
    for text in wrong[:_NAMED]:
        st.error(text, icon=":material/error:")
    if len(wrong) > _NAMED:
        more = len(wrong) - _NAMED
        st.error(ngettext("{count} more cannot be read.", "{count} more cannot be read.", more).format(count=more))
    if not settle(frame, shown, _save):
        _saving(frame, shown, changes, bool(wrong))


def _choice(frame: Frame, plan: Plan) -> Choice:
    """Who stands down, what across, and inside which members."""
    names = dimension_names()
    bar = st.columns([1, 1, 1, 1, 1], gap="small")
    of = bar[0].selectbox(
        _("Rows by"), list(names), format_func=names.__getitem__, key="targets.grid.of", persist_state="session"
    )
    across = {"month": _("Months"), "quarter": _("Quarters")}
    by = bar[1].selectbox(
        _("Columns by"), list(across), format_func=across.__getitem__, key="targets.grid.by", persist_state="session"
    )
    within = {}
    others = [dimension for dimension in DIMENSIONS if dimension != of]
    for column, dimension in zip(bar[2:], others, strict=True):
        members = frame.names[dimension]
        code = column.selectbox(
            _("Only {dimension}").format(dimension=names[dimension]), list(members), index=None,
            format_func=members.__getitem__, placeholder=_("All"), key=f"targets.grid.in.{dimension}",
            persist_state="session",
        )  # fmt: skip
        if code:
            within[dimension] = code
    return Choice(plan, of, by, tuple(sorted(within.items())))


def _opened(frame: Frame, choice: Choice) -> Table:
    """The grid as it was when it was opened: what somebody else changes meanwhile is not slipped in below what is
    being typed. It is opened anew after saving, after another choice, and when the page comes from another part."""
    held: Table | None = st.session_state.get(_OPEN)
    if held is None or held.choice != choice:
        shown = table(frame, choice, members=frame.names[choice.of])
        held = st.session_state[_OPEN] = ordered(frame, shown)
    return held


def forget() -> None:
    """The grid is opened anew when it is shown next."""
    st.session_state.pop(_OPEN, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _read(
    frame: Frame, shown: Table, edits: Mapping[int, Mapping[str, str | None]]
) -> tuple[dict[tuple[str, int], int], list[str]]:
    """The amounts that differ from those shown, and what is wrong with the others, each with its place."""
    changes: dict[tuple[str, int], int] = {}
    wrong = []
    for row, typed in sorted(edits.items()):
        code = shown.codes[int(row)]
        for column, text in typed.items():
            period = int(column)
            try:
                amount = targets_words.read(shown.choice.plan.measure, frame.currency, text or "") or 0
            except BadInput as problem:
                place = f"{frame.named(shown.choice.of, code)}, {shown.headings[period]}"
                wrong.append(f"**{markup.plain(place)}**: {markup.plain(problem.text())}")
                continue
            if amount != shown.amounts.get((code, period), 0):
                changes[code, period] = amount
    return changes, wrong


def _saving(frame: Frame, shown: Table, changes: Mapping[tuple[str, int], int], wrong: bool) -> None:
    """What would change, whether what stands above moves, and the button."""
    count = len(changes)
    moved = sum(amount - shown.amounts.get(place, 0) for place, amount in changes.items())
    words = ngettext("{count} cell changes, {moved} in sum.", "{count} cells change, {moved} in sum.", count)
    say = targets_words.shown(shown.choice.plan.measure, moved, frame.currency, signed=True)
    st.caption(
        words.format(count=count, moved=markup.plain(say))
        if count
        else _("Type, or paste a block copied from a spreadsheet. A dash or nothing means none.")
    )
    targets_closed.hint(frame, Cell(shown.choice.plan.year))
    targets_waits.limit(frame, shown.choice.plan)
    ways = {"parent": _("What stands above moves"), "siblings": _("What stands above stays, others give way")}
    if frame.needs:  # what stands above is not theirs to move alone
        ways = dict(reversed(ways.items()))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = st.selectbox(
            _("Targets above"), list(ways), format_func=ways.__getitem__, key="targets.grid.way", width=320
        )
        turn = st.session_state.get(_ROUND, 0)
        reason = st.text_input(_("Reason"), max_chars=1000, key=f"targets.grid.reason.{turn}")
        save = st.button(
            _("Save"), type="primary", icon=":material/check:", disabled=not count or wrong, key="targets.grid.save"
        )
        st.button(_("Discard"), disabled=not count and not wrong, on_click=forget, key="targets.grid.discard")
    if not save:
        return
    rows = [(shown.choice.cell(*place), amount, shown.amounts.get(place, 0)) for place, amount in changes.items()]
    try:
        _save(frame, shown.choice.plan, rows, way, reason)
    except Conflict as problem:
        if problem.code != "changed_meanwhile":
            st.error(problem.text(), icon=":material/error:")
            return
        clash(frame, shown, rows, way, reason)
        st.rerun()
    except SalesDashError as problem:
        st.error(problem.text(), icon=":material/error:")
    else:
        st.rerun()


def _save(frame: Frame, plan: Plan, rows: list[tuple[Cell, int, int]], way: str, reason: str) -> None:
    with db.writing() as session:
        done = targets.set_many(session, frame.user, plan, rows, give_way=way, reason=reason)
    text = ngettext("{count} target is saved.", "{count} targets are saved.", len(rows)).format(count=len(rows))
    waiting = ngettext(
        "{count} target waits for approval by somebody else.", "{count} targets wait for approval by somebody else.",
        len(rows),
    ).format(count=len(rows))  # fmt: skip
    targets_said.change(text, plan, done, waiting)
    forget()
