"""What a file would do: in numbers and one sentence, then the details behind tabs."""

from itertools import starmap
from typing import Any

import pandas as pd
import streamlit as st

from salesdash.dimensions import dimension_name
from salesdash.imports.kinds import KINDS
from salesdash.imports.options import Preview
from salesdash.imports.rejects import words
from salesdash.locale import N_, formats, ngettext
from salesdash.locale import gettext as _
from salesdash.ui.identity import plain
from salesdash.ui.uploads_state import Upload
from salesdash.ui.uploads_text import count, counts, table

_MEASURES = {"revenue": N_("Revenue"), "orders": N_("Orders")}
_TABLE_HEIGHT, _ROW_HEIGHT = 388, 35


def sentence(preview: Preview) -> str:
    """The answer to the page's question before anything has happened."""
    result = preview.result
    if not result.rows:
        return _("The file has a header and no rows.")
    if not result.accepted and not result.rejected:
        return _("Everything in this file is here already: importing it changes nothing.")
    if not result.accepted:
        return _("There is nothing to import: {known} rows are here already, {rejected} cannot be used.").format(
            known=count(result.duplicates), rejected=count(result.rejected)
        )
    said = ngettext("{usable} of {rows} row can be used.", "{usable} of {rows} rows can be used.", result.rows).format(
        usable=count(result.rows - result.rejected), rows=count(result.rows)
    )
    if preview.first_day is not None:
        period = formats.span(preview.first_day, preview.last_day)
        said += " " + _("They are dated {period}.").format(period=period)
    return said


def figures(preview: Preview) -> None:
    """Rows by what would become of them."""
    result, rejects = preview.result, _("Rejected")
    counts(
        [
            (_("Rows in the file"), result.rows),
            (_("New"), result.inserted),
            (_("Changed"), result.updated),
            (_("Here already"), result.duplicates),
            (rejects, result.rejected),
        ],
        look_at=rejects,
    )


def effect(preview: Preview, currency: str) -> None:
    """The sums against the file, what the period's figures become, and the names that are new."""
    if len(preview.totals) or len(preview.effect):
        with st.grid(2, min_column_width=320, gap="large"):
            if len(preview.totals):
                table(
                    _("In the file and as they would be loaded"),
                    [_("Column"), _("In the file"), _("To be loaded"), _("Here already"), _("Rejected")],
                    _totals(preview),
                    _("Rows that could not be read are in none of these sums.") if preview.result.rejected else "",
                )
            effect_table(preview, currency)
    if not preview.new_members:
        st.caption(_("The file brings no new names."))
        return
    st.markdown("**" + _("Names that the file brings") + "**")
    st.markdown("\n".join(starmap(_new_names, preview.new_members.items())))
    st.caption(_("They are made on import. A code with a typing error shows up here as a new name."))


def effect_table(preview: Preview, currency: str) -> None:
    """The figures of the file's days without and with it, for who may see them."""
    effect = preview.effect
    if not len(effect):
        return

    def shown(measure: str, value: Any) -> str:
        return formats.money(value, currency) if measure == "revenue" else count(value)

    table(
        _("The figures of these days, as far as you see them"),
        [_("Figure"), _("Before"), _("After the import")],
        [
            [_(_MEASURES[measure]), shown(measure, before), shown(measure, after)]
            for measure, before, after in zip(effect["measure"], effect["before"], effect["after"], strict=True)
        ],
    )


def rejected(upload: Upload, preview: Preview) -> None:
    """All rejected rows counted by reason, the first of them shown, the whole list to take away."""
    if not preview.result.rejected:
        st.success(_("Every row can be used."), icon=":material/check_circle:")
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        reasons = sorted(preview.reasons.items(), key=lambda item: -item[1])
        table(_("Why"), [_("Reason"), _("Rows")], [[words(reason), count(rows)] for reason, rows in reasons])
        if preview.outside_scope:
            st.caption(_("Rows outside your scope can only be imported by somebody who may see them."))
        download_rejects(upload, preview.result.rejects_file, "preview")
    with right:
        total = count(preview.result.rejected)
        st.caption(_("The first {shown} of {rows}").format(shown=count(len(preview.problems)), rows=total))
        height = min(_TABLE_HEIGHT, _ROW_HEIGHT * (len(preview.problems) + 1) + 3)
        st.dataframe(_problems(upload.kind, preview.problems), hide_index=True, height=height, key="upload_problems")


def download_rejects(upload: Upload, file: str | None, key: str) -> None:
    """The list of all rejected rows, if there is one."""
    if file is None:
        return
    stem = upload.parked.name.split(".")[0]
    st.download_button(
        _("Download the rejected rows"),
        data=lambda: open(file, "rb"),  # noqa: PTH123, SIM115 - read when it is asked for, closed by the server
        file_name=_("{file} rejected.csv").format(file=stem),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"rejects_{key}",
    )


def _new_names(dimension: str, found: tuple[int, list[str]]) -> str:
    number, codes = found
    more = " …" if number > len(codes) else ""
    return f"- {dimension_name(dimension)} ({count(number)}): {plain(', '.join(sorted(codes)))}{more}"


def _totals(preview: Preview) -> list[list[str]]:
    kind, totals = KINDS[preview.result.kind], preview.totals
    rows = []
    for key, *values in totals[["field", "read", "counted", "known", "rejected"]].itertuples(index=False):
        decimals = max(max(0, -value.normalize().as_tuple().exponent) for value in values)
        rows.append([_(kind.field(key).name), *(formats.number(value, decimals) for value in values)])
    return rows


def _problems(kind: str, problems: pd.DataFrame) -> pd.DataFrame:
    names = {field.key: _(field.name) for field in KINDS[kind].fields}
    return pd.DataFrame(
        {
            _("Line"): problems["line"],
            _("Field"): problems["field"].map(lambda key: names.get(key, "")),
            _("Value"): problems["value"],
            _("Reason"): problems["reason"],
        }
    )
