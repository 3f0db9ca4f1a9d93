# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends one e-mail over SMTP, with TLS and a login, within one deadline and with bounded replies."""

from __future__ import annotations

import io
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, cast

from .._core.errors import CallFailed, TaskError
from .._core.texts import one_line
from .._http.deadline import BoundedReader, Deadline, TooLong, connected
from .._http.login_guard import LoginGuard, Verdict
from .._http.no_answer import NoAnswer
from .._http.response import Response
from .._http.state_dir import StateDirectory
from .mail_connection import LONGEST, NoReply, Server, context, tls_failure, why_ended

#: How the connection is encrypted, with the default port: with STARTTLS, from the start, or not at all.
PORTS = {"starttls": 587, "tls": 465, "none": 25}

#: The maximum size of all replies of a connection, in bytes, before and after STARTTLS. A reply has a few hundred.
_MOST_REPLIES = 1 << 16

#: A line of a reply: its code, whether another line follows, and its text.
_LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*?))?\r?\n", re.DOTALL)

#: The subject of an enhanced status code (RFC 3463): 1 for addresses, 2 for mailboxes, 3 and 4 for mail systems, 7 for rules.
_ENHANCED = re.compile(r"[45]\.([0-7])\.[0-9]{1,3}\b")


@dataclass(frozen=True, kw_only=True)
class MailServer(Server):
    """A server that sends e-mails. security: one of PORTS. username: None if there is no login. The timeout is that of the whole conversation about one
    e-mail."""

    OPTIONS = ("worksheet_smtp_host", "worksheet_smtp_port", "worksheet_smtp_security")

    security: str
    username: str | None = None
    password: str = ""


class UnknownDelivery(TaskError):
    """The server got the e-mail, and it is not known whether it accepted it."""

    code = "unreachable"
    no_answer = True


def send(server: MailServer, state: StateDirectory, message: bytes, sender: str, recipients: Sequence[str]) -> None:
    """Send an e-mail once, to all recipients or to none. Raises UnknownDelivery, or another TaskError if the e-mail was certainly not sent."""
    with _connected(server) as client:
        if server.username is not None:
            _log_in(server, state, client)
        _expect(client.mail(sender), server, f"rejected the sender {sender}", "check worksheet_sender")
        for address in recipients:
            text = f"rejected the recipient {address}"
            _expect(client.rcpt(address), server, text, "check the address in library_contact")
        to = recipients[0]
        what = f"rejected the e-mail to {to}", "contact the operator of the mail server"
        _expect(client.docmd("DATA"), server, *what, wanted=3)
        try:
            reply = client.content(message)
        except OSError as fault:
            why = why_ended(server, fault)[0]
            raise UnknownDelivery(f"the {server.address} may have accepted the e-mail to {to}: it {why}") from None
        _expect(reply, server, *what)
        with suppress(OSError):
            client.quit()


class _Client(smtplib.SMTP):
    """A client whose conversation ends at the deadline, however slowly the server sends or reads. Replies are bounded.

    It is encrypted with ``secure``. The other methods of smtplib send and read with those of this class only.
    """

    sock: Any
    file: Any

    def __init__(self, host: str, port: int, deadline: Deadline, tls: ssl.SSLContext | None = None):
        # With None, smtplib would look up the name of this machine, without a deadline.
        super().__init__(local_hostname="localhost")
        self._deadline = deadline
        self._host = host
        self.sock = connected(host, port, deadline)
        try:
            self.local_hostname = _literal(self.sock)
            if tls is not None:
                self.secure(tls)
        except BaseException:
            self.close()
            raise

    def secure(self, tls: ssl.SSLContext) -> None:
        """Encrypt the connection. What the server sent before is discarded."""
        self.sock.settimeout(self._deadline.left)
        self.sock = tls.wrap_socket(self.sock, server_hostname=self._host)
        self.file = None

    def send(self, s: Any) -> None:
        """Send all bytes."""
        left = memoryview(s.encode("ascii") if isinstance(s, str) else s)
        while left:
            self.sock.settimeout(self._deadline.left)
            left = left[self.sock.send(left) :]

    def getreply(self) -> tuple[int, bytes]:
        """The code and the text of the next reply."""
        if self.file is None:
            raw = self.sock.makefile("rb", buffering=0)
            self.file = io.BufferedReader(BoundedReader(raw, self.sock, self._deadline, _MOST_REPLIES))
        texts = []
        while True:
            line = self.file.readline()
            if not line.endswith(b"\n"):
                raise ConnectionError
            match = _LINE.fullmatch(line)
            if match is None:
                raise NoReply
            texts.append(match[3] or b"")
            if match[2] != b"-":
                return int(match[1]), b"\n".join(texts)

    def content(self, message: bytes) -> tuple[int, bytes]:
        """Send the e-mail after the command DATA. Returns the reply."""
        self.send(re.sub(rb"(?m)^\.", b"..", message) + b"\r\n.\r\n")
        reply = self.getreply()
        if reply[0] < 400:
            _require(reply, 2)
        return reply


def _literal(sock: socket.socket) -> str:
    """The address of this machine, for EHLO: its name would have to be looked up."""
    address = sock.getsockname()[0]
    return f"[IPv6:{address.partition('%')[0]}]" if ":" in address else f"[{address}]"


@contextmanager
def _connected(server: MailServer) -> Iterator[_Client]:
    """A connection with the encryption of the server's security. Errors before the e-mail is handed over become a TaskError."""
    client: _Client | None = None
    try:
        tls = context(server)
        client = _Client(server.host, server.port, Deadline(server.timeout), tls if server.security == "tls" else None)
        _expect(client.getreply(), server, "accepts no e-mails", "check worksheet_smtp_host and worksheet_smtp_port")
        _greet(server, client)
        if server.security == "starttls":
            if not client.has_extn("starttls"):
                raise CallFailed(
                    f"the {server.address} does not offer STARTTLS; check worksheet_smtp_port and worksheet_smtp_security. Nothing was sent"
                )
            _expect(
                client.docmd("STARTTLS"),
                server,
                "rejected STARTTLS",
                "check worksheet_smtp_port and worksheet_smtp_security",
            )
            client.secure(tls)
            _greet(server, client)
        yield client
    except ssl.SSLError as fault:
        raise tls_failure(server, fault) from None
    except (NoReply, TooLong) as fault:
        raise CallFailed(_ended(server, fault)) from None
    except OSError as fault:
        raise NoAnswer(_ended(server, fault), arrived=False) from None
    finally:
        if client is not None:
            client.close()


def _greet(server: MailServer, client: _Client) -> None:
    reply = client.ehlo()
    if reply[0] >= 500:
        reply = client.helo()
    _expect(reply, server, "rejected the greeting of this machine", "contact the operator of the mail server")


def _ended(server: MailServer, fault: Exception) -> str:
    return f"the {server.address} {'; '.join(why_ended(server, fault))}. Nothing was sent"


def _log_in(server: MailServer, state: StateDirectory, client: _Client) -> None:
    """Log in once, with one mechanism: smtplib itself would try one after the other, and each counts as a failed login."""
    client.user, client.password = str(server.username), server.password
    offered = client.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        mechanism, answers = "PLAIN", client.auth_plain
    elif "LOGIN" in offered:
        mechanism, answers = "LOGIN", client.auth_login
    else:
        raise CallFailed(
            f"the {server.address} offers no login with user name and password; check worksheet_smtp_port and worksheet_smtp_security. Nothing was sent"
        )

    def attempt() -> Response:
        try:
            code, text = client.auth(mechanism, answers)
        except smtplib.SMTPAuthenticationError as fault:
            code, text = fault.smtp_code, cast("bytes", fault.smtp_error)
        # ValueError: a challenge that is not base64.
        except (OSError, ValueError) as fault:
            raise NoAnswer(f"the {server.address} may have got the login: it {why_ended(server, fault)[0]}") from None
        return Response(server.address, code, {}, _text(text), {})

    guard = LoginGuard(state, _verdict, server.address, str(server.username), server.password)
    answer = guard.login(attempt)
    if _verdict(answer) is Verdict.ACCEPTED:
        return
    reason = f"the {server.address} rejected the login of {server.username} (SMTP {answer.status} {answer.text})"
    if _verdict(answer) is Verdict.NEITHER:
        advice = "retry later" if answer.status < 500 else "check worksheet_smtp_port and worksheet_smtp_security"
        raise CallFailed(f"{reason}; {advice}, or contact the operator of the mail server. Nothing was sent")
    raise CallFailed(
        f"{reason}; correct worksheet_smtp_username and worksheet_smtp_password. Nothing was sent", refused=True
    )


#: The rejections of a login that are about the command or the encryption, not about the credentials (RFC 4954).
_NOT_CREDENTIALS = (500, 501, 502, 504, 530, 538)


def _verdict(answer: Response) -> Verdict:
    if answer.status in (235, 503):  # 503: the server has accepted a login before
        return Verdict.ACCEPTED
    return Verdict.REFUSED if answer.status >= 500 and answer.status not in _NOT_CREDENTIALS else Verdict.NEITHER


def _expect(reply: tuple[int, bytes | str], server: MailServer, what: str, remedy: str, wanted: int = 2) -> None:
    """Raise a CallFailed unless the server accepted a command. If not, no e-mail was sent. remedy: the advice, unless the reply has another reason."""
    code, text = reply[0], _text(reply[1])
    if code >= 400:
        advice = "retry later" if code < 500 else _ADVICE.get(_cause(code, text), remedy)
        raise CallFailed(f"the {server.address} {what} (SMTP {code} {text}); {advice}. Nothing was sent")
    _require(reply, wanted)


def _require(reply: tuple[int, bytes | str], wanted: int) -> None:
    """Raise NoReply unless the code of the reply begins with the digit wanted."""
    if reply[0] // 100 != wanted:
        raise NoReply


def _cause(code: int, text: str) -> str:
    """What a rejection is about: a code, or the subject of an enhanced status code."""
    enhanced = _ENHANCED.match(text)
    return "530" if code == 530 else enhanced[1] if enhanced else ""


#: The remedies for rejections that are not about the command. Those about an address (1) are.
_ADVICE = {
    "530": "the server requires a login or encryption: check worksheet_smtp_username, worksheet_smtp_password and worksheet_smtp_security",
    "2": "the mailbox does not accept it: ask the person, or set another address in library_contact",
    "3": "contact the operator of the mail server",
    "4": "contact the operator of the mail server",
    "7": "a rule of the server forbids it: check worksheet_smtp_username and worksheet_sender, or contact the operator of the mail server",
}


def _text(text: bytes | str) -> str:
    """The text of a reply in a message."""
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return one_line(shown)[:LONGEST].rstrip(".")
