# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Sends one e-mail over SMTP, with TLS and a login."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

from .._core.errors import CallFailed, TaskError
from .._core.texts import one_line
from .._http.login_guard import LoginGuard, Verdict
from .._http.session import NoAnswer, Response
from .._http.state_dir import StateDirectory

#: How the connection is encrypted, with the default port: with STARTTLS, from the start, or not at all.
PORTS = {"starttls": 587, "tls": 465, "none": 25}

#: The maximum length of a server's text in a message, in characters.
_LONGEST = 300


@dataclass(frozen=True)
class MailServer:
    """A mail server.

    security: one of PORTS. username: None if there is no login. ca_path: None for the authorities of the system. timeout: of each
    command, in seconds.
    """

    host: str
    port: int
    security: str
    timeout: float
    validate_certs: bool = True
    ca_path: str | None = None
    username: str | None = None
    password: str = ""

    @property
    def address(self) -> str:
        """The server, for messages."""
        return f"mail server {self.host}:{self.port}"


class UnknownOutcome(TaskError):
    """The connection ended before the server answered whether it accepted the e-mail."""

    code = "unreachable"
    no_answer = True


def send(server: MailServer, state: StateDirectory, message: EmailMessage, sender: str, to: str) -> None:
    """Send an e-mail once. Raises UnknownOutcome, or another TaskError if the e-mail was certainly not sent."""
    content = message.as_bytes(policy=policy.SMTP)
    with _connected(server) as client:
        if server.username is not None:
            _log_in(server, state, client)
        _expect(client.mail(sender), server, f"rejected the sender {sender}", "check option sender")
        _expect(client.rcpt(to), server, f"rejected the recipient {to}", "correct library_contact")
        reply: tuple[int, bytes | str]
        try:
            reply = client.data(content)
        except smtplib.SMTPDataError as fault:
            reply = (fault.smtp_code, fault.smtp_error)
        except (smtplib.SMTPException, OSError):
            raise UnknownOutcome(
                f"the {server.address} ended the connection before it confirmed the e-mail to {to}"
            ) from None
        _expect(reply, server, f"rejected the e-mail to {to}", "correct the cause")
        with suppress(smtplib.SMTPException, OSError):
            client.quit()


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """An encrypted connection. Errors before the e-mail is handed over become a TaskError."""
    client: smtplib.SMTP | None = None
    try:
        context = _context(server)
        if server.security == "tls":
            client = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            client.starttls(context=context)
            client.ehlo()
        yield client
    except ssl.SSLCertVerificationError as fault:
        told = f"the certificate of the {server.address} is not trusted ({fault.verify_message.rstrip('.')})"
        raise CallFailed(f"{told}; check option smtp_host, and set ca_path for an authority of your own") from None
    except ssl.SSLError:
        raise CallFailed(
            f"TLS handshake with the {server.address} failed; check options smtp_port and smtp_security"
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise CallFailed(
            f"the {server.address} does not offer STARTTLS; check options smtp_port and smtp_security. Nothing was sent"
        ) from None
    # ValueError: a host name or a timeout that cannot be used.
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        reason = one_line(getattr(fault, "strerror", None) or str(fault) or type(fault).__name__)[:_LONGEST]
        raise NoAnswer(
            f"no connection to the {server.address} ({reason}); check options smtp_host and smtp_port, and the network",
            arrived=False,
        ) from None
    finally:
        if client is not None:
            client.close()


def _context(server: MailServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_path is not None:
        try:
            context.load_verify_locations(server.ca_path)
        except (OSError, ssl.SSLError) as fault:
            raise TaskError(f"ca_path {server.ca_path} cannot be read ({fault}); correct ca_path") from None
    elif not server.validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _log_in(server: MailServer, state: StateDirectory, client: smtplib.SMTP) -> None:
    """Log in once, with one mechanism: smtplib itself would try one after the other, and each counts as a failed login."""
    client.user, client.password = str(server.username), server.password
    offered = client.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        mechanism, answers = "PLAIN", client.auth_plain
    elif "LOGIN" in offered:
        mechanism, answers = "LOGIN", client.auth_login
    else:
        raise CallFailed(
            f"the {server.address} offers no login with user name and password; check options smtp_port and smtp_security"
        )

    def attempt() -> Response:
        try:
            code, _text = client.auth(mechanism, answers)
        except smtplib.SMTPAuthenticationError as fault:
            code = fault.smtp_code
        except (smtplib.SMTPException, OSError):
            raise NoAnswer(f"the {server.address} ended the connection during the login") from None
        return Response(server.address, code, {}, "", {})

    guard = LoginGuard(state, _verdict, server.address, str(server.username), server.password)
    answer = guard.login(attempt)
    if _verdict(answer) is not Verdict.ACCEPTED:
        raise CallFailed(
            f"the {server.address} rejected the login of {server.username} (SMTP {answer.status}); correct options smtp_username and "
            "smtp_password. Nothing was sent",
            refused=True,
        )


def _verdict(answer: Response) -> Verdict:
    if answer.status < 300:
        return Verdict.ACCEPTED
    return Verdict.REFUSED if answer.status >= 500 else Verdict.NEITHER


def _expect(reply: tuple[int, bytes | str], server: MailServer, what: str, remedy: str) -> None:
    """Raise a CallFailed unless the server accepted a command. It then accepted no e-mail."""
    code, text = reply
    if code >= 300:
        shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        told = one_line(shown)[:_LONGEST].rstrip(".")
        later = "; retry later" if code < 500 else f"; {remedy}"
        raise CallFailed(f"the {server.address} {what} (SMTP {code} {told}){later}. Nothing was sent")
