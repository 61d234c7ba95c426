"""What can go wrong when something is told, as a code that is kept and the words that a person reads."""

from dataclasses import dataclass

from salesdash.locale import N_
from salesdash.locale import gettext as _

#: code → what it means and what to do
MEANINGS = {
    "no_server": N_("No mail server is set up for this installation. Ask your administrator."),
    "settings": N_("The settings of the mail server are not right ({detail}). Ask your administrator."),
    "unreachable": N_("The server does not answer ({detail})."),
    "sign_in": N_("The mail server did not accept our sign-in. Ask your administrator."),
    "no_tls": N_("The mail server offers no TLS, so our password was not sent. Ask your administrator."),
    "address": N_("The mail server does not accept this address ({detail})."),
    "refused": N_("The server refused what was sent ({detail})."),
    "inner_address": N_("This address lies inside a network and was not called. Your administrator can allow it."),
    "answered": N_("The server answered with {detail}."),
    "overtaken": N_("It could not be sent before the next one was due."),
}
_LONGEST = 400


@dataclass(frozen=True)
class Problem:
    """``lasting``: trying again brings nothing."""

    code: str
    detail: str = ""
    lasting: bool = False

    def kept(self) -> str:
        """As it is kept beside the delivery."""
        return f"{self.code}:{self.detail}"[:_LONGEST]


def words(kept: str) -> str:
    """What was kept, in the language in force."""
    code, _colon, detail = kept.partition(":")
    return _(MEANINGS[code]).format(detail=detail) if code in MEANINGS else kept
