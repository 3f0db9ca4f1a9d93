# SPDX-License-Identifier: GPL-3.0-or-later

"""Serve the application over HTTP or HTTPS, on connections that a fault can close."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .faults import HANG_UP, Application
from .refusal import Refused, reason, show

_BACKLOG = 2048


class Cuttable(HttpToolsProtocol):
    """A protocol that gives the application, with each request, a function that closes the connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]  # always a Transport
        serve = self.app

        async def with_hang_up(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})[HANG_UP] = transport.close
            await serve(scope, receive, send)

        self.app = with_hang_up


class Announcing(uvicorn.Server):
    """A server that announces its address as soon as it listens."""

    def __init__(self, config: uvicorn.Config, ready_file: Path | None):
        super().__init__(config)
        self._ready_file = ready_file

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        scheme = "https" if self.config.is_ssl else "http"
        base = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
        show(f"Sandbox of OCLC WMS and Project ReShare at {base}/ (not OCLC's or ReShare's software)")
        if self._ready_file is not None:
            _write_whole(self._ready_file, base + "\n")


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens, before the server responds on it. port 0: a free port. Raises Refused."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return _bound(socket.socket(family, kind, protocol), address)
    except socket.gaierror as fault:
        raise Refused(f"The host {host!r} is not known: {reason(fault)}. Choose another one (--host).") from None
    except UnicodeError:
        raise Refused(
            f"The host {host!r} is not an address or a name of a machine. Choose another one (--host)."
        ) from None
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise Refused(
                f"Port {port} of {host} is in use. End the other program, or choose another port (--port)."
            ) from None
        raise Refused(
            f"Port {port} of {host} cannot be used: {reason(fault)}. Choose another one (--port, --host)."
        ) from None


def _bound(at: socket.socket, address: Any) -> socket.socket:
    """Not with socket.create_server, whose socket has no protocol: asyncio would not send small responses at once (TCP_NODELAY)."""
    try:
        at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        at.bind(address)
        at.listen(_BACKLOG)
    except OSError:
        at.close()
        raise
    return at


def check_certificate(path: Path) -> None:
    """Raise Refused if HTTPS cannot be served with this PEM file."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path, password="")
    except ssl.SSLError:
        raise Refused(
            f"The certificate {path} cannot be used. It has to contain a private key without a password, and its certificate, in PEM."
        ) from None
    except OSError as fault:
        raise Refused(f"The certificate {path} cannot be read: {reason(fault)}.") from None


def check_ready_file(path: Path) -> None:
    """Raise Refused if this file cannot be written. The file is not created yet, because a reader waits for it."""
    if path.exists() and not path.is_file():
        raise Refused(f"The file {path} cannot be written (--ready-file): it is not an ordinary file.")
    try:
        part = _part_of(path)
        part.touch()
        part.unlink()
    except OSError as fault:
        raise Refused(f"The file {path} cannot be written (--ready-file): {reason(fault)}.") from None


def run(app: Application, at: socket.socket, ready_file: Path | None, certificate: Path | None) -> None:
    """Serve until interrupted. ready_file: receives the base URL once connections are accepted. certificate: PEM file for
    HTTPS, with the private key in it."""
    config = uvicorn.Config(
        app,
        http=Cuttable,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        backlog=_BACKLOG,
        # Connections must close only where a fault requires it.
        timeout_keep_alive=75,
        # Otherwise the server waits for a client that disconnected over TLS without notice.
        timeout_graceful_shutdown=1,
        # The middleware sets the header Date, so that a fault can change it.
        date_header=False,
        ssl_certfile=certificate,
    )
    Announcing(config, ready_file).run([at])


def _write_whole(path: Path, text: str) -> None:
    # A reader that waits for the file must never see an incomplete one.
    part = _part_of(path)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _part_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}")
