"""One JSON message to an address of the web. Redirects are not followed, answers are not read beyond their status."""

import hashlib
import hmac
import json
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from typing import Any

from salesdash.alerts import reach
from salesdash.alerts.problems import Problem
from salesdash.alerts.reach import Place
from salesdash.config import config
from salesdash.errors import BadInput

#: seconds that a server may let us wait for one step, and for all of them
PATIENCE, ALTOGETHER = 10.0, 20.0
#: statuses after which the same message may go through later
_LATER = (408, 425, 429)


def post(url: str, message: Mapping[str, Any], key: str) -> Problem | None:
    """Sends ``message``; None if the server took it. ``key`` names the message, so that a receiver can tell when it
    comes a second time."""
    try:
        where = reach.place(url)
        body = json.dumps(message, ensure_ascii=False).encode()
        status = _posted(where, body, _headers(where, body, key))
    except BadInput as refused:
        return Problem("inner_address" if refused.code == "inner_webhook" else "refused", refused.code, lasting=True)
    except reach.Inner:
        return Problem("inner_address", lasting=True)
    except (OSError, HTTPException) as failed:
        return Problem("unreachable", type(failed).__name__)
    if 200 <= status < 300:
        return None
    return Problem("answered", str(status), lasting=300 <= status < 500 and status not in _LATER)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """What ``X-SalesDash-Signature`` says: HMAC-SHA256 of the time stamp, a full stop and the body."""
    return "sha256=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _headers(where: Place, body: bytes, key: str) -> dict[str, str]:
    headers = {
        "Host": where.authority, "Content-Type": "application/json; charset=utf-8", "User-Agent": "SalesDash",
        "X-SalesDash-Delivery": key,
    }  # fmt: skip
    if secret := config().webhook_secret:
        stamp = str(int(time.time()))
        headers["X-SalesDash-Timestamp"] = stamp
        headers["X-SalesDash-Signature"] = signature(secret.get_secret_value(), stamp, body)
    return headers


def _posted(where: Place, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer, from the first address of the host that can be reached."""
    found = _first(reach.addresses(where), where.port)
    with _at_most(found, where) as through:
        connection = (HTTPSConnection if where.tls else HTTPConnection)(where.host, where.port, timeout=PATIENCE)
        connection.sock = through  # the address that was looked at, whatever the name leads to by now
        connection.request("POST", where.path, body, dict(headers))
        return connection.getresponse().status


@contextmanager
def _at_most(plain: socket.socket, where: Place) -> Iterator[socket.socket]:
    """The socket, with TLS where that is asked for, cut off when it has taken ALTOGETHER: a server that answers byte
    by byte holds nobody up."""
    through = plain
    if where.tls:
        through = ssl.create_default_context().wrap_socket(
            plain, server_hostname=where.host, do_handshake_on_connect=False
        )

    def cut() -> None:
        with suppress(OSError):  # it is closed already
            through.shutdown(socket.SHUT_RDWR)

    timer = Timer(ALTOGETHER, cut)
    timer.daemon = True
    timer.start()
    try:
        if isinstance(through, ssl.SSLSocket):
            through.do_handshake()
        yield through
    finally:
        timer.cancel()
        through.close()


def _first(addresses: list[str], port: int) -> socket.socket:
    failed: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=PATIENCE)
        except OSError as error:
            failed = error
    raise failed or OSError("the name has no address")
