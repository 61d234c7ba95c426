"""The parts of a split in a grid: locks and weights that are edited there, and what each part comes to."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from salesdash import targets
from salesdash.errors import BadInput
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.targets import Plan, sentences
from salesdash.ui import markup, targets_closed, targets_weights, targets_words
from salesdash.ui.targets_frame import Frame, dimension_names

#: the codes of the rows as the grid showed them last, by the grid's key
_ROWS = "targets.split_rows"
_HEIGHT = 480


def edits(key: str) -> tuple[list[str], dict[str, float], list[str]]:
    """What was edited in the grid: locked members, typed weights, and weights that cannot be read."""
    codes = st.session_state.get(_ROWS, {}).get(key, [])
    edited: Mapping[int, Mapping[str, Any]] = st.session_state.get(key, {}).get("edited_rows", {})
    locked, typed, wrong = [], {}, []
    for row, values in edited.items():
        code = codes[int(row)]
        if values.get("locked"):
            locked.append(code)
        if "weight" in values:
            try:
                typed[code] = targets_words.read_weight(values["weight"] or "") or 0.0
            except BadInput as problem:
                wrong.append(f"**{markup.plain(code)}**: {markup.plain(problem.text())}")
    return locked, typed, wrong


def show(frame: Frame, plan: Plan, by: str, rows: pd.DataFrame, *, key: str, kind: str) -> None:
    """The parts: locks, and weights where they are typed, can be edited. ``kind``: that of the weights."""
    measure, codes = plan.measure, [str(code) for code in rows[by]]
    st.session_state[_ROWS] = {key: codes}
    written = kind in targets_weights.WRITTEN
    unit = targets.scale(measure) if kind in targets_weights.AMOUNTS else 1
    names = targets_words.part_names(frame.calendar, by, rows)
    closed = targets_closed.parts(frame, plan.year, by, codes)
    shown = pd.DataFrame(
        {
            "name": [targets_closed.marked(name) if shut else name for name, shut in zip(names, closed, strict=True)],
            # what is closed takes no part in the sharing; where weights are typed they stay to be edited
            "weight": [
                formats.DASH if shut and not written else formats.number(weight, None)
                for weight, shut in zip(rows["weight"] / unit, closed, strict=True)
            ],
            "locked": rows["locked"].astype(bool),
            "now": [targets_words.plain(measure, now, frame.currency) for now in rows["now"].tolist()],
            "amount": [targets_words.plain(measure, a, frame.currency) or "0" for a in rows["amount"].tolist()],
        }
    )
    st.data_editor(
        shown, hide_index=True, num_rows="fixed", key=key, height=min(_HEIGHT, 38 + 35 * len(rows)), row_height=35,
        disabled=["name", "now", "amount", *([] if written else ["weight"])],
        column_config={
            "name": st.column_config.TextColumn(dimension_names((by,))[by], pinned=True),
            "weight": st.column_config.TextColumn(_("Weight"), alignment="right", max_chars=40),
            "locked": st.column_config.CheckboxColumn(
                _("Locked"), help=_("Keeps its amount, the rest share what is left")
            ),
            "now": st.column_config.TextColumn(_("Now"), alignment="right"),
            "amount": st.column_config.TextColumn(_("After the split"), alignment="right"),
        },
        alt=_("Parts of the split"),
    )  # fmt: skip


def warn(frame: Frame, by: str, found: targets.Split) -> None:
    """Tells of parts that would be locked at 0."""
    if found.empty:
        rows = found.rows[found.rows[by].isin(found.empty)]
        names = [markup.plain(name) for name in targets_words.part_names(frame.calendar, by, rows)]
        st.warning(sentences.locked_at_nothing(names), icon=":material/lock:")
