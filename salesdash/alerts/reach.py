"""Which addresses a webhook may call. People type them, so that none may be used to reach into the network that the
server stands in: loopback, private, link-local and reserved addresses are refused unless the operator allows the host.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from salesdash.config import config
from salesdash.errors import BadInput
from salesdash.locale import N_

#: addresses that carry an IPv4 address inside and lead to it through a translator
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))
LONGEST = 400


class Inner(Exception):
    """The name leads to an address that may not be called."""


@dataclass(frozen=True)
class Place:
    """Where a webhook goes. ``path`` has the query; ``allowed``: the operator lets it be reached wherever it lies."""

    host: str
    port: int
    path: str
    tls: bool
    allowed: bool

    @property
    def authority(self) -> str:
        """Host and port as the Host header names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


def place(url: str) -> Place:
    """The parts of an address that somebody typed. Raises BadInput unless it is http or https with a host, without
    user and password, and for an inner address that is written in figures."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as wrong:
        raise _bad(url) from wrong
    printable = url.strip().isascii() and all(33 <= ord(c) < 127 for c in url.strip())
    if not printable or len(url) > LONGEST or parts.scheme not in ("http", "https") or not parts.hostname:
        raise _bad(url)
    if parts.username is not None or parts.password is not None:
        raise BadInput("webhook_with_password", N_("The address must not hold a user or password."))
    tls = parts.scheme == "https"
    found = Place(
        host=parts.hostname, port=port or (443 if tls else 80), tls=tls,
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        allowed=_allowed(parts.hostname, port or (443 if tls else 80)),
    )  # fmt: skip
    written = _figures(found.host)
    if not found.allowed and (found.host == "localhost" or (written is not None and not outside(written))):
        raise BadInput(
            "inner_webhook", N_("This address lies inside a network. Your administrator can allow it."), host=found.host
        )
    return found


def addresses(where: Place) -> list[str]:
    """The addresses of the host, to be called as they are: a second look-up could lead elsewhere. Raises Inner if one
    of them may not be called, OSError if the name is unknown."""
    found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    named = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not where.allowed and not all(outside(ip_address(one.partition("%")[0])) for one in named):
        raise Inner(where.host)
    return named


def outside(address: IPv4Address | IPv6Address) -> bool:
    """True for an address of the public internet."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return outside(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED) or address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _allowed(host: str, port: int) -> bool:
    named = {one.strip().lower() for one in (config().webhook_allow or "").split(",")} - {""}
    bracketed = f"[{host}]" if ":" in host else host
    return bool(named & {host, bracketed, f"{bracketed}:{port}"})


def _figures(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _bad(url: str) -> BadInput:
    return BadInput(
        "bad_webhook", N_("{url} is no address of the kind https://example.com/hook."), url=url.strip()[:LONGEST]
    )
