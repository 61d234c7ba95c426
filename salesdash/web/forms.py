"""The forms of the sign-in pages."""

from html import escape
from itertools import groupby
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse

from salesdash import company, db
from salesdash.access import first, sign_in
from salesdash.access.permissions import ROLES
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.web import origin, service, template

#: what the sign-in page says after something was done elsewhere
SAID = {
    "reset": N_("The new password holds. Sign in with it."),
}
#: people of one role beyond which the list is folded
FOLDED = 6


def sign_in_form(request: Request, wanted: str, login: str = "", notice: str = "", status: int = 200) -> HTMLResponse:
    """The sign-in page; with the sample company, on this machine, also its people at one click."""
    with db.reading() as session:
        settings = company.settings(session)
        unmanaged = not first.somebody_manages(session)
        people = _sample_people(session, wanted) if origin.from_this_machine(request) else ""
    if unmanaged and not notice:
        notice = _(
            "There is no administrator yet who can sign in. The server prints an address for the first one "
            "at its start."
        )
        if settings.sample:  # something was imported into it, or its administrators are gone
            notice = _(
                "Nobody who manages people can sign in: the sign-in at one click ends when something is imported into "
                "the sample company. On the server, take the import back (python -m salesdash import list, then "
                "python -m salesdash import undo BATCH), or have a link for a password made (python -m salesdash users "
                "reset LOGIN). Started again, the server also prints an address for a new administrator."
            )
    notice = notice or _(SAID.get(request.query_params.get("said", ""), ""))
    fields = (
        template.field("login", _("Login"), value=login, autocomplete="username", focus=not login and not people)
        + template.field(
            "password",
            _("Password"),
            kind="password",
            autocomplete="current-password",
            focus=bool(login),
            hint=_("Forgotten? An administrator can hand you a link for a new one."),
        )
        + template.hidden("next", wanted)
    )
    body = people + template.form("/sign-in", fields, _("Sign in"))
    if service.configured():
        body += template.link("/?with=service", _("Sign in with the company's account"))
    again = "/sign-in?" + urlencode({"next": wanted})
    return template.page(_("Sign in"), body, company=settings.name, notice=notice, again=again, status=status)


def _sample_people(session: Session, wanted: str) -> str:
    rows = sign_in.sample_people(session)
    order = list(ROLES)
    groups = []
    for role, members in groupby(sorted(rows, key=lambda row: order.index(row.role)), key=lambda row: row.role):
        buttons = [
            template.form(
                "/sign-in/sample", template.hidden("login", one.login) + template.hidden("next", wanted), one.name
            )
            for one in members
        ]
        title, markup = escape(_(ROLES[role].name)), "".join(buttons)
        groups.append(
            f"<div><h3>{title}</h3>{markup}</div>"
            if len(buttons) <= FOLDED
            else f"<details><summary>{title} ({len(buttons)})</summary>{markup}</details>"
        )
    if not groups:
        return ""
    heading = escape(_("Look around in the sample company as"))
    own = escape(_("Or sign in with a password"))
    return (
        f'<section class="people"><h2>{heading}</h2><div class="groups">{"".join(groups)}</div></section><h2>{own}</h2>'
    )


def password_fields() -> str:
    """A new password, typed twice."""
    return template.field(
        "password",
        _("Password"),
        kind="password",
        autocomplete="new-password",
        hint=_("12 characters or more. A few words that belong together for nobody but you are best."),
    ) + template.field("again", _("The same again"), kind="password", autocomplete="new-password")


def same_twice(form: dict[str, str]) -> None:
    """Raises BadInput unless the password was typed twice alike."""
    if form.get("password", "") != form.get("again", ""):
        raise BadInput("not_alike", N_("The two passwords are not the same."))
