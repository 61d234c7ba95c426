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
from salesdash.access.menu import first_page
from salesdash.web import cookies

OPEN = ("/sign-in", "/sign-out", "/setup", "/reset", "/healthz", "/auth/", "/oauth2callback", "/_stcore/", "/static/")
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
        if path == "/":
            return _to(f"/{first_page(user)}{query}")
        return None


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _user(request: Request) -> User | None:
    with db.reading() as session:
        return sessions.user_of(session, request.cookies.get(cookies.SESSION))
