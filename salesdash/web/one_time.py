"""The pages behind one-time links: the first administrator, a new password."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from salesdash.access import first, sign_in
from salesdash.errors import SalesDashError
from salesdash.locale import gettext as _
from salesdash.web import cookies, template
from salesdash.web.forms import password_fields, same_twice
from salesdash.web.handling import Form


def setup(request: Request, form: Form) -> Response:
    """The first administrator, with the token that the server printed at its start."""
    token = form.get("token") or request.query_params.get("token", "")
    title, notice = _("The first administrator"), ""
    try:
        first.check(token)
    except SalesDashError as spent:
        return _spent(title, spent, "/setup", token)
    if request.method == "POST":
        try:
            same_twice(form)
            names = form.get("login", ""), form.get("name", "")
            device = request.headers.get("user-agent", "")
            session = first.make(token, *names, form.get("password", ""), device=device)
        except SalesDashError as refused:
            notice = refused.text()
        else:
            response = RedirectResponse("/", status_code=303, headers={"Cache-Control": "no-store"})
            cookies.begin(response, session)
            return response
    fields = (
        template.hidden("token", token)
        + template.field("login", _("Login"), value=form.get("login", ""), autocomplete="username", focus=True)
        + template.field("name", _("Name"), value=form.get("name", ""), autocomplete="name")
        + password_fields()
    )
    body = template.form("/setup", fields, _("Make the account"))
    return _page(title, body, notice, "/setup", token)


def reset(request: Request, form: Form) -> Response:
    """A new password, with the link that an administrator handed over."""
    token = form.get("token") or request.query_params.get("token", "")
    title, notice = _("Choose a password"), ""
    try:
        sign_in.check_link(token)
    except SalesDashError as spent:
        return _spent(title, spent, "/reset", token)
    if request.method == "POST":
        try:
            same_twice(form)
            sign_in.choose_password(token, form.get("password", ""))
            return RedirectResponse("/sign-in?said=reset", status_code=303)
        except SalesDashError as refused:
            notice = refused.text()
    body = template.form("/reset", template.hidden("token", token) + password_fields(), _("Save the password"))
    return _page(title, body, notice, "/reset", token)


def _spent(title: str, spent: SalesDashError, path: str, token: str) -> Response:
    """Instead of a form that could not be sent: what is wrong with the link, and the way to the sign-in."""
    return _page(title, template.link("/sign-in", _("Sign in")), spent.text(), path, token)


def _page(title: str, body: str, notice: str, path: str, token: str) -> Response:
    again = f"{path}?{urlencode({'token': token})}"
    return template.page(title, body, notice=notice, again=again, status=400 if notice else 200)
