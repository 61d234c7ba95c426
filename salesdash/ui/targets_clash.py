"""When somebody else changed cells of the grid meanwhile: both values of each, and the choice between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from salesdash.errors import SalesDashError
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.targets import Cell, Plan
from salesdash.ui import targets_table, targets_words
from salesdash.ui.targets_frame import Frame
from salesdash.ui.targets_table import Table

_ASKED = "targets.clash"
Row = tuple[Cell, int, int]
Save = Callable[[Frame, Plan, list[Row], str, str], None]


@dataclass(frozen=True)
class Clash:
    """What was to be saved (cell, amount, the amount that was shown), and what stands in each cell now."""

    plan: Plan
    rows: Sequence[Row]
    now: Sequence[int]
    way: str
    reason: str

    @property
    def places(self) -> list[int]:
        """Which of the rows somebody else has changed."""
        return [at for at, (row, now) in enumerate(zip(self.rows, self.now, strict=True)) if row[2] != now]


def clash(frame: Frame, shown: Table, rows: Sequence[Row], way: str, reason: str) -> None:
    """Looks up what stands there now; from the next run on the page asks."""
    of, by = shown.choice.of, shown.choice.by
    present = targets_table.table(frame, shown.choice).amounts
    now = [present.get((getattr(cell, of), getattr(cell, by)), 0) for cell, _amount, _seen in rows]
    st.session_state[_ASKED] = Clash(shown.choice.plan, rows, now, way, reason)


def settle(frame: Frame, shown: Table, save: Save) -> bool:
    """Asks, if there is something to ask; True while it does."""
    held: Clash | None = st.session_state.get(_ASKED)
    if held is None or held.plan != shown.choice.plan:
        return False
    places = held.places
    st.warning(
        ngettext(
            "Somebody else changed {count} of these cells while you had them open. Choose whose value holds.",
            "Somebody else changed {count} of these cells while you had them open. Choose whose values hold.",
            len(places),
        ).format(count=len(places)),
        icon=":material/group:",
    )
    mine = st.data_editor(
        _both(frame, held, places), hide_index=True, num_rows="fixed", disabled=[0, 1, 2, 3], key="targets.clash.grid",
        column_config={"mine": st.column_config.CheckboxColumn(_("Take mine"))},
    )["mine"].tolist()  # fmt: skip
    with st.container(horizontal=True):
        chosen = st.button(_("Save what is chosen"), type="primary", key="targets.clash.save")
        if st.button(_("Back to the grid"), key="targets.clash.back"):
            del st.session_state[_ASKED]
            st.rerun()
    if chosen:
        _apply(frame, held, [at for at, taken in zip(places, mine, strict=True) if not taken], save)
    return True


def _both(frame: Frame, held: Clash, places: Sequence[int]) -> pd.DataFrame:
    def say(value: int) -> str:
        return targets_words.shown(held.plan.measure, value, frame.currency)

    return pd.DataFrame(
        {
            _("Cell"): [
                targets_words.cell_words(held.rows[at][0], frame.calendar, frame.names) for at in places
            ],
            _("You saw"): [say(held.rows[at][2]) for at in places],
            _("Now it is"): [say(held.now[at]) for at in places],
            _("You want"): [say(held.rows[at][1]) for at in places],
            "mine": [False] * len(places),
        }
    )  # fmt: skip


def _apply(frame: Frame, held: Clash, theirs: Sequence[int], save: Save) -> None:
    """Saves all but what the others keep, against what stands there now."""
    del st.session_state[_ASKED]
    rows = [
        (cell, amount, held.now[at])
        for at, (cell, amount, _seen) in enumerate(held.rows)
        if at not in theirs and amount != held.now[at]
    ]
    if not rows:
        st.session_state.pop("targets.grid_open", None)
        st.rerun()
    try:
        save(frame, held.plan, rows, held.way, held.reason)
    except SalesDashError as problem:
        st.error(problem.text(), icon=":material/error:")
    else:
        st.rerun()
