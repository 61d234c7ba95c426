"""A report as a file: the form follows from the ending of its name."""

import secrets
from collections.abc import Callable
from pathlib import Path

from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.reports.answers import Report


def _slides(report: Report) -> bytes:
    from salesdash.reports.slides import to_pptx

    return to_pptx(report)


def _workbook(report: Report) -> bytes:
    from salesdash.reports.workbook import to_xlsx

    return to_xlsx(report)


def _page(report: Report) -> bytes:
    from salesdash.reports.page import to_html

    return to_html(report)


#: ending → what makes the bytes of such a file; the libraries are imported when one is made
WRITERS: dict[str, Callable[[Report], bytes]] = {"pptx": _slides, "xlsx": _workbook, "html": _page}


def ending(name: str) -> str:
    """The form that a file's name asks for. Raises BadInput for one that is not known."""
    found = Path(name).suffix.lower().removeprefix(".")
    if found not in WRITERS:
        raise BadInput(
            "unknown_ending",
            N_("A report is written as {known}; the name {file} ends with none of them."),
            file=name,
            known=", ".join(f".{one}" for one in WRITERS),
        )
    return found


def destination(name: str) -> Path:
    """The file to write, if there is a folder for it. Raises BadInput where there is none."""
    path = Path(name)
    if path.is_dir() or not path.parent.is_dir():
        raise BadInput("no_folder", N_("There is no folder for the file {file}."), file=name)
    return path


def write(report: Report, path: Path) -> int:
    """Writes the report; the number of bytes. What was there before stays until all of the new is there."""
    content = WRITERS[ending(path.name)](report)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return len(content)
