"""What a file would do: its sums, what figures and targets become, and the names that are new."""

from collections.abc import Mapping
from contextlib import nullcontext
from itertools import starmap
from typing import Any

import pandas as pd
import streamlit as st

from salesdash.dimensions import dimension_name
from salesdash.imports import told
from salesdash.imports.kinds import KINDS
from salesdash.imports.options import Preview
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui.identity import plain
from salesdash.ui.uploads_text import count, table
from salesdash.units import SCALE

#: what the amounts of a file are multiplied by → its words
_UNITS = {
    1_000: N_("thousands"),
    10_000: N_("tens of thousands"),
    1_000_000: N_("millions"),
    100_000_000: N_("hundreds of millions"),
}
#: who gives way → its words
_GIVES = {"siblings": N_("what was not split yet"), "parent": N_("the sums above follow")}


def effect(preview: Preview, currency: str) -> None:
    """The sums against the file, what the period's figures become, and the names that are new."""
    with st.grid(2, min_column_width=320, gap="large") if len(preview.effect) else nullcontext():
        if len(preview.totals):
            table(
                _("In the file and as they would be loaded"),
                [_("Column"), _("In the file"), _("To be loaded"), _("Here already"), _("Rejected")],
                _totals(preview, currency),
                _("Rows that could not be read are in none of these sums.") if preview.result.rejected else "",
            )
        effect_table(preview, currency)
    for said in remarks(preview, currency):
        st.markdown(f":material/info: {said}")
    if not preview.new_members:
        if preview.result.kind != "targets":  # which make no names
            st.caption(_("The file brings no new names."))
        return
    st.markdown("**" + _("Names that the file brings") + "**")
    st.markdown("\n".join(starmap(_new_names, preview.new_members.items())))
    st.caption(_("They are made on import. A code with a typing error shows up here as a new name."))


def effect_table(preview: Preview, currency: str) -> None:
    """The figures of the file's days, or the sums of its plans, without and with it, for who may see them."""
    if len(preview.plans):
        _plans(preview.plans, currency)
    effect = preview.effect
    if not len(effect):
        return
    table(
        _("The figures of these days, as far as you see them"),
        [_("Figure"), _("Before"), _("After the import")],
        [
            [_(REGISTRY[measure].name), *(REGISTRY[measure].show(value, currency) for value in values)]
            for measure, *values in effect.itertuples(index=False)
        ],
    )


def _plans(plans: pd.DataFrame, currency: str) -> None:
    """The sum of each plan before and after; what gives way only where there is something."""
    rows = plans.to_dict("records")
    told = any(row["before"] or row["waits"] for row in rows)
    table(
        _("Sums of the targets, as far as you see them"),
        [_("Targets"), _("Before"), _("After the import"), *([_("What gives way")] if told else [])],
        [_plan(row, currency)[: 4 if told else 3] for row in rows],
    )


def _plan(row: Mapping[Any, Any], currency: str) -> list[str]:
    metric = REGISTRY[row["plan"].measure]
    before, after = (metric.show(row[name], currency) for name in ("before", "after"))
    if row["waits"]:
        return [row["plan"].title, before, _("{amount}, waits for approval").format(amount=after), ""]
    gives = _GIVES[row["give_way"]]
    return [row["plan"].title, before, after, _(gives)]


def remarks(preview: Preview, currency: str) -> list[str]:
    """What else there is to know before the import, a sentence each."""
    said = told.words({code: value for code, value in preview.result.told.items() if code != "targets"})
    if preview.multiples:
        units = formats.listing([_(_UNITS[one]) if one in _UNITS else formats.number(one) for one in preview.multiples])
        said.append(_("Unit of the amounts in the file: {units}. The sums here are whole amounts.").format(units=units))
    if preview.prepaid:
        amount = formats.money(preview.prepaid, currency)
        said.append(
            _("Orders are paid {amount} beyond what they are worth: that stands as prepaid.").format(amount=amount)
        )
    return [plain(text) for text in said]


def _new_names(dimension: str, found: tuple[int, list[str]]) -> str:
    number, codes = found
    more = " …" if number > len(codes) else ""
    return f"- {dimension_name(dimension)} ({count(number)}): {plain(', '.join(sorted(codes)))}{more}"


def _totals(preview: Preview, currency: str) -> list[list[str]]:
    kind, totals = KINDS[preview.result.kind], preview.totals
    rows = []
    for key, *values in totals[["field", "read", "counted", "known", "rejected"]].itertuples(index=False):
        if preview.money:
            rows.append([_(kind.field(key).name), *(formats.money(int(value * SCALE), currency) for value in values)])
            continue
        decimals = max(max(0, -value.normalize().as_tuple().exponent) for value in values)
        rows.append([_(kind.field(key).name), *(formats.number(value, decimals) for value in values)])
    return rows
