"""The gate before the pages: who has no session is led to the sign-in, before anything of the application loads."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from salesdash import db
from salesdash.access import sessions
from salesdash.access.identity import User
from salesdash.access.menu import MENU, first_page
from salesdash.locale import gettext as _
from salesdash.web import cookies, template
from salesdash.web.handling import Form, handler

OPEN = ("/sign-in", "/sign-out", "/setup", "/reset", "/healthz", "/auth/", "/oauth2callback", "/_stcore/", "/static/")
#: what the application serves below its pages
FILES = ("/media/", "/component/")
PAGES = frozenset(entry.name for entry in MENU)
UPLOADS = "/_stcore/upload_file"


class Gate:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self._answer(Request(scope))
        if answer is not None:
            await answer(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("X-Frame-Options", "SAMEORIGIN")
                headers.setdefault("Referrer-Policy", "same-origin")
            await send(message)

        await self.app(scope, receive, guarded)

    async def _answer(self, request: Request) -> Response | None:
        path = request.url.path
        if path.startswith(UPLOADS):
            user = await run_in_threadpool(_user, request)
            return Response(status_code=403) if user is None else None
        page = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")
        if not page or path.startswith(OPEN) or request.query_params.get("with") == "service":
            return None
        user = await run_in_threadpool(_user, request)
        query = f"?{request.url.query}" if request.url.query else ""
        if user is None and path == "/" and any(name.startswith(cookies.OTHER_SERVICE) for name in request.cookies):
            return _to("/?with=service")  # where the sign-in of another service comes back to
        if user is None:
            wanted = "" if path == "/" and not query else f"?next={quote(path + query, safe='')}"
            return _to(f"/sign-in{wanted}")
        return await _inside(request, user, query)


async def _inside(request: Request, user: User, query: str) -> Response | None:
    """Where somebody who signed in is led, or that there is no such page; None: the application answers."""
    path = request.url.path
    if path == "/":
        return _to(f"/{first_page(user)}{query}")
    if path.strip("/") not in PAGES and "." not in path and not path.startswith(FILES):
        return await handler(_unknown)(request)
    return None


def _unknown(request: Request, form: Form) -> Response:
    text = template.paragraph(_("There is no page at this address."))
    body = text + template.link("/", _("To my first page"))
    return template.page(_("Not found"), body, again=request.url.path, status=404)


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _user(request: Request) -> User | None:
    with db.reading() as session:
        return sessions.user_of(session, request.cookies.get(cookies.SESSION))
