# SPDX-License-Identifier: GPL-3.0-or-later

"""What connections to mail servers have in common: TLS, and why a conversation ended."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import ClassVar

from .._core.errors import CallFailed, TaskError
from .._core.texts import one_line
from .._http.deadline import TooLong

#: The maximum length of a server's text in a message, in characters.
LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server. OPTIONS: the options to check, for messages: its host, its port, and others. timeout: of a conversation, in seconds.
    ca_path: None for the authorities of the system."""

    OPTIONS: ClassVar[tuple[str, ...]]

    host: str
    port: int
    timeout: float
    validate_certs: bool = True
    ca_path: str | None = None

    @property
    def address(self) -> str:
        """The server, for messages."""
        return f"mail server {self.host}:{self.port}"


class NoReply(OSError):
    """A server sent something that is not a reply to the command."""


def context(server: Server) -> ssl.SSLContext:
    """How a connection is encrypted."""
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


def tls_failure(server: Server, fault: ssl.SSLError) -> CallFailed:
    """The error for a connection that could not be encrypted."""
    host, *others = server.OPTIONS
    if isinstance(fault, ssl.SSLCertVerificationError):
        reason = f"the certificate of the {server.address} is not trusted ({fault.verify_message.rstrip('.')})"
        return CallFailed(f"{reason}; check {host}, and set ca_path for an authority of your own")
    return CallFailed(f"TLS handshake with the {server.address} failed; {_check(others)}")


def why_ended(server: Server, fault: Exception) -> tuple[str, str]:
    """Why a conversation ended: the end of a sentence about the server, and the advice."""
    host, address = server.OPTIONS[0], server.OPTIONS[:2]
    if isinstance(fault, NoReply):
        return "does not respond like a mail server", _check(server.OPTIONS)
    if isinstance(fault, TooLong):
        return "sends endless replies", _check(address)
    if isinstance(fault, TimeoutError):
        what = f"did not complete the conversation within {server.timeout:g} s"
        return what, "retry later, or set a longer timeout"
    if isinstance(fault, socket.gaierror):
        return "cannot be found by its name", f"check {host}"
    if isinstance(fault, ConnectionRefusedError):
        return "refused the connection", _check(address)
    if isinstance(fault, ConnectionError):
        return "ended the connection", "retry later, or contact its operator"
    detail = one_line(getattr(fault, "strerror", None) or str(fault) or type(fault).__name__)[:LONGEST]
    return f"cannot be reached ({detail})", f"{_check(address)}, and the network"


def _check(options: tuple[str, ...] | list[str]) -> str:
    *others, last = options
    return f"check {', '.join(others)} and {last}" if others else f"check {last}"
