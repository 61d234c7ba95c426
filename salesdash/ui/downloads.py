"""Download buttons: the file is made when somebody asks for it, not when the page is shown."""

from collections.abc import Callable

import streamlit as st

from salesdash import company, db, downloads
from salesdash.downloads import Sheet
from salesdash.locale import gettext as _
from salesdash.locale import language, use

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def buttons(key: str, title: str, make: Callable[[], Sheet]) -> None:
    """CSV and Excel of the table that ``make`` returns, side by side."""
    spoken = language()
    with db.reading() as session:
        today = company.today(company.settings(session))

    def bytes_of(write: Callable[[Sheet], bytes]) -> bytes:
        use(spoken)  # the file is made in another thread, which does not know the reader
        return write(make())

    st.download_button(
        "CSV", lambda: bytes_of(downloads.as_csv), downloads.file_name(title, "csv", today), "text/csv",
        key=f"{key}.csv", icon=":material/download:", on_click="ignore",
        help=_("Download as CSV: {table}").format(table=title),
    )  # fmt: skip
    st.download_button(
        "Excel", lambda: bytes_of(downloads.as_excel), downloads.file_name(title, "xlsx", today), _EXCEL,
        key=f"{key}.xlsx", icon=":material/download:", on_click="ignore",
        help=_("Download as Excel: {table}").format(table=title),
    )  # fmt: skip
