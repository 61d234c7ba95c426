"""How pages speak about what went wrong: in one place."""

import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from salesdash.errors import SalesDashError
from salesdash.locale import gettext as _
from salesdash.ui.markup import plain

_log = logging.getLogger(__name__)


@contextmanager
def guarded() -> Iterator[None]:
    """What a person can mend is said in their words; anything else is a bug: logged with an id, which the page shows.
    The rest of the page goes on."""
    try:
        yield
    except SalesDashError as error:
        st.error(_without_links(error.text()), icon=":material/error:")
    except Exception:
        number = secrets.token_hex(4)
        _log.exception("Error %s on a page", number)
        st.error(
            _(
                "Something went wrong here. Nothing was saved. Please tell your administrator this number: {number}"
            ).format(number=number),
            icon=":material/error:",
        )


def empty(what: str, next_step: str) -> None:
    """Where there is nothing to show: says so, and what to do next."""
    st.info(f"**{what}** {next_step}", icon=":material/inbox:")


def ignored(values: Sequence[str]) -> None:
    """What an address or a typed filter named in vain; unknown and not permitted are not told apart on purpose."""
    if values:
        st.warning(
            _("Ignored, because it is unknown or not open to you: {values}").format(values=plain(", ".join(values))),
            icon=":material/filter_alt_off:",
        )


def _without_links(text: str) -> str:
    """``text`` so that nothing in it becomes a link or a picture: it may hold what a file or an address said."""
    return text.replace("[", "\\[")
