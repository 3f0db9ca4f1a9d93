# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Serve the application over HTTP or HTTPS, on connections that a fault can close."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .faults import HANG_UP, Application


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
        print(f"Sandbox of OCLC WMS and Project ReShare at {base}/ (not OCLC's or ReShare's software)", flush=True)
        if self._ready_file is not None:
            _write_whole(self._ready_file, base + "\n")


def run(app: Application, host: str, port: int, ready_file: Path | None, certificate: Path | None) -> None:
    """Serve until interrupted. port 0: a free one. ready_file: receives the base URL once connections are accepted.
    certificate: PEM file for HTTPS, with the private key in it."""
    config = uvicorn.Config(
        app,
        host,
        port,
        http=Cuttable,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        backlog=2048,
        # Connections must close only where a fault requires it.
        timeout_keep_alive=75,
        # Otherwise the server waits for a client that disconnected over TLS without notice.
        timeout_graceful_shutdown=1,
        # The middleware sets the header Date, so that a fault can change it.
        date_header=False,
        ssl_certfile=certificate,
    )
    Announcing(config, ready_file).run()


def _write_whole(path: Path, text: str) -> None:
    # A reader that waits for the file must never see an incomplete one.
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
