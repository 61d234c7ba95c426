"""Signing in and out: small pages of plain HTML, no scripts."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from salesdash import db
from salesdash.access import sessions, sign_in
from salesdash.errors import SalesDashError
from salesdash.locale import gettext as _
from salesdash.web import cookies, origin, template
from salesdash.web.forms import sign_in_form
from salesdash.web.handling import Form


def with_password(request: Request, form: Form) -> Response:
    """GET: the form. POST: signs in and leads to where the person wanted to go."""
    wanted = origin.safe_path(form.get("next") or request.query_params.get("next"))
    if request.method != "POST":
        return sign_in_form(request, wanted)
    login = form.get("login", "")
    try:
        token = sign_in.with_password(login, form.get("password", ""), origin.address(request), _device(request))
    except SalesDashError as refused:
        return sign_in_form(request, wanted, login, refused.text(), status=403)
    return _signed_in(token, wanted)


def as_sample(request: Request, form: Form) -> Response:
    """POST: signs in as a person of the sample company, from this machine only."""
    wanted = origin.safe_path(form.get("next"))
    if not origin.from_this_machine(request):
        return sign_in_form(request, wanted, notice=_("This is not the sample company."), status=403)
    try:
        return _signed_in(sign_in.as_sample(form.get("login", ""), _device(request)), wanted)
    except SalesDashError as refused:
        return sign_in_form(request, wanted, notice=refused.text(), status=403)


def from_service(request: Request, form: Form) -> Response:
    """GET: takes the session that the sign-in of another service led to; only from our own page, so that nobody can
    be signed in as somebody else by a link."""
    if request.headers.get("sec-fetch-site") != "same-origin":
        return sign_in_form(request, "/", status=403)
    try:
        return _signed_in(sign_in.with_link(request.query_params.get("token", ""), _device(request)), "/")
    except SalesDashError as refused:
        return sign_in_form(request, "/", notice=refused.text(), status=403)


def out(request: Request, form: Form) -> Response:
    """GET: asks. POST: ends the session here and in the browser."""
    if request.method != "POST":
        return template.page(_("Sign out"), template.form("/sign-out", "", _("Sign out")), again="/sign-out")
    if token := request.cookies.get(cookies.SESSION):
        with db.writing() as session:
            sessions.end(session, token)
    response = RedirectResponse("/sign-in", status_code=303, headers={"Cache-Control": "no-store"})
    cookies.end(request, response)
    return response


def _signed_in(token: str, wanted: str) -> Response:
    response = RedirectResponse(wanted, status_code=303, headers={"Cache-Control": "no-store"})
    cookies.begin(response, token)
    return response


def _device(request: Request) -> str:
    return request.headers.get("user-agent", "")
