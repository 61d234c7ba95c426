"""A real mail server on this machine, for tests."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Keeper:
    """Keeps the letters; refuses what a test tells it to. ``refuses``: address → the answer."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses: dict[str, str] = {}
        self.answer = "250 taken"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - the library's name
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
            self.recipients += envelope.rcpt_tos
        return self.answer


class Office:
    """A server and what it got."""

    def __init__(self, **options: object) -> None:
        self.keeper = Keeper()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            #: where it listens
            self.port = int(free.getsockname()[1])
        self._controller = Controller(self.keeper, hostname="127.0.0.1", port=self.port, **options)  # type: ignore[arg-type]

    def open(self) -> "Office":
        """Begins to listen."""
        self._controller.start()
        return self

    def close(self) -> None:
        """May be called twice."""
        if self._controller.server is not None:
            self._controller.stop()

    @property
    def url(self) -> str:
        """As the setting names it."""
        return f"smtp://127.0.0.1:{self.port}"


def who_knows(user: str, password: str):
    """An authenticator that lets in who knows both."""

    def check(_server, _session, _envelope, _mechanism, given):
        said = (given.login.decode(), given.password.decode())
        return AuthResult(success=said == (user, password), handled=False)

    return check
