"""Splitting one cell over its periods or members: weights, locks and typed weights in a grid, and the parts, which sum
to the cell before anything is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from salesdash import db, targets
from salesdash.locale import gettext as _
from salesdash.targets import Cell, Plan, Weights
from salesdash.ui import (
    identity,
    markup,
    messages,
    targets_cell,
    targets_closed,
    targets_frame,
    targets_parts,
    targets_said,
    targets_waits,
    targets_weights,
    targets_words,
)
from salesdash.ui.targets_frame import Frame, dimension_names

_BY = ("rep", "quarter", "month", "region", "product_line", "channel")
#: how many were saved here: the grid begins anew after each
_ROUND = "targets.split_round"


@dataclass(frozen=True)
class Wish:
    """The split that is asked for."""

    plan: Plan
    cell: Cell
    by: str
    weights: Weights
    locks: tuple[str, ...] = ()


@st.fragment
def show(plan: Plan) -> None:
    """Cell, way, grid with the preview, and the button; an edit reruns only this."""
    frame = targets_frame.load(identity.current_user())
    cell = targets_cell.choose(frame, plan)
    if targets_cell.asks_for_more(frame, cell):
        return
    by, kind, given = _ways(frame, plan, cell)
    if kind == "file" and given is None:
        st.caption(_("The file has two columns: the code of each member, or the number of each month, and its weight."))
        return
    key = f"targets.split.{plan.key}.{cell}.{by}.{kind}.{st.session_state.get(_ROUND, 0)}"
    with messages.guarded():
        locks, typed, wrong = targets_parts.edits(key)
        for text in wrong:
            st.error(text, icon=":material/error:")
        wish = Wish(plan, cell, by, targets_weights.plain(kind), tuple(locks))
        if kind in targets_weights.WRITTEN:
            equal = replace(wish, weights=targets_weights.plain("equal"), locks=())
            members = [str(code) for code in _preview(frame, equal).rows[by]]
            given_or_1 = dict.fromkeys(members, 1.0) | _known(given, members) | typed
            wish = replace(wish, weights=targets_weights.written(given_or_1))
        found = _preview(frame, wish)
        targets_parts.show(frame, plan, by, found.rows, key=key, kind=kind)
        targets_parts.warn(frame, by, found)
        targets_closed.hint(frame, cell, shared=True)
        if _asked(frame, plan, found, wrong=bool(wrong)):
            _save(frame, wish)


def _ways(frame: Frame, plan: Plan, cell: Cell) -> tuple[str, str, Mapping[str, float] | None]:
    """By what, with which weights, and what a file says about them."""
    left, right = st.columns([1, 3], gap="small")
    names = dimension_names(tuple(_offered(cell)))
    if st.session_state.get("targets.split.by") not in names:
        st.session_state["targets.split.by"] = next(iter(names))
    by = left.selectbox(
        _("Split by"), list(names), format_func=names.__getitem__, key="targets.split.by", persist_state="session"
    )
    with db.reading() as session:
        foreseen = targets.has_forecast(session, frame.user, plan, cell, str(by))
    kinds = {kind: _(name) for kind, name in targets.KINDS.items() if _fits(kind, str(by), foreseen=foreseen)}
    if st.session_state.get("targets.split.kind") not in kinds:
        st.session_state["targets.split.kind"] = next(iter(kinds))
    kind = right.segmented_control(
        _("Weights"), list(kinds), required=True, format_func=kinds.__getitem__, key="targets.split.kind",
        persist_state="session",
    )  # fmt: skip
    given = None
    if kind == "file":
        file = st.file_uploader(_("File with weights"), type=["csv", "tsv", "txt", "xlsx"], key="targets.split.file")
        with messages.guarded():
            given = targets_weights.of_file(file) if file is not None else None
    return str(by), str(kind), given


def _offered(cell: Cell) -> list[str]:
    """What the cell can be split by: what it names is not split again, but regions have regions in them."""
    gone = {dimension for dimension in ("product_line", "channel", "rep") if getattr(cell, dimension)}
    gone |= {"quarter", "month"} if cell.month else {"quarter"} if cell.quarter else set()
    return [by for by in _BY if by not in gone]


def _fits(kind: str, by: str, *, foreseen: bool) -> bool:
    """The season splits periods; a forecast has to know the parts."""
    return (kind != "forecast" or foreseen) and (kind != "season" or by in ("quarter", "month"))


def _known(given: Mapping[str, float] | None, members: Sequence[str]) -> dict[str, float]:
    """What a file says about the members: 0 for those it does not name. A code that is no member is left to the
    service, which says so."""
    return {} if given is None else dict.fromkeys(members, 0.0) | dict(given)


def _preview(frame: Frame, wish: Wish) -> targets.Split:
    """What the split would give; nothing is saved."""
    with db.reading() as session:
        return targets.split(
            session, frame.user, wish.plan, wish.cell, wish.by, wish.weights, locks=wish.locks, dry_run=True
        )  # fmt: skip


def _asked(frame: Frame, plan: Plan, found: targets.Split, *, wrong: bool) -> bool:
    """The sum of the parts beside the amount that is split, and the button."""
    say = [markup.plain(targets_words.shown(plan.measure, value, frame.currency))
           for value in (int(found.rows["amount"].sum()), found.parent)]  # fmt: skip
    st.caption(_("The parts sum to {sum}; the target is {parent}.").format(sum=say[0], parent=say[1]))
    targets_waits.limit(frame, plan)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Reason"), max_chars=1000, key="targets.split.reason")
        return st.button(_("Save"), type="primary", icon=":material/check:", disabled=wrong, key="targets.split.save")


def _save(frame: Frame, wish: Wish) -> None:
    reason = st.session_state.get("targets.split.reason", "")
    with db.writing() as session:
        done = targets.split(
            session, frame.user, wish.plan, wish.cell, wish.by, wish.weights, locks=wish.locks, reason=reason
        )  # fmt: skip
    assert done.change is not None
    text = _("{cell} is split by {dimension}.").format(
        cell=markup.plain(targets_words.cell_words(wish.cell, frame.calendar, frame.names, frame.whole)),
        dimension=dimension_names((wish.by,))[wish.by],
    )
    targets_said.change(text, wish.plan, done.change)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
