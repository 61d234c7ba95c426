"""Where a request comes from and where it may lead."""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

from salesdash.config import public_url

#: headers that a proxy adds; with one of them the request did not begin at this machine, whatever its address says
PROXIED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


def from_own_pages(request: Request) -> bool:
    """False if another site sent this form. Browsers tell; a program that sends neither header has no cookie that
    another site could abuse."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc in (request.headers.get("host"), urlsplit(public_url()).netloc)


def _is_loopback(host: str | None) -> bool:
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def from_this_machine(request: Request) -> bool:
    """True if the browser runs on the machine of the server: its address, the address it asked for and the public
    address are all loopback, and no proxy stands between."""
    asked = urlsplit(f"//{request.headers.get('host', '')}").hostname
    return (
        request.client is not None
        and _is_loopback(request.client.host)
        and _is_loopback(asked)
        and _is_loopback(urlsplit(public_url()).hostname)
        and not any(name in request.headers for name in PROXIED)
    )


def safe_path(wanted: str | None) -> str:
    """``wanted`` if it is a path of this application, else its front door: nobody is led to another site."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    if "\\" in wanted or any(ord(character) < 33 or ord(character) == 127 for character in wanted):
        return "/"
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else "/"


def address(request: Request) -> str:
    """The address that attempts are counted by."""
    return request.client.host if request.client else ""
