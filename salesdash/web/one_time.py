"""The pages behind one-time links: the first administrator, a new password."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from salesdash.access import sign_in
from salesdash.errors import SalesDashError
from salesdash.locale import gettext as _
from salesdash.web import template
from salesdash.web.forms import password_fields, same_twice
from salesdash.web.handling import Form


def setup(request: Request, form: Form) -> Response:
    """The first administrator, with the token that the server printed at its start."""
    token = form.get("token") or request.query_params.get("token", "")
    notice = ""
    if request.method == "POST":
        try:
            same_twice(form)
            sign_in.first_administrator(token, form.get("login", ""), form.get("name", ""), form.get("password", ""))
            return RedirectResponse("/sign-in?said=setup", status_code=303)
        except SalesDashError as refused:
            notice = refused.text()
    fields = (
        template.hidden("token", token)
        + template.field("login", _("Login"), value=form.get("login", ""), autocomplete="username", focus=True)
        + template.field("name", _("Name"), value=form.get("name", ""), autocomplete="name")
        + password_fields()
    )
    body = template.form("/setup", fields, _("Make the account"))
    return _page(_("The first administrator"), body, notice, "/setup", token)


def reset(request: Request, form: Form) -> Response:
    """A new password, with the link that an administrator handed over."""
    token = form.get("token") or request.query_params.get("token", "")
    notice = ""
    if request.method == "POST":
        try:
            same_twice(form)
            sign_in.choose_password(token, form.get("password", ""))
            return RedirectResponse("/sign-in?said=reset", status_code=303)
        except SalesDashError as refused:
            notice = refused.text()
    body = template.form("/reset", template.hidden("token", token) + password_fields(), _("Save the password"))
    return _page(_("Choose a password"), body, notice, "/reset", token)


def _page(title: str, body: str, notice: str, path: str, token: str) -> Response:
    again = f"{path}?{urlencode({'token': token})}"
    return template.page(title, body, notice=notice, again=again, status=400 if notice else 200)
