"""How the file is written: what was recognised, its correction, and the question where the file leaves it open."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

from salesdash.errors import SalesDashError
from salesdash.imports.reading import dates
from salesdash.imports.reading.encodings import CODECS
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.ui.uploads_state import Upload

DELIMITERS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("vertical bar")}
DATE_FORMS = {
    dates.DMY: N_("day, month, year"),
    dates.MDY: N_("month, day, year"),
    dates.YMD: N_("year, month, day"),
    dates.ROC: N_("year of the Republic, month, day"),
}
DECIMALS = {".": N_("point"), ",": N_("comma")}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": N_("UTF-8 with byte order mark"),
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 BE",
    "gb18030": N_("GB18030 (simplified Chinese)"),
    "big5": N_("Big5 (traditional Chinese)"),
    "windows-1252": N_("Windows-1252 (western)"),
}
#: code of a problem that is a question → the option that answers it
_QUESTIONS = {"ambiguous_dates": "date_format", "ambiguous_numbers": "decimal", "duplicate_column": "mapping"}


def in_words(upload: Upload) -> str:
    """What was recognised, on one line."""
    if upload.preview is None:
        return ""
    found = upload.preview.result.dialect
    encoding, delimiter, written = found["encoding"], found["delimiter"], found["date_format"]
    parts = [
        _(ENCODINGS.get(encoding, encoding)) if encoding else "",
        _("delimiter {name}").format(name=_(DELIMITERS.get(delimiter, delimiter))) if delimiter else "",
        _("dates {form}").format(form=written) if written else "",
        _("decimal {name}").format(name=_(DECIMALS[found["decimal"]])) if found["decimal"] else "",
    ]
    return " · ".join(filter(None, parts))


def form(upload: Upload) -> None:
    """Each part of the dialect with what was recognised, to be overruled."""
    found = upload.preview.result.dialect if upload.preview else {}
    options, stamp = upload.options, f"{upload.parked.id}_{upload.kind}_{upload.generation}"
    with st.form(f"dialect_{stamp}", border=False):
        with st.grid(4, min_column_width=220):
            encoding = _choice(
                _("Encoding"), [c for c in CODECS if c in ENCODINGS], ENCODINGS, options.encoding, found.get("encoding")
            )
            delimiter = _choice(_("Delimiter"), list(DELIMITERS), DELIMITERS, options.delimiter, found.get("delimiter"))
            date_form = _choice(
                _("Order of dates"), list(DATE_FORMS), DATE_FORMS, options.date_format, found.get("date_format")
            )
            decimal = _choice(_("Decimal sign"), list(DECIMALS), DECIMALS, options.decimal, found.get("decimal"))
        if st.form_submit_button(_("Read the file like this"), icon=":material/sync:"):
            upload.change(encoding=encoding, delimiter=delimiter, date_format=date_form, decimal=decimal)
            st.rerun()


def is_question(problem: SalesDashError) -> bool:
    """True if the file leaves something open that a person can answer by choosing."""
    return problem.code in _QUESTIONS and bool(problem.details.get("choices"))


def question(upload: Upload, problem: SalesDashError) -> None:
    """Asks what the file leaves open, with a sample of it read each way."""
    with st.container(border=True, key="upload_question"):
        st.markdown(f"##### :material/help: {_title(problem)}")
        st.caption(_("The file alone does not tell. Nothing is guessed: please say which it is."))
        with st.form(f"question_{problem.code}_{upload.parked.id}_{upload.generation}", border=False):
            choice = st.radio(
                _title(problem),
                list(problem.details["choices"]),
                index=None,
                format_func=lambda value: _reading(problem, value),
                label_visibility="collapsed",
            )
            if not st.form_submit_button(_("Continue"), type="primary"):
                return
            if choice is None:
                st.warning(_("Choose one of the readings."))
                return
        if problem.code == "duplicate_column":
            upload.change(mapping={**upload.options.mapping, problem.details["field"]: choice})
        else:
            upload.change(**{_QUESTIONS[problem.code]: choice})
        st.rerun()


def _choice(
    label: str, choices: Sequence[str], words: dict[str, str], chosen: str | None, found: str | None
) -> str | None:
    """A select box whose first entry leaves the matter to the file."""
    shown = _(words.get(found) or found) if found else ""
    automatic = _("As recognised: {value}").format(value=shown) if shown and chosen is None else _("As recognised")
    everything: list[str] = ["", *dict.fromkeys([*choices, *filter(None, [chosen])])]
    picked = st.selectbox(
        label,
        everything,
        index=everything.index(chosen or ""),
        format_func=lambda value: _(words[value]) if value in words else value or automatic,
    )
    return picked or None


def _title(problem: SalesDashError) -> str:
    details = problem.details
    if problem.code == "duplicate_column":
        return _("Which column is the field “{name}”?").format(name=details["name"])
    if problem.code == "ambiguous_dates":
        return _("Which day is {example} in the column “{column}”?").format(
            example=details["example"], column=details["column"]
        )
    return _("How much is 1{sign}234 in the column “{column}”?").format(sign=details["sign"], column=details["column"])


def _reading(problem: SalesDashError, choice: str) -> str:
    """The sample read in one of the ways."""
    if problem.code == "ambiguous_dates":
        days = dates.parse(problem.details["example"], choice)
        day = formats.day(date(1970, 1, 1) + timedelta(days=days), weekday=True)
        return f"{day} ({_(DATE_FORMS.get(choice, choice))})"
    if problem.code == "ambiguous_numbers":
        value = Decimal("1.234") if choice == problem.details["sign"] else Decimal(1234)
        return _("{number} (decimal sign is the {sign})").format(
            number=formats.number(value, None), sign=_(DECIMALS[choice])
        )
    return choice
