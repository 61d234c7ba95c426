"""E-mails over SMTP: one connection for everybody who is told in the same round."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from types import TracebackType
from urllib.parse import unquote, urlsplit

from salesdash.alerts.problems import Problem
from salesdash.config import config, public_url
from salesdash.errors import BadInput
from salesdash.locale import N_

#: seconds that the mail server may let us wait
PATIENCE = 15.0
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class Server:
    """The mail server of the installation. ``tls``: from the first byte on."""

    host: str
    port: int
    tls: bool
    user: str | None
    password: str | None

    @property
    def here(self) -> bool:
        """True on this machine, which a password does not leave."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def server() -> Server | None:
    """The one that the environment names; None without. Raises BadInput for an address that is none."""
    given = config().smtp_url
    if given is None or not given.get_secret_value().strip():
        return None
    try:
        parts = urlsplit(given.get_secret_value().strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadInput("bad_mail_server", N_("SALESDASH_SMTP_URL is no address of the kind smtp://host:25."))
    tls = parts.scheme == "smtps"
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return Server(parts.hostname, port or (465 if tls else 25), tls, user, password)


def is_address(text: str) -> bool:
    """True for one e-mail address as mail servers take it."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def sender() -> str:
    """The address that e-mails come from. Raises BadInput for a setting that is none."""
    chosen = config().smtp_from
    if chosen and not is_address(chosen):
        raise BadInput("bad_sender", N_("SALESDASH_SMTP_FROM is no e-mail address."))
    return chosen or f"salesdash@{urlsplit(public_url()).hostname or 'localhost'}"


def hindrance() -> Problem | None:
    """Why this installation sends no e-mail at all; None where it can."""
    try:
        sender()
        return None if server() else Problem("no_server")
    except BadInput as wrong:
        return Problem("settings", wrong.code)


def letter(to: str, subject: str, text: str, html: str, *, key: str, at: datetime) -> EmailMessage:
    """An e-mail in plain text and HTML. ``key`` makes its id, so that a mailbox can tell when it comes again."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address("SalesDash", addr_spec=sender())
    made["To"] = to
    made["Subject"] = " ".join(subject.split())
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{key}@{sender().rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # out-of-office replies are not answered to this
    made.set_content(text)
    made.add_alternative(html, subtype="html")
    return made


class Postman:
    """The connection of one round, opened with the first letter. A server that did not answer once is not asked again
    in the same round, so that nobody waits for it once per person."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._closed: Problem | None = None

    def __enter__(self) -> "Postman":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            self._smtp.close()

    def send(self, message: EmailMessage) -> Problem | None:
        """None if the server took it."""
        try:
            if self._closed is None and self._smtp is None:
                self._smtp, self._closed = _opened()
            if self._smtp is None:
                return self._closed
            self._smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            return Problem("address", _said(code, said), lasting=code >= 500)
        except smtplib.SMTPResponseException as refused:
            return Problem("refused", _said(refused.smtp_code, refused.smtp_error), lasting=refused.smtp_code >= 500)
        except (OSError, smtplib.SMTPException) as failed:
            if self._smtp is not None:
                self._smtp.close()
            self._smtp, self._closed = None, Problem("unreachable", type(failed).__name__)
            return self._closed
        return None


def _opened() -> tuple[smtplib.SMTP | None, Problem | None]:
    where = server()
    if where is None:
        return None, Problem("no_server")
    trusted = ssl.create_default_context()
    smtp: smtplib.SMTP
    if where.tls:
        smtp = smtplib.SMTP_SSL(where.host, where.port, timeout=PATIENCE, context=trusted)
    else:
        smtp = smtplib.SMTP(where.host, where.port, timeout=PATIENCE)
        smtp.ehlo()
        if smtp.has_extn("starttls") and not where.here:
            smtp.starttls(context=trusted)
            smtp.ehlo()
        elif where.password and not where.here:
            smtp.close()
            return None, Problem("no_tls")
    if where.user:
        try:
            smtp.login(where.user, where.password or "")
        except smtplib.SMTPAuthenticationError:
            smtp.close()
            return None, Problem("sign_in")
    return smtp, None


def _said(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return f"{code} {' '.join(words.split())}"[:200]
