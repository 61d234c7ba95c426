"""What a file would do: in numbers and one sentence, then the details behind tabs."""

import pandas as pd
import streamlit as st

from salesdash.imports import told
from salesdash.imports.kinds import KINDS
from salesdash.imports.options import Preview
from salesdash.imports.rejects import words
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.ui.identity import plain
from salesdash.ui.uploads_state import Upload
from salesdash.ui.uploads_text import count, counts, table

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
        if "targets" in result.told:
            said += " " + _("They hold {targets}, {period}.").format(targets=told.words(result.told)[0], period=period)
        else:
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


def warnings(preview: Preview) -> None:
    """What may be meant otherwise, before the button that imports."""
    for said in told.warnings(preview.result.warnings):
        st.warning(plain(said), icon=":material/warning:")


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
