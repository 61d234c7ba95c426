"""A webhook against a server on this machine, which the operator allowed."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from salesdash.alerts import webhook
from salesdash.config import config


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it gets and answers with the status that the path names."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        status = int(self.path.strip("/").split("?")[0] or 200)
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/200?followed")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Says nothing."""


@pytest.fixture
def receiver(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv("SALESDASH_WEBHOOK_ALLOW", f"127.0.0.1:{server.server_port}")
    config.cache_clear()
    yield server
    server.shutdown()
    server.server_close()
    config.cache_clear()


def address(server, path: str = "200") -> str:
    return f"http://127.0.0.1:{server.server_port}/{path}"


def test_the_message_arrives_as_json(receiver):
    assert webhook.post(address(receiver, "200?room=7"), {"text": "銷售額"}, "3-abc") is None
    ((path, headers, body),) = receiver.got
    assert path == "/200?room=7"
    assert json.loads(body) == {"text": "銷售額"}
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Host"] == f"127.0.0.1:{receiver.server_port}"
    assert headers["X-SalesDash-Delivery"] == "3-abc"
    assert "X-SalesDash-Signature" not in headers


def test_it_is_signed_where_there_is_a_secret(receiver, monkeypatch):
    monkeypatch.setenv("SALESDASH_WEBHOOK_SECRET", "quiet river")
    config.cache_clear()
    assert webhook.post(address(receiver), {"a": 1}, "k") is None
    ((_path, headers, body),) = receiver.got
    stamp = headers["X-SalesDash-Timestamp"]
    assert headers["X-SalesDash-Signature"] == webhook.signature("quiet river", stamp, body)


def test_the_signature_is_that_of_the_standard():
    """Worked out apart: printf '12.{}' | openssl dgst -sha256 -hmac Jefe."""
    assert (
        webhook.signature("Jefe", "12", b"{}")
        == "sha256=920d401f4879de198b71e775f802db6e3364de1e84bd18ca56903b6593a32642"
    )


def test_a_redirect_is_not_followed(receiver):
    problem = webhook.post(address(receiver, "302"), {}, "k")
    assert problem is not None and (problem.code, problem.detail, problem.lasting) == ("answered", "302", True)
    assert len(receiver.got) == 1


@pytest.mark.parametrize(("status", "lasting"), [(404, True), (410, True), (429, False), (500, False), (503, False)])
def test_whether_trying_again_helps(receiver, status, lasting):
    problem = webhook.post(address(receiver, str(status)), {}, "k")
    assert problem is not None and (problem.code, problem.lasting) == ("answered", lasting)


def test_nobody_there(receiver):
    where = address(receiver)
    receiver.shutdown()
    receiver.server_close()
    problem = webhook.post(where, {}, "k")
    assert problem is not None and (problem.code, problem.lasting) == ("unreachable", False)


def test_an_inner_address_is_not_called(receiver, monkeypatch):
    monkeypatch.setenv("SALESDASH_WEBHOOK_ALLOW", "")
    config.cache_clear()
    problem = webhook.post(address(receiver), {}, "k")
    assert problem is not None and (problem.code, problem.lasting) == ("inner_address", True)
    assert receiver.got == []


def test_a_server_that_answers_byte_by_byte_holds_nobody_up(receiver, monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(Receiver, "do_POST", lambda _self: release.wait(30))
    monkeypatch.setattr(webhook, "ALTOGETHER", 0.05)
    problem = webhook.post(address(receiver), {}, "k")
    release.set()
    assert problem is not None and problem.code == "unreachable"
