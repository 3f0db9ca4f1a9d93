# SPDX-License-Identifier: GPL-3.0-or-later

"""A mail server on this machine, with TLS and a login, that keeps what it accepts and fails on request."""

from __future__ import annotations

import asyncio
import email
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USERNAME, PASSWORD = "office", "canary-mail-password"
ADDRESS = "127.0.0.1"


class MailServer:
    """What the server does, and what it got.

    answers: by command (MAIL, RCPT, DATA), the reply instead of the usual one; an ellipsis ends the connection without a reply.
    during: called while a client waits for the reply to its e-mail. logins: whether each login was accepted. tls: whether each
    accepted e-mail was encrypted.
    """

    def __init__(self) -> None:
        self.port = 0
        self.answers: dict[str, Any] = {}
        self.during: Callable[[], object] = lambda: None
        self.accepted: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.logins: list[bool] = []
        self.tls: list[bool] = []

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data == LoginPassword(USERNAME.encode(), PASSWORD.encode())
        self.logins.append(right)
        return AuthResult(success=right, handled=False)

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._answer(server, "MAIL")

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return self._answer(server, "RCPT")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.get_running_loop().run_in_executor(None, self.during)
        reply = self._answer(server, "DATA")
        if reply.startswith("250"):
            assert isinstance(envelope.original_content, bytes)
            message = email.message_from_bytes(envelope.original_content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.accepted.append(message)
            self.recipients.append(envelope.rcpt_tos)
            self.tls.append(session.ssl is not None)
        return reply

    def _answer(self, server: SMTP, command: str) -> str:
        reply = self.answers.get(command, "250 OK")
        if reply is ...:
            server.transport.abort()
            raise asyncio.CancelledError
        return str(reply)


@contextmanager
def mail_server(
    authority: trustme.CA, directory: Path, *, login: bool = True, tls: str = "starttls"
) -> Iterator[MailServer]:
    """A running server. tls: starttls, tls, or none."""
    server, context = MailServer(), None
    if tls != "none":
        path = directory / "mail.pem"
        authority.issue_cert(ADDRESS).private_key_and_cert_chain_pem.write_to_path(path)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
    options: dict[str, Any] = {"hostname": ADDRESS, "auth_require_tls": tls == "starttls"}
    options |= {"authenticator": server.authenticate} if login else {}
    options |= {"tls_context": context, "require_starttls": True} if tls == "starttls" else {}
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = loop.create_server(
        lambda: SMTP(server, loop=loop, **options), ADDRESS, 0, ssl=context if tls == "tls" else None
    )
    # aiosmtpd's own Controller cannot choose a free port.
    running = asyncio.run_coroutine_threadsafe(listening, loop).result()
    try:
        server.port = running.sockets[0].getsockname()[1]
        yield server
    finally:
        loop.call_soon_threadsafe(running.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
