"""Webhooks must not reach into the network that the server stands in."""

import socket
from ipaddress import ip_address

import pytest

from salesdash.alerts import reach
from salesdash.config import config
from salesdash.errors import BadInput


@pytest.fixture
def allow(monkeypatch):
    def allowed(hosts: str) -> None:
        monkeypatch.setenv("SALESDASH_WEBHOOK_ALLOW", hosts)
        config.cache_clear()

    yield allowed
    config.cache_clear()


INNER = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_told_apart(address):
    assert not reach.outside(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_may_be_called(address):
    assert reach.outside(ip_address(address))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.com/x", "bad_webhook"),
        ("file:///etc/passwd", "bad_webhook"),
        ("gopher://example.com", "bad_webhook"),
        ("https://", "bad_webhook"),
        ("example.com/hook", "bad_webhook"),
        ("", "bad_webhook"),
        ("https://example.com:99999/", "bad_webhook"),
        ("https://example.com/a b", "bad_webhook"),
        ("https://example.com/\r\nX: y", "bad_webhook"),
        ("https://exämple.com/", "bad_webhook"),
        ("https://[::1", "bad_webhook"),
        ("https://example.com/" + "x" * 400, "bad_webhook"),
        ("https://user:secret@example.com/", "webhook_with_password"),
        ("http://localhost/x", "inner_webhook"),
        ("http://127.0.0.1:8080/", "inner_webhook"),
        ("http://[::1]/", "inner_webhook"),
        ("http://192.168.0.5/", "inner_webhook"),
        ("http://169.254.169.254/latest/meta-data", "inner_webhook"),
    ],
)
def test_what_cannot_be_called_is_refused_when_it_is_typed(url, code):
    with pytest.raises(BadInput) as refused:
        reach.place(url)
    assert refused.value.code == code


def test_the_parts_of_an_address():
    found = reach.place(" https://hooks.example.com/a/b?c=d#e ")
    assert (found.host, found.port, found.path, found.tls) == ("hooks.example.com", 443, "/a/b?c=d", True)
    assert found.authority == "hooks.example.com"
    assert reach.place("http://example.com:8080").authority == "example.com:8080"
    assert reach.place("http://example.com:8080").path == "/"


def test_a_name_that_leads_inside_is_refused_when_it_is_called(monkeypatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("93.184.215.14", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answers)
    with pytest.raises(reach.Inner):
        reach.addresses(reach.place("https://innocent.example.com/"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answers[:1] * 2)
    assert reach.addresses(reach.place("https://innocent.example.com/")) == ["93.184.215.14"]


def test_figures_in_odd_forms_are_caught_when_they_are_resolved():
    """The resolver reads 2130706433 and 0x7f000001 as 127.0.0.1."""
    for odd in ("http://2130706433/", "http://0x7f000001/", "http://127.1/"):
        with pytest.raises((reach.Inner, OSError)):
            reach.addresses(reach.place(odd))


def test_the_operator_can_allow_a_host(allow):
    allow("chat.internal, 127.0.0.1:8099 ,[::1]")
    assert reach.place("http://127.0.0.1:8099/x").allowed
    assert reach.place("http://chat.internal:5000/x").allowed
    assert reach.place("http://[::1]:7/x").allowed
    assert reach.addresses(reach.place("http://127.0.0.1:8099/x")) == ["127.0.0.1"]
    with pytest.raises(BadInput):
        reach.place("http://127.0.0.1:8098/x")
