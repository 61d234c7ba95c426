"""A browser without a screen: speaks ASGI to the application's own routes, keeps cookies, follows nothing."""

import asyncio
import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from salesdash.web.gate import Gate
from salesdash.web.routes import ROUTES


async def _page(_request):
    return PlainTextResponse("a page of the application")


APPLICATION = Starlette(
    routes=[*ROUTES, Route("/{path:path}", _page, methods=["GET", "PUT"])], middleware=[Middleware(Gate)]
)


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def set_cookies(self) -> list[str]:
        return [value for key, value in self.headers if key == "set-cookie"]

    @property
    def notice(self) -> str:
        found = re.search(r'role="alert">(.*?)</p>', self.body)
        return unescape(found[1]) if found else ""


@dataclass
class Browser:
    address: str = "127.0.0.1"
    host: str = "127.0.0.1:8501"
    language: str = "en-US,en;q=0.9"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, {"sec-fetch-site": "none"} | headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        own = {"origin": f"http://{self.host}", "sec-fetch-site": "same-origin"}
        form_type = {"content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, own | headers | form_type, urlencode(form).encode())

    def sign_in(self, login: str, password: str, **form: str) -> Answer:
        return self.post("/sign-in", {"login": login, "password": password} | form)

    def put(self, path: str) -> Answer:
        return self._ask("PUT", path, {})

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        sent = {
            "host": self.host, "accept": "text/html,*/*", "accept-language": self.language,
            "content-length": str(len(body)),
        } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        parts = urlsplit(path)
        scope = {
            "type": "http", "method": method, "path": parts.path, "raw_path": parts.path.encode(), "root_path": "",
            "query_string": parts.query.encode(), "scheme": "http", "http_version": "1.1",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items() if value],
            "client": (self.address, 50000), "server": ("127.0.0.1", 8501), "asgi": {"version": "3.0"},
        }  # fmt: skip
        answer = asyncio.run(_exchange(scope, body))
        for line in answer.set_cookies:
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0]
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer


async def _exchange(scope: dict, body: bytes) -> Answer:
    messages = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        messages.append(message)

    await APPLICATION(scope, receive, send)
    start = messages[0]
    headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
    text = b"".join(message.get("body", b"") for message in messages[1:]).decode()
    return Answer(start["status"], headers, text)
