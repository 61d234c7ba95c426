"""Errors that a person can mend. Pages and the command line turn them into words in one place each.

Everything else that is raised is a bug: it is logged with an id and the page shows the id.
"""

from collections.abc import Mapping
from typing import Any

from salesdash.locale import gettext, ngettext


class SalesDashError(Exception):
    """Base of the family.

    ``code`` names the case for programs (snake case), ``message`` is an English template marked with ``N_`` (with a
    plural: ``NN_``) at the place where it is written, ``details`` fills the template and is shown to programs as it is.
    """

    exit_status = 1

    def __init__(self, code: str, message: str | tuple[str, str, str], **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.details: Mapping[str, Any] = details

    def text(self) -> str:
        """The message in the language in force."""
        if isinstance(self.message, str):
            return gettext(self.message).format_map(self.details)
        singular, plural, counted = self.message
        return ngettext(singular, plural, self.details[counted]).format_map(self.details)

    def __str__(self) -> str:
        return f"{self.code}: {self.text()}"


class BadInput(SalesDashError):
    """What was given cannot be used; nothing was saved."""

    exit_status = 2


class NotPermitted(SalesDashError):
    """The person may not do or see this."""

    exit_status = 3


class Conflict(SalesDashError):
    """Somebody else changed it meanwhile, or the present state does not allow it."""

    exit_status = 4
