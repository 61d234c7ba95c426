"""The grid of many targets as it is drawn."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from salesdash.locale import gettext as _
from salesdash.ui import targets_closed, targets_words
from salesdash.ui.targets_frame import Frame, dimension_names
from salesdash.ui.targets_table import OPEN, Table

_HEIGHT = 620
#: width of a sign, and of the narrowest column (pixels)
_SIGN, _NARROWEST = 8, 92
_SUM = "sum"


def draw(frame: Frame, shown: Table, changes: Mapping[tuple[str, int], int], key: str) -> None:
    """The grid. Amounts are text in it, so that a pasted 1,200,000 or a dash is taken as it is written."""
    now = {**shown.amounts, **changes}
    rows = []
    for code in shown.codes:
        values = {period: shown.amounts.get((code, period), 0) for period in shown.headings}
        open_ = shown.totals.get(code, 0) - sum(values.values())
        whole = open_ + sum(now.get((code, period), 0) for period in shown.headings)
        cells = {str(p): targets_words.plain(shown.choice.plan.measure, v, frame.currency) for p, v in values.items()}
        total = targets_words.plain(shown.choice.plan.measure, whole, frame.currency)
        rows.append({"name": frame.named(shown.choice.of, code), _SUM: total, **cells})
    name = dimension_names((shown.choice.of,))[shown.choice.of]
    longest = max(len(text) for row in rows for column, text in row.items() if column != "name")
    width = max(_NARROWEST, _SIGN * longest + 24)
    config: dict[str, Any] = {
        "name": st.column_config.TextColumn(name, disabled=True, pinned=True),
        _SUM: st.column_config.TextColumn(_("Total"), disabled=True, alignment="right", width=width),
    }
    closed = set(targets_closed.months(frame, shown.choice.plan.year))
    for period, heading in shown.headings.items():
        shut = closed.issuperset(targets_closed.inside(frame.calendar, shown.choice.cell(OPEN, period)))
        label = targets_closed.marked(heading) if shut else heading
        config[str(period)] = st.column_config.TextColumn(
            label, alignment="right", max_chars=40, width=max(width, _SIGN * len(label) + 24), disabled=shut
        )
    st.data_editor(
        pd.DataFrame(rows), hide_index=True, num_rows="fixed", column_config=config, key=key,
        height=min(_HEIGHT, 38 + 35 * len(rows)), row_height=35, placeholder="",
        alt=_("Targets by {dimension}").format(dimension=name),
    )  # fmt: skip
